"""An approval is taken back by the committee that gave it last: what followed from it is undone by those who listen.

The record stays as it was approved, minutes, attendance and reviews; it counts no more, and is not reviewed again.
"""

from functions.activities import audience, reading
from functions.activities.disputes import rules as dispute_rules
from functions.activities.models import ActivityOut
from functions.activities.reading import Record
from functions.activities.reviews.models import WithdrawActivity
from functions.activities.rules import State
from functions.activities.tables import Activity, Review
from functions.activities.tasks import assigning
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import stamp
from kernel.directory import Organisation
from kernel.errors import Changed, WrongState
from kernel.events import ActivityWithdrawn, AttendanceWithdrawn
from kernel.journal import Act, UnitOfWork


def withdraw(caller: Asking, activity_id: str, body: WithdrawActivity) -> ActivityOut:
    """Raises `Forbidden` for all but the final committee, `Stale`, `WrongState` unless it is approved, `Changed`."""
    record = reading.whole(activity_id)
    activity, place = record.activity, record.place
    caller.may("activities.withdraw", Target(path=place.path, stage_id=place.county_id))
    caller.expect_version(activity.version)
    if activity.state != State.APPROVED:
        raise WrongState
    activity.state = State.WITHDRAWN.value
    act = caller.act()
    reply = ActivityOut.of(activity, activity.version + 1)
    work = UnitOfWork(act, chain=place.id, action="activities.withdraw", subject=activity.id)
    work.put(activity)
    work.put_new(_row(activity, body, act), Changed())
    assigning.call_off(work, record)
    work.record(_withdrawn(activity, place))
    for number, (home, members) in enumerate(confirmed(record)):
        work.record(_attendance(activity, home, number, members))
    for one in dispute_rules.standing(activity.corrections or ()):
        work.record(_attendance(activity, record.places[one["home"]], one["part"], (one["member"],)))
    work.commit(reply)
    return reply


def keep_confirmations(record: Record) -> list[tuple[Organisation, tuple[str, ...]]]:
    """How attendance is confirmed with the approval: kept, so that a withdrawal takes back the very same parts."""
    activity = record.activity
    parts = [(home, tuple(members)) for home, members in record.confirmations(activity.attendees)]
    activity.freeze([member for _, members in parts for member in members])
    activity.confirmed = [[home.id, len(members)] for home, members in parts]
    return parts


def confirmed(record: Record) -> list[tuple[Organisation, tuple[str, ...]]]:
    """The parts as they were confirmed."""
    attendees, parts = iter(record.activity.attendees), []
    for home_id, count in record.activity.confirmed or ():
        parts.append((record.places[home_id], tuple(next(attendees) for _ in range(int(count)))))
    return parts


def _row(activity: Activity, body: WithdrawActivity, act: Act) -> Review:
    place = Review.place(activity.round, Review.WITHDRAWAL)
    return Review(activity.pk, place, decision="withdraw", reason=body.reason, at=stamp(act.at))


def _withdrawn(activity: Activity, place: Organisation) -> ActivityWithdrawn:
    return ActivityWithdrawn(
        activity_id=activity.id,
        branch_id=place.id,
        county_id=place.county_id,
        path=place.path,
        type=activity.type,
        held_on=reading.held_on(activity),
        audience=audience.of(activity).kind.value,
    )


def _attendance(activity: Activity, place: Organisation, chunk: int, members: tuple[str, ...]) -> AttendanceWithdrawn:
    return AttendanceWithdrawn(
        activity_id=activity.id,
        branch_id=place.id,
        county_id=place.county_id,
        path=place.path,
        type=activity.type,
        held_on=reading.held_on(activity),
        chunk=chunk,
        members=members,
    )
