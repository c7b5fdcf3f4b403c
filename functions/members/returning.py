"""A member is back, or was never away: the registration ends and stays on file."""

from datetime import date

from functions.members import absence, whereabouts
from functions.members.floating_errors import NotRegistered
from functions.members.floating_models import EndedOut, EndFloating
from functions.members.floating_rules import EndReason
from functions.members.surroundings import around
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day
from kernel.errors import Invalid
from kernel.events import FloatingEnded
from kernel.journal import UnitOfWork
from kernel.vault import MemberKeys

ACTION = "members.floating.register"


def come_back(caller: Asking, member_id: str, body: EndFloating) -> EndedOut:
    """The member returned, or was transferred. Raises `NotRegistered`, `Invalid` for a day to come."""
    return _end(caller, member_id, body.reason, body.on)


def withdraw(caller: Asking, member_id: str) -> EndedOut:
    """The registration was a mistake. Raises `NotRegistered`."""
    return _end(caller, member_id, "ERROR", None)


def _end(caller: Asking, member_id: str, reason: EndReason, on: date | None) -> EndedOut:
    member, floating = absence.found(member_id)
    key = MemberKeys(MemberKeys.partition(member.id))
    here = around(member.branch_id, key)
    branch, keys = here.branch, here.row(key)
    caller.may(ACTION, Target(path=branch.path, member_id=member.id))
    if keys is None or (floating is None and not member.floating):
        raise NotRegistered
    act = caller.act()
    day = on or business_day(act.at)
    if day > business_day(act.at) or (floating is not None and reason != "ERROR" and day.isoformat() < floating.since):
        raise Invalid(fields=[{"field": "body.on", "code": "implausible_date"}])
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member.id, head=here.head)
    if floating is not None:
        absence.close(work, floating, day, reason)
    facts = {"floating": False, "floating_branch_id": None, "outflow_to": None}
    whereabouts.state(work, member, keys, branch, facts)
    work.record(FloatingEnded(member_id=member.id, branch_id=branch.id, county_id=branch.county_id, reason=reason))
    reply = EndedOut(member_id=member.id, ended_on=day, reason=reason)
    work.commit(reply)
    return reply
