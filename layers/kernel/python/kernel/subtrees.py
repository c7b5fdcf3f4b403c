"""A subtree as ranges of the index `tree`: what is stored below a place, and at the old place of whatever comes there.

While a move is under way some of what it carries is stored at its old place still (`kernel.moves`). It is read from
there, and shown where it stands now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kernel.directory import Organisation, covers
from kernel.moves import Move

# The first character of an id is 0 to 7: below a path lies what sorts from its "0" to before its "8".
FIRST, BEHIND = "0", "8"


@dataclass(frozen=True)
class Source:
    """Stored paths below `stored`, in the partition of a county, which are read as paths below `path`."""

    county_id: str
    stored: str
    path: str

    def start(self, after: str) -> str | None:
        """The first stored path behind a place of the list; None if the whole range lies before it."""
        if after.startswith(self.path):
            return self.stored + after[len(self.path) :]
        return self.stored if after < self.path else None

    def keeps_order(self, *, carried: bool) -> bool:
        """Whether a row of this range stands in the order of the list: what is carried does so at its old place."""
        return carried is (self.stored != self.path)

    def shown(self, stored: str) -> str:
        """The path as which a stored one is read."""
        return self.path + stored[len(self.stored) :]


def sources(county_id: str, path: str, moves: Iterable[Move]) -> list[Source]:
    """Old places first: what is rewritten meanwhile is seen at one of the two, or at both."""
    carried = [_source(path, move) for move in moves if _meet(path, move.new_path)]
    return [*carried, Source(county_id, path, path)]


def homes(top: Organisation, moving: Sequence[Move]) -> list[Organisation]:
    """Every open organisation at and below the top that members are at home in, in the order of the tree.

    Within one county, and whole: a read for each megabyte of the tree, which is some thousand organisations.
    """
    here = {top.id: top}
    for source in sources(top.county_id, top.path, moving):
        span = Organisation.path.between(source.stored + FIRST, source.stored + BEHIND)
        here |= {o.id: o.carry(moving) for o in Organisation.tree.query(source.county_id, span)}
    found = (o for o in here.values() if o.holds_members and not o.closed and covers(top.id, o.path))
    return sorted(found, key=lambda o: o.path)


def _meet(path: str, other: str) -> bool:
    return path.startswith(other) or other.startswith(path)


def _source(top: str, move: Move) -> Source:
    """The part of what a move carries that stands at the top or below it."""
    rest = top[len(move.new_path) :]
    path = top if top.startswith(move.new_path) else move.new_path
    return Source(move.county_id, move.old_path + rest, path)
