"""A county through September and October, whose seasons close, beside who earned what when."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.ranking import on_nightly_part
from kernel import scoreboard
from kernel.directory import Organisation
from kernel.ids import derived_id
from kernel.scoreboard import Board, Scoreboard
from tests.builders import Tree
from tests.conftest import Context
from tests.integration.ranking.runs import found

YEAR = "2026"
OCTOBER, NOVEMBER = datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)  # midnight in China
NIGHT = timedelta(hours=2, minutes=30)


@dataclass
class Months:
    """Boards of a county, and who earned what when."""

    tree: Tree
    homes: dict[str, Organisation] = field(default_factory=dict)
    earned: list[tuple[str, int, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        found(self.tree)
        for branch in (self.tree.branch, self.tree.sister, self.tree.far_branch):
            members = [derived_id("of month", branch.id, number) for number in range(4)]
            item = self.item(branch)
            item.hold(scoreboard.enrol(item.board, members))
            item.save()
            self.homes |= dict.fromkeys(members, branch)

    def item(self, branch: Organisation) -> Scoreboard:
        key = Scoreboard.partition(YEAR, self.tree.county.id), Scoreboard.place(branch.id)
        return Scoreboard.find(*key) or Scoreboard(*key, path=branch.path, points=Board().points, version=1)

    def give(self, member: str, points: int, at: datetime) -> None:
        item = self.item(self.homes[member])
        slot = scoreboard.slot_of(item.board, member)
        assert slot
        item.hold(scoreboard.add(item.board, {slot: points}, at))
        item.save()
        self.earned.append((member, points, at))

    def move(self, member: str, to: Organisation, at: datetime) -> None:
        balance = sum(points for who, points, _ in self.earned if who == member)
        old, new = self.item(self.homes[member]), self.item(to)
        slot = scoreboard.slot_of(old.board, member)
        assert slot
        old.hold(scoreboard.go(scoreboard.add(old.board, {slot: -balance}, at), [slot], at))
        new.hold(scoreboard.come(new.board, [member], at))
        there = scoreboard.slot_of(new.board, member)
        assert there
        new.hold(scoreboard.add(new.board, {there: balance}, at))
        old.save()
        new.save()
        self.homes[member] = to

    def in_season(self, member: str, begins: datetime, ends: datetime) -> int:
        return sum(points for who, points, at in self.earned if who == member and begins < at <= ends)

    def rank(self, member: str, scope: Organisation, begins: datetime, ends: datetime) -> int:
        inside = [m for m, home in self.homes.items() if f"/{scope.id}/" in home.path]
        own = self.in_season(member, begins, ends)
        return 1 + sum(self.in_season(other, begins, ends) > own for other in inside)


def night(months: Months, after: datetime) -> Any:
    event = {"asOf": (after + NIGHT).isoformat(), "counties": [months.tree.county.id]}
    return on_nightly_part.lambda_handler(event, Context())


def lived(months: Months, seed: int) -> None:
    """Points through September and October, one member who moves, and points between midnight and the night's run."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable history
    people = list(months.homes)
    for day in range(-20, 0):
        months.give(chance.choice(people), chance.choice((5, 5, 3)), OCTOBER + timedelta(days=day, minutes=1))
    night_of(months, OCTOBER, chance, people)
    for day in range(1, 30):
        months.give(chance.choice(people), chance.choice((5, 5, 3)), OCTOBER + timedelta(days=day))
    months.move(people[0], months.tree.far_branch, OCTOBER + timedelta(days=30))
    night_of(months, NOVEMBER, chance, people)


def night_of(months: Months, after: datetime, chance: random.Random, people: list[str]) -> None:
    for minute in (10, 50):
        months.give(chance.choice(people), 7, after + timedelta(minutes=minute))
    night(months, after)
