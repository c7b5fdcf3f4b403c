"""How long records wait for a committee: counted with each decision, shown by month."""

from datetime import datetime

from functions.activities.reviews import turnaround_tables
from functions.activities.reviews.models import MonthOut
from functions.activities.reviews.turnaround_rules import bucket, within
from functions.activities.reviews.turnaround_tables import BULK, Turnaround
from functions.activities.tables import Activity
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.calendar import month_of
from kernel.clock import business_day, instant, now
from kernel.model import Page
from kernel.transaction import Operation

MONTHS_SHOWN = 12


def counting(activity: Activity, decision: str, at: datetime, *, in_bulk: bool) -> Operation:
    """The decision at its committee's counters, by how long the record waited there."""
    waited = bucket(instant(str(activity.waits_since or activity.submitted_at)), at)
    month = month_of(business_day(at))
    return turnaround_tables.counting(str(activity.stage_id), month, decision, waited, in_bulk=in_bulk)


def months(caller: Asking, organisation_id: str) -> Page[MonthOut]:
    """The last twelve with decisions."""
    place = directory.organisation(organisation_id)
    caller.may("activities.turnaround", Target(path=place.path))
    return Page(items=[_out(one) for one in Turnaround.latest(place.id, MONTHS_SHOWN)], as_of=now())


def _out(one: Turnaround) -> MonthOut:
    return MonthOut(
        month=one.month,
        approved=one.counts.get("approve", 0),
        returned=one.counts.get("return", 0),
        in_bulk=one.counts.get(BULK, 0),
        median_hours=within(one.waits, 50),
        p90_hours=within(one.waits, 90),
    )
