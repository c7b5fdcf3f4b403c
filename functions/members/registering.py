"""A member goes away: the registration and the dossier's own flag move together.

Who is away by a roster alone has the flag and no registration: it is completed by registering.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.members import absence, floating_rules, whereabouts
from functions.members.floating_errors import AlreadyRegistered, NotOnTheRoll, NotRegistered
from functions.members.floating_models import ChangeFloating, FloatingOut, RegisterFloating
from functions.members.floating_reading import shown
from functions.members.floating_rules import day
from functions.members.floating_settings import FloatingSettings
from functions.members.floating_tables import Floating
from functions.members.standing_rules import months_after
from functions.members.surroundings import around
from functions.members.tables import Member
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, stamp
from kernel.directory import Organisation
from kernel.errors import Invalid
from kernel.journal import Act, UnitOfWork
from kernel.record import Head
from kernel.vault import MemberKeys

ACTION = "members.floating.register"


@dataclass(frozen=True)
class _Case:
    """What a command about an absence is decided on."""

    member: Member
    keys: MemberKeys
    branch: Organisation
    head: Head | None


def register(caller: Asking, member_id: str, body: RegisterFloating) -> tuple[FloatingOut, int]:
    """The registration and its version. Raises `AlreadyRegistered`, `NotOnTheRoll`, `Invalid`."""
    member, floating = absence.found(member_id)
    case = _case(caller, member, body.host_branch_id, body.contact_person_id)
    if floating is not None:
        raise AlreadyRegistered
    act = caller.act()
    made = Floating(member.pk, registered_by=act.actor, registered_at=stamp(act.at))
    return _write(act, case, made, body.model_dump(exclude_none=True) | {"host_branch_id": body.host_branch_id})


def change(caller: Asking, member_id: str, body: ChangeFloating) -> tuple[FloatingOut, int]:
    """The registration after the change, and its version. Raises `NotRegistered`, `Stale`, `Invalid`."""
    member, floating = absence.found(member_id)
    sent = body.sent()
    case = _case(caller, member, sent.get("host_branch_id"), body.contact_person_id)
    if floating is None:
        raise NotRegistered
    caller.expect_version(floating.version)
    return _write(caller.act(), case, floating, sent)


def _case(caller: Asking, member: Member, host_id: str | None, contact_id: str | None) -> _Case:
    person = Member(Member.partition(contact_id or member.id), "NOW")
    key = MemberKeys(MemberKeys.partition(member.id))
    here = around(member.branch_id, person, key, organisations=[host_id] if host_id else [])
    caller.may(ACTION, Target(path=here.branch.path, member_id=member.id))
    keys = here.row(key)
    if member.state == "LEFT" or keys is None:
        raise NotOnTheRoll
    flaws = []
    if host_id is not None and not _takes_in(here.organisations.get(host_id)):
        flaws.append({"field": "body.hostBranchId", "code": "not_a_floating_branch"})
    if contact_id is not None and not _keeps_touch(here.row(person), member):
        flaws.append({"field": "body.contactPersonId", "code": "not_of_the_home_branch"})
    if flaws:
        raise Invalid(fields=flaws)
    return _Case(member, keys, here.branch, here.head)


def _takes_in(host: Organisation | None) -> bool:
    return host is not None and not host.closed and host.kind in floating_rules.HOST_KINDS


def _keeps_touch(contact: Member | None, member: Member) -> bool:
    """The contact person is another member on the roll of the home branch (`domain.md` 6)."""
    if contact is None or contact.id == member.id:
        return False
    return contact.branch_id == member.branch_id and contact.state == "ACTIVE"


def _write(act: Act, case: _Case, floating: Floating, sent: dict[str, Any]) -> tuple[FloatingOut, int]:
    refusal = None if floating.registered_at != stamp(act.at) else AlreadyRegistered()
    for name, value in sent.items():
        if name != "place":
            setattr(floating, name, value.isoformat() if isinstance(value, date) else value)
    floating.branch_id, floating.county_id = case.branch.id, case.branch.county_id
    _put_off(floating, business_day(act.at))
    work = UnitOfWork(act, chain=case.branch.id, action=ACTION, subject=case.member.id, head=case.head)
    work.put(floating, refusal)
    facts = {"floating": True, "floating_branch_id": floating.host_branch_id}
    facts |= {"outflow_to": sent["place"]} if "place" in sent else {}
    whereabouts.state(work, case.member, case.keys, case.branch, facts)
    work.record(absence.registered(floating, case.branch))
    reply = shown(case.member, floating)
    work.commit(reply)
    return reply, int(floating.version)


def _put_off(floating: Floating, today: date) -> None:
    """When the member must be heard of again, by what is known now; the item is listed under that day."""
    since, back = date.fromisoformat(floating.since), day(floating.expected_return)
    flaws = []
    if since > months_after(today, 1):
        flaws.append({"field": "body.since", "code": "date_in_future"})
    if back is not None and back < since:
        flaws.append({"field": "body.expectedReturn", "code": "before_since"})
    if flaws:
        raise Invalid(fields=flaws)
    days = FloatingSettings.load().floating_contact_days
    due = floating_rules.contact_due(day(floating.contacted_on) or since, days, abroad=bool(floating.abroad))
    floating.contact_due_on = due.isoformat()
    floating.arrange()
