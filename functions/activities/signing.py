"""Sign-in by the code that the host shows: each member writes their own row and nothing else."""

from functions.activities import codes, reading, rules
from functions.activities.errors import AttendanceCalledBefore, CodeExpired, SignInClosed, WrongCode
from functions.activities.models import AttendanceOut, CodeOut, SignIn
from functions.activities.rules import State
from functions.activities.tables import Activity, Attendance
from kernel.asking import Asking
from kernel.clock import stamp
from kernel.errors import AlreadyExists, DomainError, Forbidden, WrongState
from kernel.events import SignedIn
from kernel.journal import Act, UnitOfWork


def code(caller: Asking, activity_id: str) -> CodeOut:
    """The code of this moment, for the host's screen."""
    activity, _ = reading.activity_for(caller, activity_id, "activities.host")
    act = caller.act()
    _demand_window(activity, act)
    return CodeOut(
        code=codes.code_at(activity.secret, codes.step_at(act.at)),
        valid_until=codes.valid_until(act.at),
        period_seconds=codes.PERIOD,
    )


def sign_in(caller: Asking, activity_id: str, body: SignIn) -> AttendanceOut:
    """The member's row. A repetition answers with the row that stands. No condition on the activity's item: many
    do this at once (`design.md` 5)."""
    activity, place = reading.activity_for(caller, activity_id, "activities.sign_in")
    member_id = caller.principal.member_id
    if member_id is None:
        raise Forbidden
    act = caller.act()
    _demand_window(activity, act)
    age = codes.age_of(body.code, activity.secret, act.at)
    if age is None or age > codes.ACCEPTED:
        return _standing(activity, member_id, WrongCode() if age is None else CodeExpired())
    row = _row(activity, member_id, act, age)
    reply = AttendanceOut.of(row)
    work = UnitOfWork(act, chain=place.id, action="activities.sign_in", subject=activity.id)
    work.put_new(row)
    work.record(SignedIn(activity_id=activity.id, branch_id=place.id, member_id=member_id, method=rules.BY_CODE))
    try:
        work.commit(reply)
    except AlreadyExists as taken:
        return _standing(activity, member_id, taken)
    return reply


def _demand_window(activity: Activity, act: Act) -> None:
    if activity.state != State.PLANNED:
        raise WrongState
    if not rules.sign_in_opens(*reading.times(activity), act.at):
        raise SignInClosed


def _row(activity: Activity, member_id: str, act: Act, age: int) -> Attendance:
    confidence, reason = rules.CODE_AGES[age]
    starts_at, _ = reading.times(activity)
    return Attendance(
        activity.pk,
        Attendance.place(member_id),
        state=rules.presence_at(starts_at, act.at).value,
        method=rules.BY_CODE,
        at=stamp(act.at),
        confidence=confidence,
        reasons=[reason],
    )


def _standing(activity: Activity, member_id: str, refusal: DomainError) -> AttendanceOut:
    """The row that this member's earlier sign-in wrote; without one, the refusal."""
    row = Attendance.find(activity.pk, Attendance.place(member_id))
    if row is None:
        raise refusal
    if row.method != rules.BY_CODE:
        raise AttendanceCalledBefore
    return AttendanceOut.of(row)
