"""Peers: a member who signed in confirms to have seen another there. It makes the other's row surer, no more."""

from functions.activities import rules
from functions.activities.attendance import attending, signing
from functions.activities.attendance.attending import Scene
from functions.activities.attendance.errors import NotOneself, NotSignedIn, SameDevice
from functions.activities.attendance.models import Confirmed, ConfirmPresence
from functions.activities.attendance.tables import Attendance
from functions.activities.tables import Activity
from kernel.asking import Asking
from kernel.errors import Changed
from kernel.events import PresenceConfirmed
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying


def confirm(caller: Asking, activity_id: str, body: ConfirmPresence) -> Confirmed:
    """By how many the other was seen. To confirm again changes nothing.

    Raises `NotOneself`, `NotSignedIn`, `SameDevice`, and what closes sign-in.
    """
    activity, act = Activity.demand(Activity.partition(activity_id), "NOW"), caller.act()

    def attempt() -> Confirmed:
        about = attending.scene(caller, activity, None, (str(caller.principal.member_id), body.member_id))
        signing.demand_window(activity, act)
        return _confirm(about, act, body.member_id)

    return retrying(attempt)


def _confirm(about: Scene, act: Act, member_id: str) -> Confirmed:
    other = _other(about, member_id)
    seen_by = list(other.seen_by or ())
    if about.member_id in seen_by:
        return Confirmed(member_id=member_id, seen_by=len(seen_by))
    other.seen_by = [*seen_by, about.member_id]
    reply = Confirmed(member_id=member_id, seen_by=len(other.seen_by))
    work = UnitOfWork(act, chain=about.place.id, action="activities.confirm_presence", subject=about.activity.id)
    work.put(other, Changed())
    work.record(
        PresenceConfirmed(
            activity_id=about.activity.id, branch_id=about.place.id, member_id=member_id, seen_by=about.member_id
        )
    )
    work.commit(reply)
    return reply


def _other(about: Scene, member_id: str) -> Attendance:
    """The row of the member who was seen. Raises `NotOneself`, `NotSignedIn`, `SameDevice`."""
    if member_id == about.member_id:
        raise NotOneself
    own, other = about.rows.get(about.member_id), about.rows.get(member_id)
    if own is None or other is None or not {own.state, other.state} <= set(rules.ATTENDED):
        raise NotSignedIn
    if own.device is not None and own.device == other.device:
        raise SameDevice
    return other
