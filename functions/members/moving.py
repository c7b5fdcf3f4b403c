"""Homes change: one dossier at a time by a committee's decision, or all of a branch that went into another.

One home always: `branch_id` is overwritten, under the dossier's version, never taken away and set again.
"""

from datetime import date
from itertools import takewhile

from functions.members.masking import masked
from functions.members.models import DossierOut
from functions.members.places import demand_present
from functions.members.settling import move, moved
from functions.members.standing_errors import AlreadyThere, NoHome
from functions.members.standing_models import Move
from functions.members.standing_rules import flaws_of_day
from functions.members.tables import Member
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.errors import Invalid, NotFound
from kernel.journal import UnitOfWork

ACTION = "members.move"


def move_home(caller: Asking, member_id: str, body: Move) -> tuple[DossierOut, int]:
    """Give a member another home; a committee above both branches may.

    Raises `HasLeft`, `Stale`, `NoHome`, `AlreadyThere`, `Invalid`.
    """
    member = Member.demand(Member.partition(member_id), "NOW")
    places = directory.organisations([member.branch_id, body.branch_id])
    old, new = places.get(member.branch_id), places.get(body.branch_id)
    if old is None or new is None:
        raise NotFound
    caller.may(ACTION, Target(path=_common(old, new)))
    demand_present(caller, member)
    _demand_new_home(old, new)
    work = UnitOfWork(caller.act(), chain=new.id, action=ACTION, subject=member.id)
    joined = date.fromisoformat(member.joined_on)
    flaws = [
        {"field": f"body.{field}", "code": code}
        for code, field in flaws_of_day(body.effective_on, joined, business_day(work.act.at))
    ]
    if flaws:
        raise Invalid(fields=flaws)
    move(work, member, new, effective_on=body.effective_on)
    work.record(moved((member,), old, new))
    reply = masked(member)
    work.commit(reply)
    return reply, int(member.version)


def _common(old: Organisation, new: Organisation) -> str:
    """The path of the lowest organisation above both; "" where there is none."""
    above = zip(directory.ancestors(old.path)[:-1], directory.ancestors(new.path)[:-1], strict=False)
    shared = [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], above)]
    return f"/{'/'.join(shared)}/" if shared else ""


def _demand_new_home(old: Organisation, new: Organisation) -> None:
    if old.id == new.id:
        raise AlreadyThere
    if new.closed or not new.holds_members:
        raise NoHome
