"""Memberships suspended, ended and restored, on the day that the decision holds from (`domain.md` 2.1, 2.4)."""

from collections.abc import Iterable
from datetime import date

from functions.members import history, standing_rules
from functions.members.attaching_tables import Attached
from functions.members.correcting import changed
from functions.members.masking import masked
from functions.members.models import DossierOut
from functions.members.places import demand, demand_for_change, demand_home
from functions.members.standing_errors import (
    AlreadySuspended,
    HasLeft,
    HomeClosed,
    NoTermRuns,
    NotSuspended,
    RejoinBarred,
)
from functions.members.standing_models import Depart, EndCorrectionTerm, Reinstate, SetCorrectionTerm, Suspend
from functions.members.standing_rules import Flaw
from functions.members.tables import MEASURES, Member, SubjectBound, subject_partition
from kernel.asking import Asking
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.errors import Invalid
from kernel.events import EnrolledMember, Event, LeftMember, MembersEnrolled, MembersLeft
from kernel.journal import UnitOfWork
from kernel.record import Head
from kernel.transaction import on_key

ACTION = "members.standing"
LEAVING = ("membership_state", "left_reason", "left_on", *MEASURES)
SUSPENDING = ("membership_state", "suspended_on", "suspension_reason", "lost_since")
TERM = ("correct_from", "correct_until", "correction_reason")

Told = tuple[DossierOut, int]


def depart(caller: Asking, member_id: str, body: Depart) -> Told:
    """End a membership. Raises `HasLeft`, `Stale`, `Invalid`."""
    member, branch, head = demand_for_change(caller, member_id, ACTION)
    work = _work(caller, member, branch, head, "members.depart")
    since = member.suspended_on
    suspended = (member.suspension_reason, date.fromisoformat(since)) if member.state == "SUSPENDED" and since else None
    flaws = standing_rules.flaws_of_departure(body.reason, member.category, body.effective_on, suspended)
    _refuse((*_flaws_of_day(work, member, body.effective_on), *flaws))
    leave(work, member, body.reason, body.effective_on, history.STANDING)
    return _done(work, member, left((member,), branch))


def leave(work: UnitOfWork, member: Member, reason: str, on: date, source: str) -> None:
    """Take a member off the roll, out of every organisation beside the home, and off their account.

    The caller puts the dossier and records the event.
    """
    attached = list(member.attached_to or ())
    history.keep(work, member, (*LEAVING, "attached_to") if attached else LEAVING, source, on)
    for organisation_id in attached:
        row = Attached.of(organisation_id, member.id)
        work.rows.append(on_key("Delete", row, "sk = :m", {":m": {"S": row.sk}}))
    if member.subject:
        bound = SubjectBound(subject_partition(member.subject))
        work.rows.append(on_key("Delete", bound, "member_id = :m", {":m": {"S": member.id}}))
    _clear(member, (*MEASURES, "attached_to", "subject"))
    member.membership_state, member.left_reason, member.left_on = "LEFT", reason, on.isoformat()
    member.leave_roll()


def left(members: Iterable[Member], branch: Organisation) -> MembersLeft:
    """The event of up to twenty members of one branch, as `leave` made them."""
    gone = tuple(LeftMember(member_id=m.id, reason=m.left_reason) for m in members)
    return MembersLeft(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=gone)


def suspend(caller: Asking, member_id: str, body: Suspend) -> Told:
    """Suspend a membership; the member stays on the roll. Raises `HasLeft`, `AlreadySuspended`, `Stale`, `Invalid`."""
    member, branch, head = demand_for_change(caller, member_id, ACTION)
    if member.state == "SUSPENDED":
        raise AlreadySuspended
    work = _work(caller, member, branch, head, "members.suspend")
    flaws = standing_rules.flaws_of_suspension(body.reason, body.since, body.effective_on)
    _refuse((*_flaws_of_day(work, member, body.effective_on), *flaws))
    put_on_hold(work, member, body.reason, body.effective_on, body.since)
    return _done(work, member, changed(member, branch))


def put_on_hold(work: UnitOfWork, member: Member, reason: str, on: date, since: date | None) -> None:
    """Write a suspension into the dossier; the caller puts and records."""
    history.keep(work, member, SUSPENDING, history.STANDING, on)
    member.membership_state, member.suspended_on, member.suspension_reason = "SUSPENDED", on.isoformat(), reason
    if reason == "LOST_CONTACT" and since:
        member.lost_since = since.isoformat()


def reinstate(caller: Asking, member_id: str, body: Reinstate) -> Told:
    """End a suspension, or take back a departure. Raises `NotSuspended`, `RejoinBarred`, `HomeClosed`, `NoHome`."""
    member, branch = demand(caller, member_id, ACTION)
    caller.expect_version(member.version)
    work = _work(caller, member, branch, None, "members.reinstate")
    _refuse(_flaws_of_day(work, member, body.effective_on))
    if member.state != "LEFT":
        return _resume(work, member, branch, body)
    _refuse_return(member, body, business_day(work.act.at))
    home = demand_home(caller, body.branch_id, ACTION) if body.branch_id else branch
    if home.closed:
        raise HomeClosed
    come_back(work, member, home, body.effective_on)
    back = EnrolledMember(member_id=member.id, category=member.category, floating=member.floating)
    return _done(
        work,
        member,
        MembersEnrolled(branch_id=home.id, county_id=home.county_id, path=home.path, members=(back,)),
    )


def come_back(work: UnitOfWork, member: Member, home: Organisation, on: date) -> None:
    """Put somebody who left on the roll of a branch; the caller puts and records."""
    history.keep(work, member, (*LEAVING, "branch_id", "county_id"), history.STANDING, on)
    _clear(member, LEAVING)
    member.settle(home.id, home.county_id)


def set_term(caller: Asking, member_id: str, body: SetCorrectionTerm) -> Told:
    """Give a member a term to correct themselves. Raises `HasLeft`, `Stale`, `Invalid`."""
    member, branch, head = demand_for_change(caller, member_id, ACTION)
    work = _work(caller, member, branch, head, "members.term.set")
    ends_on = body.ends_on or standing_rules.months_after(body.starts_on, standing_rules.TERM_MONTHS)
    _refuse(standing_rules.flaws_of_term(body.starts_on, ends_on))
    history.keep(work, member, TERM, history.STANDING, body.starts_on)
    member.correct_from, member.correct_until = body.starts_on.isoformat(), ends_on.isoformat()
    member.correction_reason = body.reason
    return _done(work, member, changed(member, branch))


def end_term(caller: Asking, member_id: str, body: EndCorrectionTerm) -> Told:
    """Put an end to the term; the outcome stands as the source of it. Raises `HasLeft`, `NoTermRuns`, `Stale`."""
    member, branch, head = demand_for_change(caller, member_id, ACTION)
    if member.correct_from is None:
        raise NoTermRuns
    work = _work(caller, member, branch, head, "members.term.end")
    history.keep(work, member, TERM, f"{history.STANDING}:{body.outcome}")
    _clear(member, TERM)
    return _done(work, member, changed(member, branch))


def _work(caller: Asking, member: Member, branch: Organisation, head: Head | None, action: str) -> UnitOfWork:
    return UnitOfWork(caller.act(), chain=branch.id, action=action, subject=member.id, head=head)


def _done(work: UnitOfWork, member: Member, event: Event) -> Told:
    work.put(member)
    work.record(event)
    reply = masked(member)
    work.commit(reply)
    return reply, int(member.version)


def _resume(work: UnitOfWork, member: Member, branch: Organisation, body: Reinstate) -> Told:
    if member.state != "SUSPENDED" or body.reason not in standing_rules.ENDS_A_SUSPENSION:
        raise NotSuspended
    history.keep(work, member, SUSPENDING, history.STANDING, body.effective_on)
    _clear(member, SUSPENDING)
    return _done(work, member, changed(member, branch))


def _refuse_return(member: Member, body: Reinstate, today: date) -> None:
    """A departure that was no decision (a merged dossier, a roster taken back) is undone where it was made."""
    if member.left_reason not in standing_rules.REASONS:
        raise HasLeft
    until = standing_rules.barred_until(member.left_reason, date.fromisoformat(member.left_on))
    if body.reason in standing_rules.UNDOES_A_DEPARTURE:
        return
    if body.reason != "REJOINED" or member.left_reason in standing_rules.FOR_EVER:
        raise HasLeft
    if until and today < until:
        raise RejoinBarred(until=until.isoformat())


def _flaws_of_day(work: UnitOfWork, member: Member, on: date) -> tuple[Flaw, ...]:
    joined = date.fromisoformat(member.joined_on)
    return tuple(standing_rules.flaws_of_day(on, joined, business_day(work.act.at)))


def _refuse(flaws: Iterable[Flaw]) -> None:
    fields = [{"field": f"body.{field}", "code": code} for code, field in flaws]
    if fields:
        raise Invalid(fields=fields)


def _clear(member: Member, names: Iterable[str]) -> None:
    for name in names:
        setattr(member, name, None)
