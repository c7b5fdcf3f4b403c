"""Touch with a member is lost: somebody looks for them, and what may follow has its times (`domain.md` 2.1, 2.4, 6).

OPEN → SUSPENDED (six months after touch was lost, somebody having tried) → REMOVAL_PROPOSED (two years later); FOUND
closes a case at any time, and so does leaving the roll.
"""

from datetime import date
from typing import Literal

from functions.members import floating_rules, leaving
from functions.members.correcting import changed
from functions.members.floating_errors import CaseOpen, NeverSought, NoCase, NotOnTheRoll, TooEarly
from functions.members.tables import Member
from functions.members.tracing_cases import close, due_on, opened
from functions.members.tracing_models import (
    CloseCase,
    LostCaseClosedOut,
    LostCaseOut,
    NameOwner,
    NoteAttempt,
    OpenCase,
    ProposeRemoval,
    SuspendLost,
)
from functions.members.tracing_reading import found, shown
from functions.members.tracing_tables import Attempt, LostCase
from kernel.asking import Asking
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.errors import Invalid, WrongState
from kernel.events import LostContactPursued
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork

Step = Literal["attempted", "suspended", "removal_proposed"]
KEEP, SEEK, SUSPEND = "members.lost.keep", "members.lost.seek", "members.lost.suspend"


def open_case(caller: Asking, member_id: str, body: OpenCase) -> LostCaseOut:
    """The new case. Raises `CaseOpen`, `NotOnTheRoll`, `Invalid`."""
    owner = Member(Member.partition(body.owner_id), "NOW")
    member, case, here = found(caller, member_id, KEEP, owner)
    branch = here.branch
    if case is not None:
        raise CaseOpen
    if member.state == "LEFT":
        raise NotOnTheRoll
    act = caller.act()
    flaws = [{"field": "body.lostSince", "code": "date_in_future"}] if body.lost_since > business_day(act.at) else []
    _refuse([*flaws, *_flaws_of_owner(member, here.row(owner))])
    made = _begun(act, member, branch, body)
    work = UnitOfWork(act, chain=branch.id, action=KEEP, subject=member.id, head=here.head)
    work.put_new(made, CaseOpen())
    work.record(opened(made, branch))
    return _told(work, made, member)


def _begun(act: Act, member: Member, branch: Organisation, body: OpenCase) -> LostCase:
    made = LostCase(
        member.pk,
        case_id=new_id(),
        branch_id=branch.id,
        county_id=branch.county_id,
        reason=body.reason,
        lost_since=body.lost_since.isoformat(),
        owner_id=body.owner_id,
        opened_on=business_day(act.at).isoformat(),
        opened_by=act.actor,
    )
    made.arrange(due_on(made))
    return made


def name_owner(caller: Asking, member_id: str, body: NameOwner) -> LostCaseOut:
    """The case has another owner, who may note attempts. Raises `NoCase`, `Invalid`."""
    owner = Member(Member.partition(body.owner_id), "NOW")
    member, case, here = found(caller, member_id, KEEP, owner)
    branch = here.branch
    case = _open(case)
    _refuse(_flaws_of_owner(member, here.row(owner)))
    case.owner_id = body.owner_id
    work = UnitOfWork(caller.act(), chain=branch.id, action=KEEP, subject=member.id, head=here.head)
    work.put(case)
    work.record(opened(case, branch))
    return _told(work, case, member)


def _flaws_of_owner(member: Member, owner: Member | None) -> list[dict[str, str]]:
    """The owner is another member on the roll of the home branch."""
    if owner and owner.id != member.id and (owner.branch_id, owner.state) == (member.branch_id, "ACTIVE"):
        return []
    return [{"field": "body.ownerId", "code": "not_of_the_home_branch"}]


def _refuse(flaws: list[dict[str, str]]) -> None:
    if flaws:
        raise Invalid(fields=flaws)


def note_attempt(caller: Asking, member_id: str, body: NoteAttempt) -> LostCaseOut:
    """Somebody tried: the owner, or who answers for the branch. Raises `NoCase`, `Invalid` for an impossible day."""
    member, case, here = found(caller, member_id, SEEK, of_owner=True)
    branch = here.branch
    case = _open(case)
    act = caller.act()
    on = _past(body.on, act, case.lost_since)
    case.attempts, case.attempted_on = int(case.attempts) + 1, max(on.isoformat(), case.attempted_on or "")
    work = UnitOfWork(act, chain=branch.id, action=SEEK, subject=member.id, head=here.head)
    work.put(case)
    told = work.record(_pursued(case, branch, "attempted"))
    row = Attempt(member.pk, Attempt.place(on, told), case_id=case.case_id, channel=body.channel, by=act.actor)
    work.put_new(row)
    return _told(work, case, member)


def suspend(caller: Asking, member_id: str, body: SuspendLost) -> LostCaseOut:
    """The membership is suspended. Raises `NoCase`, `WrongState`, `NeverSought`, `TooEarly`, `Invalid`."""
    member, case, here = found(caller, member_id, SUSPEND)
    branch = here.branch
    case = _open(case)
    if case.state != "OPEN":
        raise WrongState
    if not case.attempts:
        raise NeverSought
    act = caller.act()
    work = UnitOfWork(act, chain=branch.id, action=SUSPEND, subject=member.id, head=here.head)
    on = _put_on_hold(work, member, branch, _past(body.on, act, case.lost_since), date.fromisoformat(case.lost_since))
    case.state, case.suspended_on = "SUSPENDED", on.isoformat()
    case.arrange(due_on(case))
    work.put(case)
    work.record(_pursued(case, branch, "suspended"))
    return _told(work, case, member)


def _put_on_hold(work: UnitOfWork, member: Member, branch: Organisation, on: date, since: date) -> date:
    """The day of the suspension: a new one, or the one that a committee decided on beside the case."""
    if member.state == "SUSPENDED" and member.suspended_on is not None:
        work.require(member)
        return date.fromisoformat(member.suspended_on)
    _not_before(on, floating_rules.suspendable_from(since))
    leaving.put_on_hold(work, member, "LOST_CONTACT", on, since)
    work.put(member)
    work.record(changed(member, branch))
    return on


def propose_removal(caller: Asking, member_id: str, _body: ProposeRemoval) -> LostCaseOut:
    """The branch proposes the removal. Raises `NoCase`, `WrongState`, `TooEarly`."""
    member, case, here = found(caller, member_id, KEEP)
    branch = here.branch
    case = _open(case)
    if case.state != "SUSPENDED" or case.suspended_on is None:
        raise WrongState
    act = caller.act()
    today = business_day(act.at)
    _not_before(today, floating_rules.removable_from(date.fromisoformat(case.suspended_on)))
    case.state, case.proposed_on = "REMOVAL_PROPOSED", today.isoformat()
    work = UnitOfWork(act, chain=branch.id, action=KEEP, subject=member.id, head=here.head)
    work.put(case)
    work.record(_pursued(case, branch, "removal_proposed"))
    return _told(work, case, member)


def close_found(caller: Asking, member_id: str, body: CloseCase) -> LostCaseClosedOut:
    """The member was found; a suspension is lifted by the committee, not by this. Raises `NoCase`, `Invalid`."""
    member, case, here = found(caller, member_id, KEEP)
    branch = here.branch
    case = _open(case)
    act = caller.act()
    on = _past(body.on, act, case.lost_since)
    work = UnitOfWork(act, chain=branch.id, action=KEEP, subject=member.id, head=here.head)
    close(work, case, branch, on, "FOUND")
    reply = LostCaseClosedOut(id=case.case_id, member_id=member.id, closed_on=on, outcome="FOUND")
    work.commit(reply)
    return reply


def _open(case: LostCase | None) -> LostCase:
    if case is None:
        raise NoCase
    return case


def _past(on: date | None, act: Act, since: str) -> date:
    """The day named, or today. Raises `Invalid` for one to come, or before touch was lost."""
    today = business_day(act.at)
    chosen = on or today
    if chosen > today or chosen.isoformat() < since:
        _refuse([{"field": "body.on", "code": "implausible_date"}])
    return chosen


def _not_before(on: date, earliest: date) -> None:
    if on < earliest:
        raise TooEarly(earliest=earliest.isoformat())


def _pursued(case: LostCase, branch: Organisation, step: Step) -> LostContactPursued:
    return LostContactPursued(
        case_id=case.case_id,
        member_id=case.member_id,
        branch_id=branch.id,
        county_id=branch.county_id,
        step=step,
        due_on=due_on(case),
    )


def _told(work: UnitOfWork, case: LostCase, member: Member) -> LostCaseOut:
    reply = shown(case, member)
    work.commit(reply)
    return reply
