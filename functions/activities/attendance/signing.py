"""Sign-in by the code that the host shows: each member writes their own row and nothing else."""

from functions.activities import reading, rules
from functions.activities.attendance import attending, codes, confidence_rules, switches
from functions.activities.attendance.attending import Scene
from functions.activities.attendance.models import AttendanceOut, CodeOut, OwnSignIn, Position, SignIn
from functions.activities.attendance.tables import Attendance, Switch
from functions.activities.errors import AttendanceCalledBefore, CodeExpired, SignInClosed, WrongCode
from functions.activities.rules import State
from functions.activities.tables import Activity
from kernel.asking import Asking
from kernel.clock import stamp
from kernel.directory import Organisation
from kernel.errors import AlreadyExists, DomainError, WrongState
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.record import Head
from kernel.together import find_many

E6 = 1_000_000


def code(caller: Asking, activity_id: str) -> CodeOut:
    """The code of this moment, for the host's screen, and what the committee's switches say of signing in."""
    activity, place = reading.activity_for(caller, activity_id, "activities.host")
    act = caller.act()
    demand_window(activity, act)
    shown, in_force = codes.code_at(activity.secret, codes.step_at(act.at)), switches.at(place.path)
    return CodeOut(
        code=shown,
        qr=codes.uri(activity.id, shown),
        valid_until=codes.valid_until(act.at),
        period_seconds=codes.PERIOD,
        forced=in_force.forced,
        position_asked=in_force.position,
    )


def own(caller: Asking, activity_id: str) -> OwnSignIn:
    """When and how the caller signs in, and the caller's own row as it stands now."""
    about = attending.scene(caller, _activity(activity_id), None)
    row_place = (Attendance, (about.activity.pk, Attendance.place(about.member_id)))
    row, found = find_many(row_place, [(Switch, key) for key in switches.keys(about.place.path)])
    in_force = switches.of(about.place.path, found)
    starts_at, ends_at = reading.times(about.activity)
    return OwnSignIn(
        opens_at=starts_at - rules.OPENS_BEFORE,
        closes_at=ends_at + rules.CLOSES_AFTER,
        forced=in_force.forced,
        position_asked=in_force.position,
        row=row and AttendanceOut.of(row),
    )


def sign_in(caller: Asking, activity_id: str, body: SignIn) -> AttendanceOut:
    """The member's row. A repetition answers with the row that stands: a code counts once for each member.

    Raises `WrongCode`, `CodeExpired`, `SignInClosed`, `WrongState`, `AttendanceCalledBefore`.
    """
    activity, act = _activity(activity_id), caller.act()
    return retrying(lambda: _attempt(attending.scene(caller, activity, body.device), act, body))


def _activity(activity_id: str) -> Activity:
    return Activity.demand(Activity.partition(activity_id), "NOW")


def _attempt(about: Scene, act: Act, body: SignIn) -> AttendanceOut:
    """Raises `Changed` where somebody used the same device at the same moment."""
    demand_window(about.activity, act)
    age = codes.age_of(body.code, about.activity.secret, act.at)
    if age is None or age > codes.ACCEPTED:
        return _standing(about, WrongCode() if age is None else CodeExpired())
    row, head = _row(about, act, age), None
    if body.position:
        head = _measure(row, about.place, body.position)
    work = UnitOfWork(act, chain=about.place.id, action=attending.ACTION, subject=about.activity.id, head=head)
    attending.gather(work, about, row)
    reply = AttendanceOut.of(row)
    try:
        work.commit(reply)
    except AlreadyExists as taken:
        return _standing(about, taken)
    return reply


def demand_window(activity: Activity, act: Act) -> None:
    """Raises `WrongState` or `SignInClosed` unless sign-in is open."""
    if activity.state != State.PLANNED:
        raise WrongState
    if not rules.sign_in_opens(*reading.times(activity), act.at):
        raise SignInClosed


def _row(about: Scene, act: Act, age: int) -> Attendance:
    starts_at, ends_at = reading.times(about.activity)
    return Attendance.to(
        about.activity,
        about.member_id,
        state=rules.presence_at(starts_at, act.at).value,
        method=rules.BY_CODE,
        at=stamp(act.at),
        reasons=[confidence_rules.BY_CODE_AGE[age].value, confidence_rules.of_time(starts_at, ends_at, act.at)],
    )


def _measure(row: Attendance, place: Organisation, here: Position) -> Head:
    """Keep the distance to the branch's place, if the committee allows it and the place is known; never the position.

    Returns the head of the branch's chain, which is read together with the switches.
    """
    head, found = find_many((Head, (place.id,)), [(Switch, key) for key in switches.keys(place.path)])
    if switches.of(place.path, found).position and place.lat_e6 is not None and place.lng_e6 is not None:
        there = place.lat_e6 / E6, place.lng_e6 / E6
        row.distance_m = confidence_rules.distance((here.lat, here.lng), there)
        row.reasons = [*row.reasons, confidence_rules.of_distance(int(row.distance_m))]
    return head or Head(place.id)


def _standing(about: Scene, refusal: DomainError) -> AttendanceOut:
    """The row that this member's earlier sign-in wrote; without one, the refusal."""
    row = Attendance.find(about.activity.pk, Attendance.place(about.member_id))
    if row is None:
        raise refusal
    if row.method == rules.BY_ROLL_CALL:
        raise AttendanceCalledBefore
    return AttendanceOut.of(row)
