"""A branch's ledger on the wire: what inspectors ask for."""

from datetime import datetime
from typing import Self

from pydantic import AwareDatetime

from functions.activities.activity_types import TypeCode
from functions.activities.ledger import rules as ledger_rules
from functions.activities.ledger import tallying
from functions.activities.record_rules import Flag
from functions.activities.rules import Presence, State
from functions.activities.tables import Activity
from functions.activities.year_plan.models import DutyLine, MonthName
from kernel.clock import instant
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Model


class AttendanceNumbers(Model):
    """How many were expected, attended (`percent` of those expected, rounded down), were away and why; `unrecorded`
    were expected, and nobody wrote a line for them."""

    expected: int
    attended: int
    percent: int | None
    leave: dict[Presence, int]
    absent: int
    exempt: int
    observers: int
    unrecorded: int

    @classmethod
    def of(cls, numbers: ledger_rules.Attendance) -> Self:
        return cls.model_validate(vars(numbers) | {"percent": numbers.percent})


class LedgerLine(Model):
    """An activity of the branch. Who presided, who wrote and the numbers are those of the last submission, with every
    ruling since; null while the branch may still change them. `rounds`: how often it was handed in; `minutes_versions`:
    sealed ones; `corrections`: of who attended, after the approval; `lag_days`: from its start to its entry, if that
    was later."""

    activity_id: Id
    type: TypeCode
    title: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: str | None
    link: str | None
    state: State
    host: MemberId | None
    recorder: MemberId | None
    numbers: AttendanceNumbers | None
    photos: int | None
    rounds: int
    submitted_at: AwareDatetime | None
    waits_since: AwareDatetime | None
    minutes_versions: int
    corrections: int
    lag_days: int | None
    flags: list[Flag]

    @classmethod
    def of(cls, stored: Activity) -> Self:
        numbers, tally = counted(stored), (stored.tally or {}) if ledger_rules.is_counted(stored.state) else {}
        return cls.model_validate(
            {
                "activity_id": stored.id,
                "type": stored.type,
                "title": stored.title,
                "starts_at": instant(stored.starts_at),
                "ends_at": instant(stored.ends_at),
                "place": stored.place,
                "link": stored.link,
                "state": stored.state,
                "host": tally.get("host"),
                "recorder": tally.get("recorder"),
                "numbers": AttendanceNumbers.of(numbers) if numbers else None,
                "photos": tally.get("photos"),
                "rounds": int(stored.round),
                "submitted_at": instant(stored.submitted_at) if stored.submitted_at else None,
                "waits_since": instant(stored.waits_since) if stored.waits_since else None,
                "minutes_versions": int(stored.minutes_version or 0),
                "corrections": len(stored.corrections or ()),
                "lag_days": stored.lag_days,
                "flags": list(stored.flags or ()),
            }
        )


def counted(stored: Activity) -> ledger_rules.Attendance | None:
    """The numbers of a record that was handed in; None while the branch may still change them."""
    if not ledger_rules.is_counted(stored.state) or stored.tally is None:
        return None
    states = stored.tally["states"]
    return ledger_rules.attendance(states, int(stored.entitled), states.get(tallying.NOBODY_WROTE, 0))


class LedgerTotals(Model):
    """`by_state`: how many activities; the rest is of what was not called off or withdrawn, its numbers of records that
    were handed in."""

    activities: int
    by_state: dict[State, int]
    by_type: dict[TypeCode, int]
    numbers: AttendanceNumbers
    photos: int
    entered_late: int


class LedgerOut(Model):
    """A month of a branch. `duties`: those whose period this month is in; `missing`: of them what is not held."""

    branch_id: OrganisationId
    month: MonthName
    as_of: datetime
    items: list[LedgerLine]
    totals: LedgerTotals
    duties: list[DutyLine]
    missing: list[DutyLine]
