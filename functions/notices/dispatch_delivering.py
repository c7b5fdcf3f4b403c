"""A chunk of a dispatch comes to its members: their copies, the tally, the burden and the entry are one transaction."""

from collections.abc import Sequence
from datetime import date

from functions.notices.burden_tables import Load
from functions.notices.digesting import DeliverySettings
from functions.notices.dispatch_messages import Chunk
from functions.notices.dispatch_tables import Content, Tally, Told
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.posting import digest_day, post
from kernel.burdens import Demands
from kernel.calendar import month_of
from kernel.clock import now, stamp
from kernel.errors import AlreadyExists, Changed
from kernel.events import BranchBurdened, DispatchDelivered
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.sending import send

CODE = "DISPATCH"
ACTOR = "system:notices.on_dispatch_due"


class Weighed(Changed):
    """The branch carries the burden already: another chunk of it came first."""


def deliver(chunk: Chunk) -> None:
    """Who has a copy already gets no other, however chunks were cut. What is urgent goes out at once."""
    content = Content.find(*Content.key_of(chunk.dispatch_id))
    if content is None or content.retracted_at:
        return
    _deliver(content, chunk)
    if content.urgent:
        order_out(content, chunk.county_id, chunk.members)


def _deliver(content: Content, chunk: Chunk) -> None:
    weighs = chunk.first and Demands(**content.demands).any
    members: Sequence[str] = chunk.members
    while members:
        try:
            _act(content, chunk, members, weighs=weighs).commit()
        except Weighed:
            weighs = False
        except AlreadyExists:
            members = _without_copy(content, members)
        else:
            return


def _act(content: Content, chunk: Chunk, members: Sequence[str], *, weighs: bool) -> UnitOfWork:
    key = derived_id(*chunk.members)
    cause = derived_id("dispatch", content.id, chunk.branch_id)
    act = Act(ACTOR, now(), cause=cause)
    work = UnitOfWork(act, chain=chunk.branch_id, action="notices.deliver", subject=content.id, effect=key)
    for member in members:
        post(work, _copy(content, chunk, member, act), digest_on=None if content.urgent else digest_day(act))
    work.put_new(Told.of(content.id, chunk.county_id, chunk.branch_id, key, chunk.path, members))
    tally = Tally.of(content.id, chunk.county_id, chunk.branch_id)
    work.record(_told(content, chunk, members))
    if weighs:
        work.rows.append(tally.deliver_and_weigh(chunk.path, len(members), Weighed()))
        _weigh(work, content, chunk)
    else:
        work.rows.append(tally.deliver(chunk.path, len(members)))
    return work


def _weigh(work: UnitOfWork, content: Content, chunk: Chunk) -> None:
    """Put its demands on the branch, for whoever reckons with what is asked of it."""
    demands, month = Demands(**content.demands), month_of(content.day)
    work.rows.append(Load.add(chunk.branch_id, chunk.county_id, month, demands))
    work.record(
        BranchBurdened(
            dispatch_id=content.id,
            branch_id=chunk.branch_id,
            county_id=chunk.county_id,
            month=month,
            requests=demands.requests,
            forms=demands.forms,
            photos=demands.photos,
        )
    )


def _copy(content: Content, chunk: Chunk, member_id: str, act: Act) -> Notice:
    """It belongs to the reader's branch, in whose chain it is read: all of a county would wait for one chain."""
    return Notice(
        *content.copy_of(member_id),
        code=CODE,
        organisation_id=chunk.branch_id,
        county_id=chunk.county_id,
        due_on=content.act_by,
        sent_at=stamp(act.at),
        sender=content.sender,
        dispatch_id=content.id,
        urgent=content.urgent,
        asks=content.asks,
    )


def _told(content: Content, chunk: Chunk, members: Sequence[str]) -> DispatchDelivered:
    return DispatchDelivered(
        dispatch_id=content.id,
        organisation_id=content.sender,
        branch_id=chunk.branch_id,
        county_id=chunk.county_id,
        path=chunk.path,
        members=tuple(members),
        asks=content.asks,
        act_by=date.fromisoformat(content.act_by) if content.act_by else None,
    )


def _without_copy(content: Content, members: Sequence[str]) -> list[str]:
    found = Notice.find_all([content.copy_of(member) for member in members], consistent=True)
    boxes = {notice.pk for notice in found}
    return [member for member in members if Notice.member_box(member) not in boxes]


def order_out(content: Content, county_id: str, members: Sequence[str]) -> None:
    """Ordered again after a redelivery; whoever carries it out does so once."""
    copies = (content.copy_of(member) for member in members)
    due = (Due(box=box, county_id=county_id, notice_id=notice_id, urgent=True) for box, notice_id in copies)
    send(DeliverySettings.load().delivery_queue, due)
