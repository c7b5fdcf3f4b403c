"""Reviews: the committee right below the county first, the county last (`domain.md` 4.4). Only then does it count."""

from typing import Literal

from functions.activities import reading, rules
from functions.activities.errors import AttendanceDiffers
from functions.activities.models import ActivityOut
from functions.activities.reading import Record
from functions.activities.record_models import QueueItem, ReviewActivity
from functions.activities.rules import State
from functions.activities.tables import Activity, Review, resume
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Grant, Role, Target
from kernel.clock import now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid, WrongState
from kernel.events import ActivityReturned, ActivityReviewed, AttendanceConfirmed
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.table import encode_cursor

Stage = Literal["first", "final"]


def review(caller: Asking, activity_id: str, body: ReviewActivity) -> ActivityOut:
    """One decision of the committee whose turn it is. Of two at once one stands, the other meets `Changed`.

    Raises `Forbidden` for the submitter and for committees whose turn has not come, `WrongState` for those whose turn
    is over, `AttendanceDiffers` for an approval of a record that somebody signed in behind.
    """
    record = reading.whole(activity_id)
    activity, place = record.activity, record.place
    committees = rules.stages(place.path, place.county_id)
    held = _committee_of(caller, activity, committees)
    caller.may("activities.review", Target(path=place.path, submitted_by=activity.submitted_by, stage_id=held))
    if held is None or held != activity.stage_id:
        raise WrongState
    caller.expect_version(activity.version)
    if body.decision == "return" and not body.reason:
        raise Invalid(fields=[rules.fault("reason", "missing")])
    if body.decision == "approve":
        _demand_all_counted(record)
    return _decide(caller.act(), activity, place, body)


def _demand_all_counted(record: Record) -> None:
    """A sign-in puts no condition on the activity, so it may have been committed while the record was handed in."""
    if set(record.attended) != set(record.activity.attendees):
        raise AttendanceDiffers


def _committee_of(caller: Asking, activity: Activity, committees: tuple[str, ...]) -> str | None:
    """The committee whose turn it is, or one before it for which the caller could decide when it was its turn."""
    over = rules.passed(State(activity.state), committees)
    mine = [c for c in over if Grant(Role.REVIEWER, c) in caller.principal.grants]
    now_at = activity.stage_id
    if now_at and Grant(Role.REVIEWER, now_at) in caller.principal.grants:
        return now_at
    return mine[0] if mine else now_at


def _decide(act: Act, activity: Activity, place: Organisation, body: ReviewActivity) -> ActivityOut:
    stage: Stage = "final" if activity.state == State.COUNTY_REVIEW else "first"
    work = UnitOfWork(act, chain=place.id, action=f"activities.{body.decision}", subject=activity.id)
    work.put_new(_row(activity, stage, body, act), Changed())
    if body.decision == "return":
        _send_back(work, activity, place, stage)
    else:
        _let_pass(work, activity, place, stage)
    reply = ActivityOut.of(activity, activity.version + 1)
    work.put(activity)
    work.commit(reply)
    return reply


def _row(activity: Activity, stage: Stage, body: ReviewActivity, act: Act) -> Review:
    place = Review.place(activity.round, stage)
    return Review(activity.pk, place, decision=body.decision, reason=body.reason, at=stamp(act.at))


def _send_back(work: UnitOfWork, activity: Activity, place: Organisation, stage: Stage) -> None:
    activity.state, activity.stage_id = State.RETURNED.value, None
    work.record(ActivityReturned(activity_id=activity.id, branch_id=place.id, county_id=place.county_id, stage=stage))


def _let_pass(work: UnitOfWork, activity: Activity, place: Organisation, stage: Stage) -> None:
    """On to the county; or, at its approval, the activity counts and its attendance is confirmed, ninety an event."""
    final = stage == "final"
    activity.state = (State.APPROVED if final else State.COUNTY_REVIEW).value
    activity.stage_id = None if final else place.county_id
    work.record(_reviewed(activity, place, stage))
    if final:
        for number, members in enumerate(rules.chunks(activity.attendees, rules.AWARDS_IN_EVENT)):
            work.record(_confirmed(activity, place, number, tuple(members)))


def _reviewed(activity: Activity, place: Organisation, stage: Stage) -> ActivityReviewed:
    return ActivityReviewed(
        activity_id=activity.id,
        branch_id=place.id,
        county_id=place.county_id,
        path=place.path,
        type=activity.type,
        held_on=reading.held_on(activity),
        stage=stage,
        attended=len(activity.attendees),
        entitled=int(activity.entitled),
    )


def _confirmed(activity: Activity, place: Organisation, chunk: int, members: tuple[str, ...]) -> AttendanceConfirmed:
    return AttendanceConfirmed(
        activity_id=activity.id,
        branch_id=place.id,
        county_id=place.county_id,
        path=place.path,
        type=activity.type,
        held_on=reading.held_on(activity),
        chunk=chunk,
        members=members,
    )


def queue(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[QueueItem]:
    """What waits for this committee's review, longest waiting first."""
    place = directory.organisation(organisation_id)
    caller.may("activities.queue", Target(path=place.path))
    after = resume(cursor, "id", "at")
    start = after and reading.index_key(after["id"], stage_id=place.id, submitted_at=after["at"])
    found = list(Activity.queue.query(place.id, limit=limit, last_evaluated_key=start or None))
    last = found[-1] if len(found) == limit else None
    return Page(
        items=[QueueItem.of(one) for one in found],
        as_of=now(),
        next=encode_cursor({"id": last.id, "at": last.submitted_at} if last else None),
    )
