"""Reviews: the committee right below the county first, the county last (`domain.md` 4.4). Only then does it count."""

from typing import Literal

from functions.activities import audience, reading, rules
from functions.activities.errors import AttendanceDiffers
from functions.activities.minutes import sealing
from functions.activities.models import ActivityOut
from functions.activities.reading import Record
from functions.activities.reviews import excusing, turnaround, withdrawing
from functions.activities.reviews.excusing import Part
from functions.activities.reviews.models import QueueItem, ReviewActivity, ReviewOut
from functions.activities.rules import State
from functions.activities.tables import Activity, Review, resume
from functions.activities.tasks import assigning
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
    record = at_turn(caller, activity_id)
    caller.expect_version(record.activity.version)
    if body.decision == "return" and not body.reason:
        raise Invalid(fields=[rules.fault("reason", "missing")])
    if body.decision == "approve":
        demand_all_counted(record)
    return decide(caller.act(), record, body)


def at_turn(caller: Asking, activity_id: str) -> Record:
    """The record, if it is the caller's turn to decide on it. Raises `NotFound`, `Forbidden`, `WrongState`."""
    record = reading.whole(activity_id)
    activity, place = record.activity, record.place
    held = _committee_of(caller, activity, rules.stages(place.path, place.county_id))
    by = rules.submitter(caller.principal.subject, activity.submitted_by, activity.submitters)
    caller.may("activities.review", Target(path=place.path, submitted_by=by, stage_id=held))
    if held is None or held != activity.stage_id:
        raise WrongState
    return record


def demand_all_counted(record: Record) -> None:
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


def decide(act: Act, record: Record, body: ReviewActivity, *, in_bulk: bool = False) -> ActivityOut:
    """Carry out a decision that was asked for by somebody who may. Raises `Changed` where another was quicker."""
    activity, place = record.activity, record.place
    stage: Stage = "final" if activity.state == State.COUNTY_REVIEW else "first"
    action = f"activities.{body.decision}{'_in_bulk' if in_bulk else ''}"
    work = UnitOfWork(act, chain=place.id, action=action, subject=activity.id)
    work.put_new(_row(activity, stage, body, act, in_bulk=in_bulk), Changed())
    work.rows.append(turnaround.counting(activity, body.decision, act.at, in_bulk=in_bulk))
    if body.decision == "return":
        _send_back(work, activity, place, stage)
    else:
        _let_pass(work, record, stage)
    activity.waits_since = stamp(act.at) if activity.stage_id else None
    reply = ActivityOut.of(activity, activity.version + 1)
    work.put(activity)
    work.commit(reply)
    return reply


def _row(activity: Activity, stage: Stage, body: ReviewActivity, act: Act, *, in_bulk: bool) -> Review:
    place, decision = Review.place(activity.round, stage), body.decision
    return Review(activity.pk, place, decision=decision, reason=body.reason, at=stamp(act.at), in_bulk=in_bulk or None)


def _send_back(work: UnitOfWork, activity: Activity, place: Organisation, stage: Stage) -> None:
    activity.state, activity.stage_id = State.RETURNED.value, None
    work.record(_returned(activity, place, stage))


def _returned(activity: Activity, place: Organisation, stage: Stage) -> ActivityReturned:
    return ActivityReturned(
        activity_id=activity.id,
        branch_id=place.id,
        county_id=place.county_id,
        stage=stage,
        type=activity.type,
        held_on=reading.held_on(activity),
        round=int(activity.round),
        audience=audience.of(activity).kind.value,
    )


def _let_pass(work: UnitOfWork, record: Record, stage: Stage) -> None:
    """On to the county; or, at its approval, the activity counts, its minutes are sealed, and its attendance is
    confirmed, ninety an event."""
    activity, place, final = record.activity, record.place, stage == "final"
    if final:
        sealing.seal(work, record)
        assigning.assign(work, record)
    activity.state = (State.APPROVED if final else State.COUNTY_REVIEW).value
    activity.stage_id = None if final else place.county_id
    work.record(_reviewed(activity, place, stage))
    if final:
        for number, part in enumerate(excusing.parts(record, withdrawing.keep_confirmations(record))):
            work.record(_confirmed(activity, part, number))


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
        audience=audience.of(activity).kind.value,
    )


def _confirmed(activity: Activity, part: Part, chunk: int) -> AttendanceConfirmed:
    return AttendanceConfirmed(
        activity_id=activity.id,
        branch_id=part.home.id,
        county_id=part.home.county_id,
        path=part.home.path,
        type=activity.type,
        held_on=reading.held_on(activity),
        chunk=chunk,
        members=part.members,
        excused=part.excused,
        exempt=part.exempt,
        audience=audience.of(activity).kind.value,
    )


def queue(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[QueueItem]:
    """What waits for this committee's review, longest waiting first."""
    place = directory.organisation(organisation_id)
    caller.may("activities.queue", Target(path=place.path))
    after = resume(cursor, "id", "at")
    start = after and reading.index_key(after["id"], stage_id=place.id, submitted_at=after["at"])
    found = list(Activity.queue.query(place.id, limit=limit, last_evaluated_key=start or None))
    last = found[-1] if len(found) == limit else None
    at = now()
    return Page(
        items=[QueueItem.of(one, at) for one in found],
        as_of=at,
        next=encode_cursor({"id": last.id, "at": last.submitted_at} if last else None),
    )


def reviews(caller: Asking, activity_id: str) -> Page[ReviewOut]:
    """What the committees decided, oldest first: at most two a round. Reasons stay, like the minutes that they are
    about, with who holds the activity and the committees above; who was invited beside them reads none."""
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    caller.may("activities.read", Target(path=directory.organisation(activity.branch_id).path))
    rows = Review.query(activity.pk, Review.sk.startswith("REVIEW#"), consistent_read=True)
    return Page(items=[ReviewOut.of(row) for row in sorted(rows, key=lambda row: row.at)], as_of=now())
