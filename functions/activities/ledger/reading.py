"""A branch's ledger of a month: each record with its numbers, what they add up to, what is met of its duties. Three
reads."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from functions.activities import reading, rules
from functions.activities.ledger import models as ledger_models
from functions.activities.ledger import rules as ledger_rules
from functions.activities.ledger.models import AttendanceNumbers, LedgerLine, LedgerOut, LedgerTotals
from functions.activities.tables import Activity
from functions.activities.year_plan import year_planning
from kernel.asking import Asking
from kernel.calendar import end_of_month
from kernel.clock import now
from kernel.table import PAGE


def month(caller: Asking, branch_id: str, of: str | None) -> LedgerOut:
    """This month, if none is named. The activities that the branch itself holds."""
    at = now()
    first = date.fromisoformat(f"{of or reading.month_name(at)}-01")
    branch = year_planning.branch_for(caller, branch_id, first.year, "activities.ledger")
    held = year_planning.held_in(branch_id, first.year)
    last = end_of_month(first)
    stored = records(one.id for one in held if first <= one.day <= last)
    lines = year_planning.lines_of(branch, first.year, held, at) if branch.place.holds_members else []
    duties = [year_planning.duty_line(one) for one in lines if one.starts_on <= last and one.ends_on >= first]
    return LedgerOut(
        branch_id=branch_id,
        month=f"{first:%Y-%m}",
        as_of=at,
        items=[LedgerLine.of(one) for one in stored],
        totals=totals(stored),
        duties=duties,
        missing=[line for line in duties if line.missing],
    )


def records(ids: Iterable[str]) -> list[Activity]:
    """The activities as they stand, in the order of their start; a hundred in a call."""
    keys = [(Activity.partition(activity_id), "NOW") for activity_id in ids]
    parts = (Activity.find_all(part, consistent=True) for part in rules.chunks(keys, PAGE))
    return sorted((one for part in parts for one in part), key=lambda one: (one.starts_at, one.id))


def totals(stored: Sequence[Activity]) -> LedgerTotals:
    held = [one for one in stored if one.state not in rules.NOT_HELD]
    numbers = ((one.state, found) for one in held if (found := ledger_models.counted(one)))
    photos = (one.tally["photos"] for one in held if one.tally and ledger_rules.is_counted(one.state))
    facts = {
        "activities": len(stored),
        "by_state": Counter(one.state for one in stored),
        "by_type": Counter(one.type for one in held),
        "numbers": AttendanceNumbers.of(ledger_rules.total(numbers)),
        "photos": sum(photos),
        "entered_late": sum(one.lag_days is not None for one in held),
    }
    return LedgerTotals.model_validate(facts)
