"""A person's data erased: asked for by one, confirmed by another, for good (`domain.md` 13.4, article 47).

What opens the sealed data goes first, in one transaction with the dossier, the number's place and the entry; no key, no
data. What is left under the member, sealed blobs that nothing opens and old plain facts, is swept by `sweeping`.
"""

from datetime import date

from pydantic import TypeAdapter

from functions.members import erasure_rules
from functions.members.erasure_errors import ErasureRequested, NoErasure, NotErasable
from functions.members.erasure_models import ErasureOut, RequestErasure
from functions.members.erasure_rules import Ground
from functions.members.erasure_settings import ErasureSettings
from functions.members.erasure_tables import Erased, Erasure
from functions.members.erasure_writing import CONFIRM, MERGED, erase
from functions.members.handing_over import erasure_requested
from functions.members.surroundings import Around, around
from functions.members.tables import Member
from kernel import directory, events
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, stamp
from kernel.errors import NotFound
from kernel.journal import UnitOfWork
from kernel.together import find_both

ACTION = "members.erase"
GROUND: TypeAdapter[Ground] = TypeAdapter(Ground)


def request(caller: Asking, member_id: str, body: RequestErasure) -> ErasureOut:
    """The request. Raises `NotErasable`, `ErasureRequested`."""
    member, waiting, here = _found(caller, member_id)
    branch = here.branch
    act = caller.act()
    _demand_erasable(member, body.ground, business_day(act.at))
    if waiting is not None:
        raise ErasureRequested
    made = Erasure(member.pk, reason=body.ground, requested_by=act.actor, requested_at=stamp(act.at))
    made.asked_by = caller.principal.member_id
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member.id, head=here.head)
    work.require(member)
    work.put_new(made, ErasureRequested())
    work.record(erasure_requested(member.id, made, branch))
    reply = _waits(member.id, made)
    work.commit(reply)
    return reply


def read(caller: Asking, member_id: str) -> ErasureOut:
    """What waits, or what was done. Raises `NotFound` if neither."""
    pk = Member.partition(member_id)
    erased, waiting = find_both((Erased, (pk, "ERASED")), (Erasure, (pk, "ERASURE")))
    member = None if erased else Member.find(pk, "NOW")
    home = erased.branch_id if erased else member.branch_id if member else None
    if home is None:
        raise NotFound
    caller.may(ACTION, Target(path=directory.organisation(home).path))
    if erased is not None:
        return _done(member_id, erased)
    if waiting is None:
        raise NotFound
    return _waits(member_id, waiting)


def withdraw(caller: Asking, member_id: str) -> ErasureOut:
    """The request as it was, taken back. Raises `NoErasure`."""
    member, waiting, here = _found(caller, member_id)
    branch = here.branch
    if waiting is None:
        raise NoErasure
    act = caller.act()
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member.id, head=here.head)
    work.delete(waiting)
    asked_by = waiting.asked_by if act.actor != waiting.requested_by else None
    where = {"branch_id": branch.id, "county_id": branch.county_id}
    work.record(events.ErasureWithdrawn(member_id=member.id, **where, asked_by=asked_by))
    reply = _waits(member.id, waiting)
    work.commit(reply)
    return reply


def confirm(caller: Asking, member_id: str) -> ErasureOut:
    """Erase, for good. Raises `NoErasure`, `NotErasable`, `Forbidden` for who asked, `Changed` if the dossier moved."""
    member, waiting, here = _found(caller, member_id)
    branch = here.branch
    by = waiting.requested_by if waiting else None
    caller.may(CONFIRM, Target(path=branch.path, submitted_by=by))
    if waiting is None:
        raise NoErasure
    act = caller.act()
    _demand_erasable(member, GROUND.validate_python(waiting.reason), business_day(act.at))
    work = UnitOfWork(act, chain=branch.id, action=CONFIRM, subject=member.id, head=here.head)
    work.delete(waiting)
    left = Erased(
        member.pk,
        branch_id=branch.id,
        county_id=branch.county_id,
        reason=waiting.reason,
        requested_by=waiting.requested_by,
        requested_at=waiting.requested_at,
        confirmed_by=act.actor,
        erased_at=stamp(act.at),
    )
    erase(work, member, branch, left, asked_by=waiting.asked_by)
    reply = _done(member.id, left)
    work.commit(reply)
    return reply


def _found(caller: Asking, member_id: str) -> tuple[Member, Erasure | None, Around]:
    pk = Member.partition(member_id)
    member, waiting = find_both((Member, (pk, "NOW")), (Erasure, (pk, "ERASURE")))
    if member is None:
        raise NotFound
    here = around(member.branch_id)
    caller.may(ACTION, Target(path=here.branch.path))
    return member, waiting, here


def _demand_erasable(member: Member, ground: Ground, today: date) -> None:
    kept_days = ErasureSettings.load().erasure_retention_days
    left_on = date.fromisoformat(member.left_on) if member.left_on else None
    why = erasure_rules.refusal(ground, member.state, left_on, today, kept_days)
    if member.left_reason == MERGED:
        why = "merged"  # its number leads to the dossier that was kept: the person is erased there
    if why == "kept_by_rule" and left_on is not None:
        raise NotErasable(why=why, until=erasure_rules.keeps_until(left_on, kept_days).isoformat())
    if why is not None:
        raise NotErasable(why=why)


def _waits(member_id: str, waiting: Erasure) -> ErasureOut:
    return ErasureOut.model_validate(
        {
            "member_id": member_id,
            "state": "REQUESTED",
            "ground": waiting.reason,
            "requested_by": waiting.requested_by,
            "requested_at": waiting.requested_at,
        }
    )


def _done(member_id: str, erased: Erased) -> ErasureOut:
    names = ("requested_by", "requested_at", "confirmed_by", "erased_at")
    facts = {name: getattr(erased, name) for name in names}
    return ErasureOut.model_validate(facts | {"member_id": member_id, "state": "ERASED", "ground": erased.reason})
