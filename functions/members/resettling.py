"""A branch went into another: its members follow, twenty in a transaction.

Stopped anywhere, the next delivery does the rest: whoever is still at home in the closed branch is moved, by the
dossier itself and not by the list. The list follows a writing late, and a roster that was being applied while the
branch was closed may still have put somebody there: so it is looked at once more a quarter of an hour later.
"""

from collections.abc import Callable, Sequence
from copy import replace
from datetime import date
from functools import partial

from functions.members import history
from functions.members.reattaching import reattach
from functions.members.settling import move, moved
from functions.members.standing_errors import NoHome
from functions.members.tables import Member, MembersByHome
from kernel import directory
from kernel.directory import Organisation
from kernel.ids import Id, OrganisationId, derived_id
from kernel.journal import Act, UnitOfWork
from kernel.message import Message
from kernel.projection import retrying

AT_ONCE = 20
LOOK_AGAIN_SECONDS = 900
ROUNDS = 2


class ResettleOn(Message):
    """Where the resettling after a merger goes on: `cause` is its event, `after` the last member seen."""

    cause: Id
    from_id: OrganisationId
    into_id: OrganisationId
    effective_on: date
    after: str = ""
    round: int = 1


def resettle(act: Act, order: ResettleOn, has_time: Callable[[], bool]) -> ResettleOn | None:
    """Move who is listed after `order.after`, then whoever takes part there beside their home.

    Returns where to go on, None after the last round. Raises `NoHome` where there is somebody to move, and no home.
    """
    old, new = directory.organisation(order.from_id), _successor(order.into_id)
    after = order.after
    while page := _listed(order.from_id, after):
        if not has_time():
            return replace(order, after=after)
        _demand_home(new)
        retrying(partial(_move, act, page, old, new, order.effective_on))
        after = page[-1]
    if not reattach(act, old, new, has_time):
        return replace(order, after=after)
    return replace(order, after="", round=order.round + 1) if order.round < ROUNDS else None


def _successor(organisation_id: str) -> Organisation:
    """The one that takes them: if it was merged too meanwhile, what it went into."""
    place = directory.organisation(organisation_id)
    while place.closed_into:
        place = directory.organisation(place.closed_into)
    return place


def _demand_home(place: Organisation) -> None:
    if place.closed or not place.holds_members:
        raise NoHome


def _listed(branch_id: str, after: str) -> list[str]:
    found = Member.home.query(branch_id, MembersByHome.pk > Member.partition(after), limit=AT_ONCE, page_size=AT_ONCE)
    return [member.id for member in found]


def _move(act: Act, ids: Sequence[str], old: Organisation, new: Organisation, on: date) -> None:
    """Raises `Changed` if a dossier was written since it was read: to be read anew."""
    found = Member.find_all([(Member.partition(i), "NOW") for i in ids], consistent=True)
    here = sorted((m for m in found if m.branch_id == old.id and m.state != "LEFT"), key=lambda member: member.pk)
    if not here:
        return
    effect = derived_id(*(f"{member.id} {int(member.version)}" for member in here))
    work = UnitOfWork(act, chain=new.id, action="members.resettle", subject=old.id, effect=effect)
    for member in here:
        move(work, member, new, history.MOVE, on)
    work.record(moved(here, old, new))
    work.commit()
