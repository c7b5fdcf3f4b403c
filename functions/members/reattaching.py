"""An organisation beside the home went into another: who took part in it takes part in the other, ten at a time.

If the other is a home, or closed too, their part ends. Stopped anywhere, the next delivery does the rest.
"""

from collections.abc import Callable, Sequence
from functools import partial

from functions.members import history
from functions.members.attaching_tables import Attached
from functions.members.rules import SECOND_HOMES
from functions.members.tables import Member
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import AttachmentChanged
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.transaction import on_key

AT_ONCE = 10


def reattach(act: Act, old: Organisation, new: Organisation, has_time: Callable[[], bool]) -> bool:
    """Everybody's part in `old` becomes one in `new`. False when time ran out before the end."""
    after = ""
    while page := _listed(old.id, after):
        if not has_time():
            return False
        retrying(partial(_follow, act, page, old, new))
        after = page[-1]
    return True


def _listed(organisation_id: str, after: str) -> list[str]:
    rows = Attached.query(
        Attached.partition(organisation_id),
        Attached.sk > Member.partition(after),
        consistent_read=True,
        limit=AT_ONCE,
        page_size=AT_ONCE,
    )
    return [row.member_id for row in rows]


def _follow(act: Act, ids: Sequence[str], old: Organisation, new: Organisation) -> None:
    """Raises `Changed` if a dossier was written since it was read: to be read anew."""
    found = Member.find_all([(Member.partition(i), "NOW") for i in ids], consistent=True)
    beside = sorted((m for m in found if old.id in (m.attached_to or ())), key=lambda member: member.pk)
    if not beside:
        return
    effect = derived_id(*(f"{member.id} {int(member.version)}" for member in beside))
    work = UnitOfWork(act, chain=new.id, action="members.reattach", subject=old.id, effect=effect)
    for member in beside:
        _turn(work, member, old, new)
    work.commit()


def _turn(work: UnitOfWork, member: Member, old: Organisation, new: Organisation) -> None:
    there = [place for place in member.attached_to if place != old.id]
    left = Attached.of(old.id, member.id)
    history.keep(work, member, ("attached_to",), history.ATTACHMENT)
    work.rows.append(on_key("Delete", left, "sk = :m", {":m": {"S": left.sk}}, Changed()))
    work.record(_changed(member, old, attached=False))
    if new.kind in SECOND_HOMES and not new.closed and new.id not in there:
        row = Attached.of(new.id, member.id)
        row.since = business_day(work.act.at).isoformat()
        work.put_new(row, Changed())
        work.record(_changed(member, new, attached=True))
        there.append(new.id)
    member.attached_to = there or None
    work.put(member)


def _changed(member: Member, place: Organisation, *, attached: bool) -> AttachmentChanged:
    return AttachmentChanged(
        member_id=member.id,
        branch_id=member.branch_id,
        county_id=member.county_id,
        attached_to=place.id,
        attached=attached,
    )
