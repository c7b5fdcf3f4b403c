"""A member who is away is heard of: by the contact person, or because they report themselves."""

from datetime import date

from functions.members import absence, floating_rules
from functions.members.floating_errors import NotRegistered
from functions.members.floating_models import FloatingOut, NoteContact
from functions.members.floating_reading import shown
from functions.members.floating_rules import day
from functions.members.floating_settings import FloatingSettings
from functions.members.floating_tables import Contact, Floating
from functions.members.surroundings import Around, around
from functions.members.tables import Member
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day
from kernel.errors import Invalid, NotFound
from kernel.events import FloatingContacted
from kernel.journal import UnitOfWork

BY_CONTACT, BY_MEMBER = "members.floating.contact", "members.floating.report"


def heard_of(caller: Asking, member_id: str, body: NoteContact) -> tuple[FloatingOut, int]:
    """The contact person reached the member. Raises `NotRegistered`, `Invalid` for an impossible day."""
    member, floating = absence.found(member_id)
    here = around(member.branch_id)
    contact = floating.contact_person_id if floating else None
    caller.may(BY_CONTACT, Target(path=here.branch.path, member_id=contact))
    return _note(caller, BY_CONTACT, member, floating, here, body)


def reports(caller: Asking, body: NoteContact) -> tuple[FloatingOut, int]:
    """The member reports. Raises `NotFound` before the caller is bound to a member, else as above."""
    if caller.principal.member_id is None:
        raise NotFound
    member, floating = absence.found(caller.principal.member_id)
    here = around(member.branch_id)
    caller.may(BY_MEMBER, Target(path=here.branch.path, member_id=member.id))
    return _note(caller, BY_MEMBER, member, floating, here, body)


def _note(
    caller: Asking, action: str, member: Member, floating: Floating | None, here: Around, body: NoteContact
) -> tuple[FloatingOut, int]:
    if floating is None:
        raise NotRegistered
    act = caller.act()
    on = _heard_on(body, floating, business_day(act.at))
    last = max(on, day(floating.contacted_on) or on)
    due = _put_off(floating, last)
    work = UnitOfWork(act, chain=here.branch.id, action=action, subject=member.id, head=here.head)
    work.put(floating)
    told = work.record(
        FloatingContacted(
            member_id=member.id,
            branch_id=here.branch.id,
            county_id=here.branch.county_id,
            contacted_on=on,
            contact_id=floating.contact_person_id,
            contact_due_on=due,
        )
    )
    by_member = str(caller.principal.member_id)
    row = Contact(member.pk, Contact.place(on, told), channel=body.channel, by=act.actor, by_member_id=by_member)
    work.put_new(row)
    reply = shown(member, floating)
    work.commit(reply)
    return reply, int(floating.version)


def _heard_on(body: NoteContact, floating: Floating, today: date) -> date:
    on = body.on or today
    if on > today or on.isoformat() < floating.since:
        raise Invalid(fields=[{"field": "body.on", "code": "implausible_date"}])
    return on


def _put_off(floating: Floating, last: date) -> date:
    """The next day by which the member must be heard of; a contact noted late takes no day away."""
    days = FloatingSettings.load().floating_contact_days
    due = floating_rules.contact_due(last, days, abroad=bool(floating.abroad))
    floating.contacted_on, floating.contact_due_on = last.isoformat(), due.isoformat()
    floating.arrange()
    return due
