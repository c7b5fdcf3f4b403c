"""Answers to an invitation: coming, or leave with a reason. The reason is words: it is in no event."""

from functions.activities import audience, reading
from functions.activities.errors import NotInvited
from functions.activities.invitations.reply_models import ReplyOut, SetReply
from functions.activities.invitations.reply_tables import Reply, Worded
from functions.activities.rules import State
from functions.activities.tables import TABLE, Activity, resume
from kernel import directory
from kernel.asking import Asking
from kernel.clock import instant, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Forbidden, NotFound, WrongState
from kernel.events import ActivityReplied
from kernel.journal import UnitOfWork
from kernel.model import Page
from kernel.table import encode_cursor

ACTION = "activities.reply"


def show(caller: Asking, activity_id: str) -> ReplyOut:
    """The caller's own. Raises `NotFound` before there is one."""
    _, _, row = _located(caller, activity_id)
    if row.version == 0:
        raise NotFound
    return ReplyOut.of(row)


def write(caller: Asking, activity_id: str, body: SetReply) -> ReplyOut:
    """Answer, or answer otherwise, until it begins. What is kept for an `Idempotency-Key` leaves the reason out: it
    would outlive the member's words there. Raises `NotInvited`, `WrongState`, `Changed`."""
    activity, place, row = _located(caller, activity_id)
    if not audience.expects(activity, row.member_id, caller.principal.branch_id):
        raise NotInvited
    act = caller.act()
    if activity.state != State.PLANNED or act.at >= instant(activity.starts_at):
        raise WrongState
    row.answer, row.leave, row.reason, row.at = body.reply, body.leave, body.reason, stamp(act.at)
    reply = ReplyOut.of(row)
    home_id = str(caller.principal.branch_id)
    work = UnitOfWork(act, chain=home_id, action=ACTION, subject=activity.id)
    work.put(row, Changed())
    if body.reason:
        work.put_anyway(Worded.to(activity.id, row.member_id))
    told = ActivityReplied(
        activity_id=activity.id,
        organisation_id=place.id,
        branch_id=home_id,
        member_id=row.member_id,
        reply=body.reply,
    )
    work.record(told)
    work.commit(reply.model_copy(update={"reason": None}))
    return reply


def _located(caller: Asking, activity_id: str) -> tuple[Activity, Organisation, Reply]:
    """The activity, who holds it, and the caller's own answer, if the caller may see it. Two reads."""
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    member_id = caller.principal.member_id
    keys = [Reply(*Reply.key_of(activity_id, member_id)).key()] if member_id else []
    seen = directory.look([activity.branch_id], beside={TABLE: keys} if keys else None)
    place = directory.demand_organisation(seen.organisations, activity.branch_id)
    caller.may(ACTION, audience.target(activity, place.path, caller.principal, ACTION))
    if member_id is None:
        raise Forbidden
    rows = seen.of(TABLE)
    return activity, place, Reply.from_raw_data(rows[0]) if rows else Reply(*Reply.key_of(activity_id, member_id))


def answers(caller: Asking, activity_id: str, cursor: str | None, limit: int) -> Page[ReplyOut]:
    """Who comes and who does not, by member, for those who call or review: a reason is not for every member to see."""
    activity, _ = reading.activity_for(caller, activity_id, "activities.attendance")
    after = resume(cursor, "member")
    start = after and {"pk": {"S": activity.pk}, "sk": {"S": Reply.key_of(activity_id, after["member"])[1]}}
    found = list(
        Reply.query(
            activity.pk,
            Reply.sk.startswith("REPLY#"),
            consistent_read=True,
            limit=limit,
            last_evaluated_key=start or None,
        )
    )
    last = found[-1] if len(found) == limit else None
    return Page(
        items=[ReplyOut.of(row) for row in found],
        as_of=now(),
        next=encode_cursor({"member": last.member_id} if last else None),
    )
