"""A member says that a line of their attendance is wrong; who rules on it reads why."""

from datetime import date

from functions.activities import audience
from functions.activities.attendance.tables import Attendance
from functions.activities.disputes import rules as dispute_rules
from functions.activities.disputes.errors import AlreadyDisputed, AlreadyRuled
from functions.activities.disputes.models import AttendanceDisputeOut, DisputeAttendance
from functions.activities.disputes.rules import Outcome
from functions.activities.disputes.tables import Dispute, Listed
from functions.activities.errors import NotOpenYet
from functions.activities.invitations.reply_tables import Worded
from functions.activities.roll.elsewhere_tables import Elsewhere
from functions.activities.rules import fault
from functions.activities.tables import TABLE, Activity, resume
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid, WrongState
from kernel.events import AttendanceDisputed
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.table import encode_cursor


def dispute(caller: Asking, activity_id: str, body: DisputeAttendance) -> AttendanceDisputeOut:
    """Raise one's own dispute. What is kept for an `Idempotency-Key` has no words.

    Raises `Forbidden` or `NotFound` for who has no part in the activity, `NotOpenYet`, `AlreadyDisputed`,
    `AlreadyRuled`, `WrongState`, `Invalid` where the line says so already.
    """
    activity, place, line, row = _located(caller, activity_id)
    act = caller.act()
    _demand_may_be_raised(activity, row, act)
    if line and line.state == body.claim:
        raise Invalid(fields=[fault("claim", "as_recorded")])
    work = UnitOfWork(act, chain=place.id, action="activities.dispute", subject=activity.id)
    if row.outcome:
        work.take_away(Listed.to(Listed.RULED, row))
    _state(row, activity, line, body, act)
    work.put(row, Changed())
    work.put_anyway(Listed.to(Listed.OPEN, row))
    work.put_anyway(Worded.to(activity.id, row.member_id, Worded.DISPUTE))
    work.record(_disputed(activity, place, row))
    reply = AttendanceDisputeOut.of(row, business_day(act.at))
    work.commit(reply.without_words())
    return reply


def _located(caller: Asking, activity_id: str) -> tuple[Activity, Organisation, Attendance | None, Dispute]:
    """The activity, who holds it, the caller's line, and their dispute. Two reads."""
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    who = caller.principal
    member_id = str(who.member_id)
    line_key, key = (activity.pk, Attendance.place(member_id)), Dispute.key_of(activity_id, member_id)
    keys = [line_key, key, (Elsewhere.partition(member_id), "ELSEWHERE")]
    beside = {TABLE: [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys]}
    seen = directory.look([activity.branch_id], beside=beside)
    place = directory.demand_organisation(seen.organisations, activity.branch_id)
    found = {(row["pk"]["S"], row["sk"]["S"]): row for row in seen.of(TABLE)}
    guest = keys[2] in found and Elsewhere.from_raw_data(found[keys[2]]).takes_part_in(place.id)
    mine = guest or line_key in found or audience.expects(activity, who.member_id, who.branch_id)
    caller.may("activities.dispute", Target(path=place.path, member_id=who.member_id if mine else None))
    line = Attendance.from_raw_data(found[line_key]) if line_key in found else None
    return activity, place, line, Dispute.from_raw_data(found[key]) if key in found else Dispute(*key)


def _demand_may_be_raised(activity: Activity, row: Dispute, act: Act) -> None:
    if act.at < instant(activity.starts_at):
        raise NotOpenYet
    if row.outcome == Outcome.OPEN:
        raise AlreadyDisputed
    if not dispute_rules.may_be_raised(activity.state, row.ruled_by_stage):
        raise AlreadyRuled if row.outcome else WrongState


def _state(row: Dispute, activity: Activity, line: Attendance | None, body: DisputeAttendance, act: Act) -> None:
    row.branch_id, row.claim, row.reason = activity.branch_id, body.claim.value, body.reason
    row.recorded = line.state if line else None
    row.raised_by, row.raised_at = act.actor, stamp(act.at)
    row.answer_by = dispute_rules.answer_by(business_day(act.at)).isoformat()
    row.outcome = Outcome.OPEN.value
    row.ruled_at = row.ruled_by_stage = row.answer = None


def _disputed(activity: Activity, place: Organisation, row: Dispute) -> AttendanceDisputed:
    return AttendanceDisputed(
        activity_id=activity.id,
        branch_id=place.id,
        county_id=place.county_id,
        type=activity.type,
        member_id=row.member_id,
        answer_by=date.fromisoformat(row.answer_by),
        by_committee=dispute_rules.stage(activity.state) is dispute_rules.Stage.COMMITTEE,
    )


def listed(caller: Asking, branch_id: str, state: str, cursor: str | None, limit: int) -> Page[AttendanceDisputeOut]:
    """A branch's disputes: open ones by the day of their answer, ruled ones the latest first."""
    place = directory.organisation(branch_id)
    caller.may("activities.disputes", Target(path=place.path))
    key, after = Listed.partition(branch_id), resume(cursor, "day", "activity", "member")
    kept = Listed.OPEN if state == "open" else Listed.RULED
    start = after and {"pk": {"S": key}, "sk": {"S": f"{kept}#{after['day']}#{after['activity']}#{after['member']}"}}
    rows = Listed.query(
        key,
        Listed.sk.startswith(f"{kept}#"),
        consistent_read=True,
        scan_index_forward=kept == Listed.OPEN,
        limit=limit,
        last_evaluated_key=start or None,
    )
    found, at = list(rows), now()
    whole = {(one.pk, one.sk): one for one in _disputes(found)}
    last = found[-1].sk.split("#")[1:] if len(found) == limit else None
    return Page(
        items=[AttendanceDisputeOut.of(whole[row.dispute], business_day(at)) for row in found if row.dispute in whole],
        as_of=at,
        next=encode_cursor(dict(zip(("day", "activity", "member"), last, strict=True)) if last else None),
    )


def _disputes(found: list[Listed]) -> list[Dispute]:
    return Dispute.find_all([row.dispute for row in found], consistent=True) if found else []
