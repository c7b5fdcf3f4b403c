"""A ranked county for the tests: boards with movements at given instants, and a plain oracle over the same facts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kernel import scoreboard
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.ids import derived_id
from kernel.scoreboard import OWN, Scoreboard
from kernel.seasons import season_of
from tests.builders import Tree

START = now().replace(microsecond=0) - timedelta(hours=2)
SEASON = season_of(business_day(START))


def minutes(after: float) -> datetime:
    """An instant of the last two hours."""
    return START + timedelta(minutes=after)


def member(branch: Organisation, number: int) -> str:
    return derived_id("member", branch.id, number)


@dataclass
class County:
    """The boards of a tree's branches, and every movement on them: branch, slot, points, instant."""

    tree: Tree
    movements: list[tuple[str, int, int, datetime]] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def branches(self) -> list[Organisation]:
        return [self.tree.branch, self.tree.sister, self.tree.far_branch]

    def enrol(self, branch: Organisation, members: int) -> None:
        """Put so many members on the board, at 0."""
        item = self._item(branch)
        item.hold(scoreboard.enrol(item.board, [member(branch, n) for n in range(1, members + 1)]))
        item.save()
        self.sizes[branch.id] = members

    def give(self, branch: Organisation, slot: int, points: int, at: datetime) -> None:
        item = self._item(branch)
        item.hold(scoreboard.add(item.board, {slot: points}, at))
        item.save()
        self.movements.append((branch.id, slot, points, at))

    def _item(self, branch: Organisation) -> Scoreboard:
        key = Scoreboard.partition(SEASON, self.tree.county.id), Scoreboard.place(branch.id)
        found = Scoreboard.find(*key)
        return found or Scoreboard(*key, path=branch.path, points=scoreboard.Board().points, version=1)

    def balance(self, branch: Organisation, slot: int, at: datetime) -> int:
        return sum(p for b, s, p, when in self.movements if (b, s) == (branch.id, slot) and when <= at)

    def balances(self, branches: Iterable[Organisation], at: datetime) -> list[int]:
        """Of every member of these branches, as of an instant."""
        return [self.balance(b, slot, at) for b in branches for slot in range(1, self.sizes.get(b.id, 0) + 1)]

    def rank(self, branches: Iterable[Organisation], points: int, at: datetime) -> int:
        return 1 + sum(other > points for other in self.balances(branches, at))

    def total(self, at: datetime) -> int:
        own = [self.balance(b, OWN, at) for b in self.branches()]
        return sum(self.balances(self.branches(), at)) + sum(own)
