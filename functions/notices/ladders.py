"""Day arithmetic of ladders: when a rung falls, which rung has come, which comes next. Pure, and knows no code."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kernel.calendar import add_working_days, end_of_month, is_working_day

DayRule = Callable[[date], date]
"""From the day that a ladder is counted from to the day of a rung."""


class To(StrEnum):
    """Who is told."""

    MEMBER = "member"
    UNDONE = "undone"  # whoever of several members has not done what was asked
    CONTACT = "contact"  # the member who keeps in touch with one who is away
    RULER = "ruler"  # the office that must rule on what somebody says
    SECRETARY = "secretary"
    TOWNSHIP = "township"  # the committee right below the county, else the county
    COUNTY = "county"


class Period(StrEnum):
    """How often a duty comes back."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@dataclass(frozen=True)
class Rung:
    """One step of a ladder. `risk` is what its warning weighs, 1 to 100; none is raised at 0.

    `code` where it is not the ladder's own, `days` how far ahead of an end it says that it is. `lists`: it says of
    whom, by their ids. One that tells nobody ends the ladder: what was told before is over, and taken back.
    """

    day: DayRule
    to: tuple[To, ...]
    risk: int
    code: str | None = None
    days: int | None = None
    lists: bool = False


@dataclass(frozen=True)
class Ladder:
    """What is owed: by which events, until when, and who is told. `basis` is the section and source of the rule.

    A duty with a `period` comes back, and is met by the record of an activity of one of its `types` (none: any)
    held in the period. `lazy`: events do not move its deadline, which is looked at on its day.
    """

    code: str
    armed_by: tuple[str, ...]
    met_by: tuple[str, ...]
    rungs: tuple[Rung, ...]
    basis: str
    family: str = ""
    period: Period | None = None
    types: frozenset[str] = frozenset()
    lazy: bool = False

    @property
    def kept_as(self) -> str:
        return self.family or self.code


def days(count: int) -> DayRule:
    return lambda anchor: anchor + timedelta(days=count)


def months(count: int) -> DayRule:
    return lambda anchor: add_months(anchor, count)


def day_of_month(number: int) -> DayRule:
    return lambda anchor: anchor.replace(day=number)


def working_days(count: int, after: DayRule | None = None) -> DayRule:
    """The `count`-th working day after a day; after the anchor, if none is named."""
    return lambda anchor: add_working_days(after(anchor) if after else anchor, count)


def working_days_before(count: int) -> DayRule:
    """The `count`-th working day before the anchor."""

    def day(anchor: date) -> date:
        for _ in range(count):
            anchor = _by_work(anchor - timedelta(days=1))
        return anchor

    return day


def at_work(rule: DayRule) -> DayRule:
    """That day, or the next working day where it is a day off."""
    return lambda anchor: _at_work(rule(anchor))


def by_work(rule: DayRule) -> DayRule:
    """That day, or the last working day before it where it is a day off."""
    return lambda anchor: _by_work(rule(anchor))


def before_its_end(rule: DayRule) -> DayRule:
    """That day or the next working day; where that lies beyond the end of the period, the last one before."""

    def day(end: date) -> date:
        following = _at_work(rule(end))
        return following if following <= end else _by_work(end)

    return day


def _by_work(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _at_work(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, 1)


def add_months(day: date, count: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    first = date(year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), end_of_month(first))


def end_of(period: Period, day: date) -> date:
    """The last day of the month, quarter or year in which a day lies."""
    span = MONTHS[period]
    return end_of_month(date(day.year, (day.month - 1) // span * span + span, 1))


def name_of(period: Period, end: date) -> str:
    """`2026-11`, `2026-Q4`, `2026`."""
    quarter = f"{end.year}-Q{end.month // 3}"
    return {Period.MONTH: f"{end:%Y-%m}", Period.QUARTER: quarter, Period.YEAR: str(end.year)}[period]


@dataclass(frozen=True)
class Step:
    """A rung with its number, on the day on which it falls for one anchor."""

    anchor: date
    number: int
    day: date
    rung: Rung


def steps(rungs: Sequence[Rung], anchor: date) -> list[Step]:
    return [Step(anchor, number, rung.day(anchor), rung) for number, rung in enumerate(rungs)]


def reached(rungs: Sequence[Rung], anchor: date, told: int, day: date) -> Step | None:
    """The highest rung above the one told of that has come by this day: those below it are told no more."""
    return next((s for s in reversed(steps(rungs, anchor)) if s.number > told and s.day <= day), None)


def next_step(rungs: Sequence[Rung], anchor: date, told: int) -> Step | None:
    """The rung after the one told of (-1: none was), whether its day is past or not."""
    return next((s for s in steps(rungs, anchor) if s.number > told), None)


def next_of_duty(
    rungs: Sequence[Rung], period: Period, anchor: date, told: int, met: Collection[date], after: date
) -> Step:
    """The next rung of a duty that comes back: due after a day, in a period that is not met."""
    return next(
        step
        for end in _ends(period, anchor)
        for step in steps(rungs, end)
        if (step.anchor, step.number) > (anchor, told) and end not in met and step.day > after
    )


def _ends(period: Period, end: date) -> Iterator[date]:
    while True:
        yield end
        end = end_of(period, end + timedelta(days=1))
