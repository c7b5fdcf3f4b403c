"""What a branch owes in a year (`domain.md` 4.1), and how far it is, period by period. Pure: `now` is a parameter.

Counted are the activities that the branch itself holds, by the business day on which they start.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from functions.activities.activity_types import COMMITTEE_FROM, TYPES, Duty, Owes, Period
from functions.activities.rules import NOT_HELD, State
from kernel.calendar import end_of_month
from kernel.clock import business_day

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
Turns = Sequence[tuple[str, bool]]
"""The days (ISO) from which a duty was owed, or was no more, the earliest first."""
Owed = Callable[[str, date], bool]
"""Whether the branch owes activities of this type at the end of this day."""
FULL = "FULL"


class Progress(StrEnum):
    """How far a duty is in a period, the farthest that holds."""

    APPROVED = "APPROVED"
    HELD = "HELD"  # what is over, approved or not
    PLANNED = "PLANNED"  # with what is to come there are enough
    INTENDED = "INTENDED"  # with what the year plan names there would be
    MISSING = "MISSING"
    MISSED = "MISSED"  # the period is over


@dataclass(frozen=True)
class Held:
    """An activity of the branch."""

    id: str
    type: str
    starts_at: datetime
    ends_at: datetime
    state: State

    @property
    def day(self) -> date:
        return business_day(self.starts_at)


@dataclass(frozen=True)
class Entry:
    """What the branch means to do in a month (`2026-11`)."""

    month: str
    type: str
    title: str


@dataclass(frozen=True)
class Line:
    """A duty in one period: at least `required`; of them `missing` are not held, `unplanned` not even to come."""

    type: str
    period: str
    starts_on: date
    ends_on: date
    required: int
    intended: int
    planned: int
    held: int
    approved: int
    current: bool
    progress: Progress

    @property
    def missing(self) -> int:
        return max(0, self.required - self.held)

    @property
    def unplanned(self) -> int:
        return max(0, self.required - self.held - self.planned)


def owes(duty: Duty, roll: Mapping[str, Sequence[object]], groups: Collection[str]) -> bool:
    """Whether a branch has a duty now: small branches have no committee, many have no groups (`domain.md` 1, 15)."""
    if duty.owes is Owes.WITH_COMMITTEE:
        return sum(1 for facts in roll.values() if facts[0] == FULL) >= COMMITTEE_FROM
    return duty.owes is Owes.EVERY_BRANCH or bool(groups)


def turned(turns: Turns, day: date, *, owed: bool) -> list[tuple[str, bool]]:
    """With one more: the last of a day stands for it."""
    return [*(turn for turn in turns if turn[0] != day.isoformat()), (day.isoformat(), owed)]


def owed_on(turns: Turns, day: date) -> bool:
    """As the latest turn until then says: nothing is owed of the time before the first, nor taken back by a later."""
    return next((owed for since, owed in reversed(turns) if since <= day.isoformat()), False)


def periods(period: Period, year: int) -> list[tuple[str, date, date]]:
    """Name (`2026-11`, `2026-Q4`, `2026`), first and last day of each of a year."""
    span = MONTHS[period]
    firsts = [date(year, month, 1) for month in range(1, 13, span)]
    return [(_name(period, first), first, end_of_month(date(year, first.month + span - 1, 1))) for first in firsts]


def _name(period: Period, first: date) -> str:
    quarter = f"{first.year}-Q{(first.month + 2) // 3}"
    return {Period.MONTH: f"{first:%Y-%m}", Period.QUARTER: quarter, Period.YEAR: str(first.year)}[period]


def lines(
    year: int,
    owed: Owed,
    held: Iterable[Held],
    entries: Iterable[Entry],
    founded_on: date | None,
    now: datetime,
    closed_on: date | None = None,
) -> list[Line]:
    """Each duty in each period of the year in which the branch existed, and at the end of which it owed it, in the
    order of time. One that was closed owes what had begun by then."""
    counted, meant = [one for one in held if one.state not in NOT_HELD], list(entries)
    found = [
        _line(code, duty, span, counted, meant, now)
        for code, kind in TYPES.items()
        if (duty := kind.duty)
        for span in periods(duty.period, year)
        if _existed(span, founded_on, closed_on) and owed(code, span[2])
    ]
    return sorted(found, key=lambda line: (line.ends_on, line.starts_on))


def _existed(span: tuple[str, date, date], founded_on: date | None, closed_on: date | None) -> bool:
    """Whether the branch was founded by the end of a period, and not closed before it began."""
    _, begins, ends = span
    return (founded_on is None or founded_on <= ends) and (closed_on is None or begins <= closed_on)


def _line(
    code: str, duty: Duty, span: tuple[str, date, date], held: Iterable[Held], entries: Iterable[Entry], now: datetime
) -> Line:
    name, first, last = span
    today = business_day(now)
    mine = [one for one in held if one.type == code and first <= one.day <= last]
    over = sum(1 for one in mine if one.ends_at <= now or one.state != State.PLANNED)
    approved = sum(1 for one in mine if one.state == State.APPROVED)
    intended = sum(1 for one in entries if one.type == code and f"{first:%Y-%m}" <= one.month <= f"{last:%Y-%m}")
    enough = {Progress.APPROVED: approved, Progress.HELD: over, Progress.PLANNED: len(mine)}
    if today <= last:
        enough[Progress.INTENDED] = max(len(mine), intended)
    progress = next((step for step, count in enough.items() if count >= duty.least), None)
    progress = progress or (Progress.MISSING if today <= last else Progress.MISSED)
    counts = duty.least, intended, len(mine) - over, over, approved
    return Line(code, name, first, last, *counts, current=first <= today <= last, progress=progress)


def matched(entries: Sequence[Entry], held: Iterable[Held]) -> list[str | None]:
    """The activity that stands for each entry: of its type, in its month, the earliest first, none for two entries."""
    free = sorted((one for one in held if one.state not in NOT_HELD), key=lambda one: one.starts_at)
    found: list[str | None] = []
    for entry in entries:
        one = next((o for o in free if o.type == entry.type and f"{o.day:%Y-%m}" == entry.month), None)
        if one:
            free.remove(one)
        found.append(one.id if one else None)
    return found
