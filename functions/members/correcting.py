"""Plain facts put right by a person who may; sealed ones come from a roster."""

from datetime import date

from functions.members import rules
from functions.members.models import CorrectMember, DossierOut
from functions.members.reading import masked
from functions.members.tables import Member
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day
from kernel.errors import Invalid
from kernel.events import EnrolledMember, MembersChanged
from kernel.journal import UnitOfWork


def correct(caller: Asking, member_id: str, body: CorrectMember) -> tuple[DossierOut, int]:
    """The dossier after the correction, and its version. Raises `Stale` for an old `If-Match`, `Invalid`."""
    member = Member.demand(Member.partition(member_id), "NOW")
    branch = directory.organisation(member.branch_id)
    caller.may("members.correct", Target(path=branch.path, member_id=member.id))
    caller.expect_version(member.version)
    act = caller.act()
    for name, value in body.facts().items():
        setattr(member, name, value)
    _check(member, business_day(act.at))
    work = UnitOfWork(act, chain=branch.id, action="members.correct", subject=member.id)
    work.put(member)
    now = EnrolledMember(member_id=member.id, category=member.category, floating=member.floating)
    work.record(MembersChanged(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=(now,)))
    reply = masked(member)
    work.commit(reply)
    return reply, int(member.version)


def _check(member: Member, today: date) -> None:
    joined = date.fromisoformat(member.joined_on)
    converted = date.fromisoformat(member.converted_on) if member.converted_on else None
    flaws = rules.flaws_of_conversion(member.category, joined, converted, today)
    fields = [{"field": "body.convertedOn", "code": code} for code, _ in flaws]
    if fields:
        raise Invalid(fields=fields)
