"""A branch's checklist of a year: what it owes (`domain.md` 4.1), line by line, and how far each line is. Pure.

One record a line is enough. It counts once its final review has passed (4.4), and is done in time where the activity
was held in the line's period and first handed in within three working days after its end (4.3 [S118] C), else late.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache

from kernel.calendar import add_working_days, end_of_month, month_of

PATTERN = r"^20[0-9]{2}(-(0[1-9]|1[0-2]|Q[1-4]))?$"
MONTH, QUARTER, YEAR = 1, 3, 12
DUTIES = {
    "THEME_DAY": MONTH,
    "COMMITTEE_MEETING": MONTH,
    "GROUP_MEETING": MONTH,
    "GENERAL_ASSEMBLY": QUARTER,
    "PARTY_LECTURE": QUARTER,
    "ORG_LIFE_MEETING": YEAR,
    "DEMOCRATIC_APPRAISAL": YEAR,
    "TALK": YEAR,
}
"""Type → its months. What is kept of a year stands in this order: a new one comes last."""
CONDITIONAL = frozenset({"COMMITTEE_MEETING", "GROUP_MEETING"})
"""Owed by a branch of which `DutyChanged` said so when the period ended; by any other it is not applicable."""
KINDS = frozenset({"BRANCH", "JOINT_BRANCH"})
"""`domain.md` 1.1: the bodies that hold their members' organisational life."""
HAND_IN_WORKING_DAYS = 3

DEFINITION = {
    "zh": (
        "完成率=(按时完成+逾期完成)÷(应完成−已豁免−不适用)。应完成：所选期间内已开始的各项；"
        "按时：在该期内开展、期末后三个工作日内首次提交且终审通过；逾期：提交更晚；"
        "审核中、进行中与未完成分列。完成率相同者名次并列，其后名次顺延；无应完成项者不排名。"
    ),
    "en": (
        "Share = (done in time + done late) / (due − excused − not applicable). Due: the lines of the period that have "
        "begun. In time: held in the line's own period, first handed in within three working days after its end, and "
        "passed by the final review; late: handed in later. In review, still open and missing are told apart. Equal "
        "shares have the same rank, and the ranks after them are skipped; where nothing is due there is no rank."
    ),
}


class Sign(StrEnum):
    """What the facts say of a line, whatever the day: as it is kept."""

    IN_TIME = "d"
    LATE = "l"
    EXCUSED = "x"
    NOT_APPLICABLE = "n"
    IN_REVIEW = "w"
    NOTHING = "-"


class LineState(StrEnum):
    """What a line is on a day, in the order of `LineTally`."""

    DONE_IN_TIME = "DONE_IN_TIME"
    DONE_LATE = "DONE_LATE"
    EXCUSED = "EXCUSED"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    MISSING = "MISSING"
    OPEN = "OPEN"  # its period still runs
    IN_REVIEW = "IN_REVIEW"


RULED = {LineState.EXCUSED.value: Sign.EXCUSED, LineState.NOT_APPLICABLE.value: Sign.NOT_APPLICABLE}
"""What a committee may rule of a line."""
_SETTLED = {
    Sign.IN_TIME: LineState.DONE_IN_TIME,
    Sign.LATE: LineState.DONE_LATE,
    Sign.EXCUSED: LineState.EXCUSED,
    Sign.NOT_APPLICABLE: LineState.NOT_APPLICABLE,
    Sign.IN_REVIEW: LineState.IN_REVIEW,
}


@dataclass(frozen=True)
class Line:
    """A duty in one period: `2026-11`, `2026-Q4` or `2026`."""

    type: str
    period: str
    first: date
    last: date

    @property
    def id(self) -> str:
        return f"{self.type}.{self.period}"

    @property
    def hand_in_by(self) -> date:
        return add_working_days(self.last, HAND_IN_WORKING_DAYS)


@dataclass(frozen=True)
class Record:
    """What was told of an activity: `handed_in` is the first day on which it was, or "" where only what followed was
    told; `round` and `returned` are the last that were."""

    type: str
    held_on: str
    handed_in: str = ""
    round: int = 0
    returned: int = 0
    approved: bool = False
    withdrawn: bool = False

    @property
    def counts(self) -> bool:
        return self.approved and not self.withdrawn

    @property
    def waits(self) -> bool:
        return not self.approved and not self.withdrawn and self.round > self.returned


@dataclass(frozen=True)
class Owing:
    """What a branch owes, from the day on which it was founded here (None: not heard of yet).

    `duties`: conditional type → from which days on the branch owed it or did not, the earliest first.
    """

    duties: Mapping[str, Sequence[tuple[date, bool]]] = field(default_factory=dict)
    since: date | None = None

    def owes(self, line: Line, today: date) -> bool:
        """Whether the line has begun, and the branch was there before it ended."""
        return line.first <= today and (self.since is None or self.since <= line.last)

    def state(self, line: Line, sign: Sign, today: date) -> LineState:
        if sign is not Sign.IN_TIME and not self._applies(line, today):
            return LineState.NOT_APPLICABLE
        return _SETTLED.get(sign) or (LineState.OPEN if today <= line.last else LineState.MISSING)

    def _applies(self, line: Line, today: date) -> bool:
        """What a branch came to owe, or to owe no more, changes nothing of periods that were over by then."""
        day = min(line.last, today)
        told = (owed for since, owed in reversed(self.duties.get(line.type, ())) if since <= day)
        return line.type not in CONDITIONAL or next(told, False)


def span(period: str) -> tuple[date, date]:
    """The first and the last day of a month, a quarter or a year."""
    year, _, part = period.partition("-")
    first, months = 1, YEAR
    if part:
        quarter = re.fullmatch(r"Q([1-4])", part)
        first, months = (3 * int(quarter[1]) - 2, QUARTER) if quarter else (int(part), MONTH)
    return date(int(year), first, 1), end_of_month(date(int(year), first + months - 1, 1))


def period_of(kind: str, day: date) -> str:
    """The period of a duty in which a day lies."""
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    return {MONTH: month_of(day), QUARTER: quarter, YEAR: f"{day.year}"}[DUTIES[kind]]


@cache
def lines(year: int) -> tuple[Line, ...]:
    """The whole checklist of a year, in the order in which it is kept."""
    firsts = [(kind, date(year, month, 1)) for kind, months in DUTIES.items() for month in range(1, 13, months)]
    named = [(kind, period_of(kind, first)) for kind, first in firsts]
    return tuple(Line(kind, period, *span(period)) for kind, period in named)


def periods(year: int) -> tuple[str, ...]:
    """The year, its quarters and its months."""
    return tuple(dict.fromkeys(line.period for line in lines(year)))


@cache
def within(period: str) -> tuple[tuple[int, Line], ...]:
    """The lines whose whole period lies in one, each with its place in the checklist of the year."""
    first, last = span(period)
    return tuple((at, one) for at, one in enumerate(lines(first.year)) if first <= one.first and one.last <= last)


def find(line_id: str) -> Line | None:
    """The line of this id, if it is one."""
    kind, _, period = line_id.partition(".")
    if kind not in DUTIES or not re.fullmatch(PATTERN, period):
        return None
    return next((one for one in lines(int(period[:4])) if one.id == line_id), None)


def sign(records: Iterable[Record], ruled: Sign | None, by: str) -> Sign:
    """Done in time, whatever was ruled; as it was ruled; done late; in review. `by`: the last day in time."""
    known = list(records)
    counted = [one for one in known if one.counts]
    if any(one.handed_in <= by for one in counted):
        return Sign.IN_TIME
    if ruled or counted:
        return ruled or Sign.LATE
    return Sign.IN_REVIEW if any(one.waits for one in known) else Sign.NOTHING
