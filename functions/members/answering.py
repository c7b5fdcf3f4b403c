"""The branch, or a committee above, answers a member's request for correction. Needs the layer `sealing`."""

from typing import Any

from pydantic.alias_generators import to_camel

from functions.members import history, rules, waiting
from functions.members.correcting import changed
from functions.members.correction_models import (
    AnswerCorrection,
    CorrectionItemsOut,
    CorrectionOut,
    WishedFact,
    WishesOut,
)
from functions.members.correction_tables import ACCEPTED, ASKED, REFUSED, Correction
from functions.members.counting import count
from functions.members.disclosing import REVEAL, disclosed
from functions.members.errors import RevealsExhausted
from functions.members.facts import SEALED
from functions.members.places import demand_present
from functions.members.proposal_reading import MASKS
from functions.members.proposing import carry_out
from functions.members.requesting import Wishes, opened, shown
from functions.members.rights_errors import AnsweredAlready
from functions.members.sealing import IDENTITY, open_dossier
from functions.members.surroundings import Around, around
from functions.members.switches import demand_direct
from functions.members.tables import Member
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now, stamp
from kernel.directory import Organisation
from kernel.events import CorrectionAnswered, MemberRevealed
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.spelling import mask
from kernel.vault import MemberKeys

ANSWER, LIST = "members.corrections.answer", "members.corrections.list"


def of_branch(caller: Asking, branch_id: str, cursor: str | None, limit: int) -> Page[CorrectionOut]:
    """What waits at a branch, the one due first at the head."""
    caller.may(LIST, Target(path=directory.organisation(branch_id).path))
    return _page(*waiting.of_place(Correction, branch_id, cursor, limit))


def of_committee(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[CorrectionOut]:
    """What waits below a county, or a committee of it, in the same order."""
    committee = directory.organisation(organisation_id)
    caller.may(LIST, Target(path=committee.path))
    return _page(*waiting.of_committee(Correction, committee, cursor, limit))


def _page(rows: list[Correction], following: str | None) -> Page[CorrectionOut]:
    act = Act("")
    return Page(items=[shown(row, act) for row in rows], as_of=now(), next=following)


def one(caller: Asking, request_id: str) -> CorrectionItemsOut:
    """A request with what it asks for, masked where it is sealed."""
    row, member, keys, _ = _found(caller, request_id)
    wishes = opened(row, keys)
    items = [_fact(member, name, wishes[name]) for name in wishes]
    return CorrectionItemsOut(**shown(row, Act("")).model_dump(), items=items)


def _fact(member: Member, name: str, wished: Any) -> WishedFact:
    sealed = name in SEALED
    attribute = MASKS.get(name) if sealed else name
    present = getattr(member, attribute) if attribute else None
    told = (mask(wished) if wished and attribute else None) if sealed else wished
    return WishedFact(field=to_camel(name), sealed=sealed, present=present, wished=told)


def reveal(caller: Asking, request_id: str) -> WishesOut:
    """What is asked for, in full, once the look is on the record. Raises `RevealsExhausted`."""
    row, member, keys, here = _found(caller, request_id)
    branch = here.branch
    wishes = opened(row, keys)
    names = tuple(to_camel(name) for name in wishes if name in SEALED)
    act = Act(caller.principal.subject)
    work = UnitOfWork(act, chain=branch.id, action=ANSWER, subject=member.id, head=here.head)
    told = work.record(MemberRevealed(member_id=member.id, fields=names, purpose="SUPPORT"))
    work.put_new(disclosed(act, told, member.id, REVEAL, "SUPPORT", names, branch.id))
    count(work, "REVEALS", rules.REVEALS_A_DAY, RevealsExhausted())
    work.commit()
    return WishesOut(id=row.id, values={to_camel(name): value for name, value in wishes.items()})


def answer(caller: Asking, request_id: str, body: AnswerCorrection) -> CorrectionOut:
    """The request as answered; accepted, it is carried out.

    Raises `AnsweredAlready`, `HasLeft`, `Invalid` where the dossier would contradict itself, `ProposalRequired` where
    the level above wants to see changes, `Forbidden` where a branch would change the ID number or birth date.
    """
    row, member, keys, here = _found(caller, request_id)
    branch = here.branch
    if row.state != ASKED:
        raise AnsweredAlready
    act = caller.act()
    work = UnitOfWork(act, chain=branch.id, action=ANSWER, subject=member.id, head=here.head)
    if body.outcome == "accepted":
        _carry_out(caller, work, row, member, keys, branch)
    row.state = ACCEPTED if body.outcome == "accepted" else REFUSED
    row.answered_by, row.answered_at, row.reason = act.actor, stamp(act.at), body.reason
    row.unlist()
    work.put(row)
    work.record(
        CorrectionAnswered(
            request_id=row.id,
            member_id=member.id,
            branch_id=branch.id,
            county_id=branch.county_id,
            outcome=body.outcome,
        )
    )
    reply = shown(row, act)
    work.commit(reply)
    return reply


def _found(caller: Asking, request_id: str) -> tuple[Correction, Member, MemberKeys, Around]:
    """The request, decided on where the member is at home now; who asked does not answer."""
    row = Correction.demand(Correction.partition(request_id), "NOW")
    member, keys = open_dossier(row.member_id)
    here = around(member.branch_id)
    caller.may(ANSWER, Target(path=here.branch.path, submitted_by=row.asked_by))
    return row, member, keys, here


def _carry_out(
    caller: Asking, work: UnitOfWork, row: Correction, member: Member, keys: MemberKeys, branch: Organisation
) -> None:
    demand_present(Asking(caller.principal), member)
    wishes: Wishes = opened(row, keys)
    if wishes.keys() & set(IDENTITY):
        caller.may("members.correct.identity", Target(path=branch.path, member_id=member.id))
    demand_direct(caller, branch)
    history.keep(work, member, list(wishes), f"{history.SELF}:{row.id}")
    facts = {name: value for name, value in wishes.items() if name not in SEALED}
    said = {name: value for name, value in wishes.items() if name in SEALED}
    carry_out(work, member, facts, said, keys)
    work.put(member)
    work.record(changed(member, branch))
