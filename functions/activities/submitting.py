"""The branch hands in its record: who attended is frozen, the first committee's turn begins."""

from datetime import datetime

from functions.activities import reading, rules
from functions.activities.errors import AttendanceMissing, MinutesMissing, NotHeld, TooManyAttended
from functions.activities.models import ActivityOut
from functions.activities.reading import Record
from kernel.asking import Asking
from kernel.clock import instant, stamp
from kernel.events import ActivitySubmitted
from kernel.journal import Act, UnitOfWork


def submit(caller: Asking, activity_id: str) -> ActivityOut:
    """Raises `WrongState` and its kinds (`NotHeld`, `MinutesMissing`, `AttendanceMissing`); `Changed` if the roll was
    called meanwhile."""
    record = reading.record_for(caller, activity_id, "activities.submit")
    activity, act = record.activity, caller.act()
    caller.expect_version(activity.version)
    reading.demand_open(activity)
    _demand_complete(record, act.at)
    _hand_in(record, act)
    reply = ActivityOut.of(activity, activity.version + 1)
    work = UnitOfWork(act, chain=record.place.id, action="activities.submit", subject=activity.id)
    work.put(activity)
    work.record(_submitted(record))
    work.commit(reply)
    return reply


def _demand_complete(record: Record, at: datetime) -> None:
    if at < instant(record.activity.ends_at):
        raise NotHeld
    if record.minutes is None:
        raise MinutesMissing
    if not record.attended:
        raise AttendanceMissing
    if len(record.attended) > rules.MOST_CONFIRMED:
        raise TooManyAttended


def _hand_in(record: Record, act: Act) -> None:
    activity = record.activity
    committees = rules.stages(record.place.path, record.place.county_id)
    presences = {member: row.state for member, row in record.attendance.items()}
    activity.state = rules.state_at(0, committees).value
    activity.stage_id = committees[0]
    activity.round = int(activity.round) + 1
    activity.submitted_by, activity.submitted_at = act.actor, stamp(act.at)
    activity.entitled = rules.entitled(activity.type, record.roll, presences)
    activity.freeze(record.attended)


def _submitted(record: Record) -> ActivitySubmitted:
    activity = record.activity
    return ActivitySubmitted(
        activity_id=activity.id,
        branch_id=record.place.id,
        county_id=record.place.county_id,
        path=record.place.path,
        type=activity.type,
        held_on=reading.held_on(activity),
        round=int(activity.round),
    )
