"""Registrations and cases follow the dossier: it moved, says that the member is not away, or is on no roll any more."""

from functools import partial

from functions.members import absence, tracing_cases
from functions.members.floating_rules import EndReason
from functions.members.floating_tables import Floating
from functions.members.handing_over import hand_over, hand_over_erasure
from functions.members.tables import Member
from functions.members.tracing_tables import LostCase
from kernel import directory
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.events import FloatingEnded, MemberErased, MembersChanged, MembersLeft, MembersMoved
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying

ACTION = "members.follow"


def follow(act: Act, event: MembersChanged | MembersMoved | MembersLeft) -> None:
    """Bring what is kept about these members into line with what their dossiers say now."""
    keys = [Member.partition(one.member_id) for one in event.members]
    for floating in Floating.find_all([(key, "FLOATING") for key in keys], consistent=True):
        retrying(partial(_absence, act, floating.member_id, event.branch_id))
    for case in LostCase.find_all([(key, "LOST") for key in keys], consistent=True):
        retrying(partial(_case, act, case.member_id, event.branch_id))
    if isinstance(event, MembersMoved):
        _hand_over_requests(act, event)


def _hand_over_requests(act: Act, event: MembersMoved) -> None:
    """Within a county its administrators confirm an erasure as before."""
    for one in event.members:
        hand_over(act, one.member_id)
        if event.county_id != event.from_county_id:
            hand_over_erasure(act, one.member_id)


def gone(act: Act, event: MemberErased) -> None:
    """What the sweep would take away without a word ends first, on the record: that somebody left may be told later."""
    retrying(partial(_absence, act, event.member_id, event.branch_id))
    retrying(partial(_case, act, event.member_id, event.branch_id))


def _absence(act: Act, member_id: str, branch_id: str) -> None:
    pk = Member.partition(member_id)
    floating, member = Floating.find(pk, "FLOATING"), Member.find(pk, "NOW")
    if floating is None:
        return
    branch = directory.organisation(member.branch_id if member else branch_id)
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member_id, effect="floating")
    if member is None or member.state == "LEFT" or not member.floating:
        _end(work, floating, branch, "DOSSIER" if member and member.state != "LEFT" else "LEFT")
    elif not _agree(floating, member):
        _readdress(work, floating, member, branch)
    else:
        return
    if member is not None:
        work.require(member)
    work.commit()


def _end(work: UnitOfWork, floating: Floating, branch: Organisation, reason: EndReason) -> None:
    ended = FloatingEnded(member_id=floating.member_id, branch_id=branch.id, county_id=branch.county_id, reason=reason)
    absence.close(work, floating, business_day(work.act.at), reason)
    work.record(ended)


def _agree(floating: Floating, member: Member) -> bool:
    return (floating.branch_id, floating.county_id, floating.host_branch_id) == (
        member.branch_id,
        member.county_id,
        member.floating_branch_id,
    )


def _readdress(work: UnitOfWork, floating: Floating, member: Member, branch: Organisation) -> None:
    floating.branch_id, floating.county_id = member.branch_id, member.county_id
    floating.host_branch_id = member.floating_branch_id
    floating.arrange()
    work.put(floating)
    work.record(absence.registered(floating, branch))


def _case(act: Act, member_id: str, branch_id: str) -> None:
    pk = Member.partition(member_id)
    case, member = LostCase.find(pk, "LOST"), Member.find(pk, "NOW")
    if case is None:
        return
    branch = directory.organisation(member.branch_id if member else branch_id)
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member_id, effect="lost")
    if member is None or member.state == "LEFT":
        tracing_cases.close(
            work, case, branch, business_day(act.at), member.left_reason or "LEFT" if member else "LEFT"
        )
    elif case.state != "OPEN" and member.state == "ACTIVE":  # the committee lifted the suspension
        tracing_cases.close(work, case, branch, business_day(act.at), "REINSTATED")
    elif case.branch_id != branch.id:
        _hand_over(work, case, branch)
    else:
        return
    if member is not None:
        work.require(member)
    work.commit()


def _hand_over(work: UnitOfWork, case: LostCase, branch: Organisation) -> None:
    """The new home has the case now; its owner stays the one who knows it, until another is named."""
    case.branch_id, case.county_id = branch.id, branch.county_id
    case.arrange(tracing_cases.due_on(case))
    work.put(case)
    work.record(tracing_cases.opened(case, branch))
