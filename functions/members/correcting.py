"""Plain facts put right by a person who may; sealed ones are put right in `sealing`."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic.alias_generators import to_camel

from functions.members import dossier_rules, history, rules
from functions.members.masking import masked
from functions.members.models import CorrectMember, DossierOut
from functions.members.places import demand_for_change
from functions.members.switches import demand_direct
from functions.members.tables import Member
from kernel.asking import Asking
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.errors import Invalid
from kernel.events import EnrolledMember, MembersChanged
from kernel.journal import UnitOfWork

Facts = Mapping[str, str | None]
COURSE = ("first_job_on", "entered_school_on", "graduated_on")


def correct(caller: Asking, member_id: str, body: CorrectMember) -> tuple[DossierOut, int]:
    """The dossier after the correction, and its version.

    Raises `Stale` for an old `If-Match`, `HasLeft`, `Invalid`, and `ProposalRequired` where the level above wants one.
    """
    member, branch, head = demand_for_change(caller, member_id, "members.correct")
    demand_direct(caller, branch)
    work = UnitOfWork(caller.act(), chain=branch.id, action="members.correct", subject=member.id, head=head)
    facts = body.facts()
    history.keep(work, member, differing(member, facts), history.CORRECTION)
    write(member, facts, business_day(work.act.at))
    work.put(member)
    work.record(changed(member, branch))
    reply = masked(member)
    work.commit(reply)
    return reply, int(member.version)


def differing(member: Member, facts: Facts) -> list[str]:
    return [name for name, value in facts.items() if getattr(member, name) != value]


def write(member: Member, facts: Facts, today: date, place: str = "body") -> None:
    """Put plain facts into a dossier. Raises `Invalid`, with the fields under `place`."""
    category = member.category
    for name, value in facts.items():
        setattr(member, name, value)
    fields = [{"field": f"{place}.{field}", "code": code} for code, field in _flaws(member, category, today)]
    if fields:
        raise Invalid(fields=fields)


def changed(member: Member, branch: Organisation) -> MembersChanged:
    """The event of one dossier put right."""
    now = EnrolledMember(member_id=member.id, category=member.category, floating=member.floating)
    return MembersChanged(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=(now,))


def _flaws(member: Member, category: str, today: date) -> Iterator[rules.Flaw]:
    """`category` is the one before: who is converted now has the date of it (`domain.md` 2.2, step 24)."""
    joined, converted = date.fromisoformat(member.joined_on), _day(member.converted_on)
    if (category, member.category) == ("PROBATIONARY", "FULL") and converted is None:
        yield "missing", "convertedOn"
    for code, _ in rules.flaws_of_conversion(member.category, joined, converted, today):
        yield code, "convertedOn"
    course = {name: _day(getattr(member, name)) for name in COURSE}
    for code, name in dossier_rules.flaws_of_course(course, today):
        yield code, to_camel(name)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
