"""A signed-in person proves to be a member: name and ID number, found by blind index.

Nobody learns from it whether a number is on record: an unknown number and a wrong name cost a try, an entry and the
same number of reads, and are answered alike.
"""

from functions.members import rules
from functions.members.counting import count
from functions.members.errors import AccountAlreadyBound, IdentityNotProved, MemberAlreadyBound, TriesExhausted
from functions.members.models import Bind, BindingOut
from functions.members.tables import IdNumberTaken, Member, SubjectBound, subject_partition
from kernel.asking import Asking
from kernel.authority import Target
from kernel.blindindex import blind_index
from kernel.errors import DomainError
from kernel.events import AccountBound, BindingRefused
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.record import UNPLACED
from kernel.spelling import same_name
from kernel.together import find_both

ACTION = "members.bind"
NOBODY = derived_id("nobody")


def bind(caller: Asking, body: Bind) -> BindingOut:
    """Whom the account is bound to from now on.

    Raises `IdentityNotProved`, `MemberAlreadyBound`, `AccountAlreadyBound`, and `TriesExhausted` from the sixth try
    of a day on, whatever it says.
    """
    caller.may(ACTION, Target())
    subject = caller.principal.subject
    bound, holder = _bound_and_holder(subject, body.id_number)
    try:
        member = _proved(holder, body.name, subject, bound)
    except DomainError as refusal:
        _record_refusal(subject, holder, refusal)
        raise
    reply = BindingOut(member_id=member.id, branch_id=member.branch_id)
    if member.subject != subject:
        _record(caller.act(), member, reply)
    return reply


def _bound_and_holder(subject: str, id_number: str) -> tuple[SubjectBound | None, Member | None]:
    """Whom the person is bound to, and whose the number is."""
    number = IdNumberTaken.partition(blind_index("id", id_number))
    bound, taken = find_both((SubjectBound, (subject_partition(subject), "BOUND")), (IdNumberTaken, (number, "MEMBER")))
    return bound, Member.find(Member.partition(taken.member_id if taken else NOBODY), "NOW")


def _proved(holder: Member | None, name: str, subject: str, bound: SubjectBound | None) -> Member:
    if holder is None or holder.state == "LEFT" or not same_name(holder.name, name):
        raise IdentityNotProved
    if holder.subject not in (None, subject):
        raise MemberAlreadyBound
    if bound is not None and bound.member_id != holder.id:
        raise AccountAlreadyBound
    return holder


def _record(act: Act, member: Member, reply: BindingOut) -> None:
    member.subject = act.actor
    work = UnitOfWork(act, chain=member.branch_id, action=ACTION, subject=member.id)
    work.put(member)
    work.put_new(SubjectBound(subject_partition(act.actor), member_id=member.id), AccountAlreadyBound())
    count(work, "BINDING", rules.BINDING_TRIES_A_DAY, TriesExhausted())
    work.record(
        AccountBound(subject=act.actor, member_id=member.id, branch_id=member.branch_id, county_id=member.county_id)
    )
    work.commit(reply)


def _record_refusal(subject: str, holder: Member | None, refusal: DomainError) -> None:
    """Without the request's Idempotency-Key: a refusal is no answer to be kept, and every try counts."""
    proved = holder is not None and not isinstance(refusal, IdentityNotProved)
    chain = holder.branch_id if holder is not None and proved else UNPLACED
    member_id = holder.id if holder else None
    work = UnitOfWork(Act(subject), chain=chain, action=ACTION, subject=member_id or subject)
    count(work, "BINDING", rules.BINDING_TRIES_A_DAY, TriesExhausted())
    work.record(BindingRefused(subject=subject, member_id=member_id, reason=refusal.code))
    work.commit()
