"""Competition ranks, lists and what of a board is shown (`domain.md` 7.2, 7.4): pure."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from functions.ranking.band_rules import Band

TOP_KEPT = 50  # the longest list of best members that a run keeps for an organisation
TOP_SHARE, TOP_LEAST = 10, 10  # a tenth of the members, at least ten
TOP_SHOWN = 10  # ranks that members see where their committee has not made rankings public
BRANCH = "BRANCH"  # level
ABOVE_COUNTIES = ("CENTRAL", "PROVINCE", "CITY")  # levels (`domain.md` 1.2); runs are made county by county
PUBLIC_RANKING, LISTS = "public_ranking", "lists"
ON = "on"


def visible(on: Band | None, *, reader: bool, lists: bool) -> Band | None:
    """Those above see every list; members see none by default, and the black one never (`domain.md` 7.4)."""
    if reader:
        return on
    return on if lists and on is not Band.BLACK else None


def top_kept(members: int) -> int:
    """How many of the best members of an organisation a run keeps."""
    return min(TOP_KEPT, max(TOP_LEAST, members // TOP_SHARE))


def ranks(values: Iterable[Fraction | int]) -> list[int]:
    """Ranks of values that come most first: one more than the number of values above (ties share a rank)."""
    given: list[int] = []
    last: Fraction | int | None = None
    for place, value in enumerate(values, 1):
        given.append(given[-1] if value == last else place)
        last = value
    return given


class Tally(NamedTuple):
    """One organisation on the board of the one above it: its members, the sum of their points, its own points."""

    organisation_id: str
    members: int
    total: int
    own: int

    @property
    def average(self) -> Fraction | None:
        """Points per member; None without members, who then have no rank."""
        return Fraction(self.total, self.members) if self.members else None


def places(board: Sequence[Tally]) -> list[int | None]:
    """The rank of each on a board that is in its order, best average first; None of who has no members."""
    averages = [tally.average for tally in board if tally.average is not None]
    return [*ranks(averages), *[None] * (len(board) - len(averages))]
