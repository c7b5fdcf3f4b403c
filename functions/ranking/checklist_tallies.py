"""How many lines of checklists are in which state, and what share of what was owed that is. Pure."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Self

from functions.ranking.checklist_rules import LineState, Owing, Sign, lines, periods, within

_PLACES = {state: place for place, state in enumerate(LineState)}


class LineTally(NamedTuple):
    """So many lines in each state."""

    in_time: int = 0
    late: int = 0
    excused: int = 0
    not_applicable: int = 0
    missing: int = 0
    open: int = 0
    in_review: int = 0

    @property
    def due(self) -> int:
        return sum(self)

    @property
    def share(self) -> Fraction | None:
        """None where nothing is left to be done or done."""
        owed = self.due - self.excused - self.not_applicable
        return Fraction(self.in_time + self.late, owed) if owed else None

    @classmethod
    def total(cls, tallies: Iterable[Self]) -> Self:
        return cls(*map(sum, zip(*tallies, strict=True)))


def tally(owing: Owing, signs: str, period: str, today: date) -> LineTally:
    """How many lines of a period are in which state. `signs` are those of the period's year; short ones say nothing."""
    counts = [0] * len(LineState)
    for place, line in within(period):
        if owing.owes(line, today):
            counts[_PLACES[owing.state(line, sign_at(signs, place), today)]] += 1
    return LineTally(*counts)


def tally_all(branches: Iterable[tuple[Owing, str]], year: int, today: date) -> dict[str, LineTally]:
    """The sums of all branches, by period of a year: each line of each branch is looked at once."""
    counts = [[0] * len(LineState) for _ in lines(year)]
    for owing, signs in branches:
        for place, line in enumerate(lines(year)):
            if owing.owes(line, today):
                counts[place][_PLACES[owing.state(line, sign_at(signs, place), today)]] += 1
    tallies = [LineTally(*one) for one in counts]
    return {name: LineTally.total(tallies[place] for place, _ in within(name)) for name in periods(year)}


def sign_at(signs: str, place: int) -> Sign:
    return Sign(signs[place : place + 1] or Sign.NOTHING)
