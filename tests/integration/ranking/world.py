"""Boards whose members come and go, and beside them a plain oracle of what happened."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from kernel import scoreboard
from kernel.directory import Organisation
from kernel.scoreboard import Board, Scoreboard
from tests.builders import Tree
from tests.integration.ranking.county import SEASON, minutes


@dataclass
class World:
    """Boards as `points` keeps them, and beside them what happened: who earned what when, who was where from when."""

    tree: Tree
    earned: list[tuple[str, int, datetime]] = field(default_factory=list)
    homes: dict[str, list[tuple[datetime, str | None]]] = field(default_factory=dict)

    def branches(self) -> list[Organisation]:
        return [self.tree.branch, self.tree.sister, self.tree.far_branch]

    def enrol(self, branch: Organisation, *members: str) -> None:
        item = self.item(branch)
        item.hold(scoreboard.enrol(item.board, members))
        item.save()
        self.homes |= {member: [(minutes(-600), branch.id)] for member in members}

    def give(self, member: str, points: int, at: datetime) -> None:
        item = self.item(self.where(self.home(member, at)))
        slot = scoreboard.slot_of(item.board, member)
        assert slot is not None
        item.hold(scoreboard.add(item.board, {slot: points}, at))
        item.save()
        self.earned.append((member, points, at))

    def move(self, member: str, to: Organisation | None, at: datetime) -> None:
        """To another branch with the balance; or away, which leaves it."""
        source = self.item(self.where(self.home(member, at)))
        slot = scoreboard.slot_of(source.board, member)
        assert slot is not None
        value = scoreboard.points_of(source.board, slot)
        if to is not None:
            source.hold(scoreboard.add(source.board, {slot: -value}, at))
            target = self.item(to)
            target.hold(scoreboard.come(target.board, [member], at))
            there = scoreboard.slot_of(target.board, member)
            assert there is not None
            target.hold(scoreboard.add(target.board, {there: value}, at))
            target.save()
        source.hold(scoreboard.go(source.board, [slot], at))
        source.save()
        self.homes[member].append((at, to.id if to else None))

    def item(self, branch: Organisation) -> Scoreboard:
        key = Scoreboard.partition(SEASON, self.tree.county.id), Scoreboard.place(branch.id)
        return Scoreboard.find(*key) or Scoreboard(*key, path=branch.path, points=Board().points, version=1)

    def where(self, branch_id: str | None) -> Organisation:
        return next(branch for branch in self.branches() if branch.id == branch_id)

    def home(self, member: str, at: datetime) -> str | None:
        return [branch for when, branch in self.homes[member] if when <= at][-1]

    def balance(self, member: str, at: datetime) -> int:
        return sum(points for who, points, when in self.earned if who == member and when <= at)

    def rank(self, member: str, among: Iterable[Organisation], at: datetime) -> tuple[int, int]:
        """One more than those above, and how many there are: by looking at everybody."""
        places = {branch.id for branch in among}
        others = [self.balance(m, at) for m in self.homes if self.home(m, at) in places]
        return 1 + sum(other > self.balance(member, at) for other in others), len(others)
