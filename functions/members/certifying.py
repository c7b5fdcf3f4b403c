"""Certificates of floating members: numbered by the county, checked every year, returned (`domain.md` 6)."""

import re
from datetime import date
from typing import Literal

from functions.members import absence, floating_rules, waiting
from functions.members.concerning_tables import Concerns
from functions.members.floating_errors import CertificateHeld, CertificateReturned, NoCertificate, NotRegistered
from functions.members.floating_models import (
    CertificateOut,
    CheckCertificate,
    CheckOut,
    IssueCertificate,
    ReturnCertificate,
)
from functions.members.floating_rules import day
from functions.members.floating_tables import Certificate, CertificateCounter, Floating, Holding
from functions.members.surroundings import Around, around
from functions.members.tables import Member
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.errors import AlreadyExists, Invalid
from kernel.events import CertificateKept
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.projection import retrying

ISSUE, KEEP, LIST = "members.certificate.issue", "members.certificate.keep", "members.certificate.list"
CODE = re.compile(r"([0-9A-Z]{6,26})(?:-0+)?")  # a county's own organisation is often numbered `<county>-000`
Kept = Literal["issued", "checked", "returned"]
NUMBER = r"[0-9A-Z]{6,26}-[0-9]{4}-[0-9]{6}"


def issue(caller: Asking, member_id: str, body: IssueCertificate) -> CertificateOut:
    """The certificate, with the county's next number. Raises `NotRegistered`, `NoCertificate`, `CertificateHeld`."""
    act = caller.act()
    return retrying(lambda: _issue(caller, act, member_id, body))


def _issue(caller: Asking, act: Act, member_id: str, body: IssueCertificate) -> CertificateOut:
    member, floating = absence.found(member_id)
    counted = CertificateCounter(
        CertificateCounter.partition(member.county_id), CertificateCounter.place(business_day(act.at).year)
    )
    here = around(member.branch_id, counted, organisations=[member.county_id])
    branch = here.branch
    caller.may(ISSUE, Target(path=branch.path, member_id=member.id))
    floating = _entitled(floating, body)
    counter = here.row(counted) or counted
    counter.last = int(counter.last) + 1
    county = directory.demand_organisation(here.organisations, member.county_id)
    made = _certificate(_number(county, counter), act, member)
    floating.certificate = made.number
    work = UnitOfWork(act, chain=branch.id, action=ISSUE, subject=member.id, head=here.head)
    work.put(counter)  # first: who lost the race for a number takes the next one
    work.put_new(Holding(member.pk, number=made.number), CertificateHeld())
    work.put_new(Concerns.of(member.id, made.pk))
    work.put_new(made)
    work.put(floating)
    return _kept(work, made, branch, "issued")


def _certificate(number: str, act: Act, member: Member) -> Certificate:
    made = Certificate(
        Certificate.partition(number),
        member_id=member.id,
        branch_id=member.branch_id,
        county_id=member.county_id,
        issued_on=business_day(act.at).isoformat(),
        issued_by=act.actor,
    )
    made.list_under(member.county_id, None, made.number, member.id)
    return made


def _entitled(floating: Floating | None, body: IssueCertificate) -> Floating:
    if floating is None:
        raise NotRegistered
    if floating.certificate is not None:
        raise CertificateHeld
    why = floating_rules.why_no_certificate(
        floating.reason,
        date.fromisoformat(floating.since),
        day(floating.expected_return),
        returns_often=body.returns_often,
        transfer_impossible=body.transfer_impossible,
    )
    if why:
        raise NoCertificate(reason=why)
    return floating


def _number(county: Organisation, counter: CertificateCounter) -> str:
    """`431128-2026-000001`; a county without such a code is named by its id."""
    coded = CODE.fullmatch(county.code or "")
    code = coded.group(1) if coded else county.id
    return f"{code}-{counter.sk.removeprefix('CERTIFICATES#')}-{int(counter.last):06d}"


def check(caller: Asking, number: str, body: CheckCertificate) -> CertificateOut:
    """The yearly check, once a year. Raises `CertificateReturned`, `AlreadyExists`, `Invalid`."""
    made, _, here = _held(caller, number)
    act = caller.act()
    today = business_day(act.at)
    if made.returned_on is not None:
        raise CertificateReturned
    if str(body.year) in made.checks:
        raise AlreadyExists
    if not int(made.issued_on[:4]) <= body.year <= today.year:
        raise Invalid(fields=[{"field": "body.year", "code": "implausible_date"}])
    made.checks = made.checks | {str(body.year): [body.passed, act.actor, today.isoformat()]}
    work = UnitOfWork(act, chain=here.branch.id, action=KEEP, subject=made.member_id, head=here.head)
    work.put(made)
    return _kept(work, made, here.branch, "checked")


def give_back(caller: Asking, number: str, body: ReturnCertificate) -> CertificateOut:
    """The certificate is returned to the branch. Raises `CertificateReturned`, `Invalid` for an impossible day."""
    made, floating, here = _held(caller, number)
    if made.returned_on is not None:
        raise CertificateReturned
    act = caller.act()
    on = body.on or business_day(act.at)
    if not made.issued_on <= on.isoformat() <= business_day(act.at).isoformat():
        raise Invalid(fields=[{"field": "body.on", "code": "implausible_date"}])
    made.returned_on = on.isoformat()
    work = UnitOfWork(act, chain=here.branch.id, action=KEEP, subject=made.member_id, head=here.head)
    work.put(made)
    work.delete(Holding(Member.partition(made.member_id), version=1))
    if floating is not None and floating.certificate == made.number:
        floating.certificate = None
        work.put(floating)
    return _kept(work, made, here.branch, "returned")


def _held(caller: Asking, number: str) -> tuple[Certificate, Floating | None, Around]:
    made = Certificate.demand(Certificate.partition(number), "NOW")
    member, floating = absence.found(made.member_id)
    here = around(member.branch_id)
    caller.may(KEEP, Target(path=here.branch.path, member_id=member.id))
    return made, floating, here


def _kept(work: UnitOfWork, made: Certificate, branch: Organisation, act: Kept) -> CertificateOut:
    where = {"branch_id": branch.id, "county_id": branch.county_id}
    work.record(CertificateKept(number=made.number, member_id=made.member_id, act=act, **where))
    reply = shown(made)
    work.commit(reply)
    return reply


def of_committee(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[CertificateOut]:
    """The register of a county, or what of it was issued below a committee, in the order of the numbers."""
    committee = directory.organisation(organisation_id)
    caller.may(LIST, Target(path=committee.path))
    pattern = f"{NUMBER}#{waiting.ID}"
    page, following = waiting.of_committee(Certificate, committee, cursor, limit, pattern)
    return Page(items=[shown(made) for made in page], as_of=now(), next=following)


def shown(made: Certificate) -> CertificateOut:
    checks = [CheckOut(year=int(year), passed=passed, on=on) for year, (passed, _, on) in sorted(made.checks.items())]
    return CertificateOut(
        number=made.number,
        member_id=made.member_id,
        branch_id=made.branch_id,
        issued_on=made.issued_on,
        checks=checks,
        returned_on=made.returned_on,
    )
