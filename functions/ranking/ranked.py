"""What the fold of a county is given and what it says, in columns that are read without NumPy. Pure."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from functions.ranking.histogram import Histogram


class Branch(NamedTuple):
    """A branch's board as of the run's instant: `members` and `points` as `kernel.scoreboard` packs them."""

    id: str
    path: str
    members: bytes
    points: bytes


class Best(NamedTuple):
    """The first members of an organisation, best first: ids as `kernel.scoreboard` packs them, and points."""

    members: bytes
    points: "array[int]"


class Below(NamedTuple):
    """The organisations directly below one, best average first: what a `rules.Tally` says of each, in columns."""

    ids: Sequence[str]
    members: Sequence[int]
    totals: Sequence[int]
    own: Sequence[int]


@dataclass
class Ranked:
    """What one organisation above the branches publishes."""

    organisation_id: str
    histogram: Histogram
    top: Best
    board: Below
    members: int
    total: int


class Ranks(NamedTuple):
    """The ranks of all members of a county, in the order of its boards: in their own branch, and as each organisation
    above them counts them (of others' members a row holds the ranks that those have on the same level)."""

    within: "array[int]"
    above: Mapping[str, "array[int]"]
