"""Whoever has not opened a dispatch, or not done what it asks, is reminded of it: at most once a day."""

from collections.abc import Iterator
from datetime import date

from functions.notices.dispatch_counties import Part, fan_out
from functions.notices.dispatch_delivering import ACTOR
from functions.notices.dispatch_expanding import DispatchSettings
from functions.notices.dispatch_left import left_of
from functions.notices.dispatch_messages import Chunk, CountyPart
from functions.notices.dispatch_tables import Content, Told
from functions.notices.dispatch_words import REMINDER
from functions.notices.inbox_tables import Notice
from functions.notices.posting import digest_day, post
from kernel.clock import now, stamp
from kernel.directory import covers
from kernel.events import DispatchReminded, NoticeSent
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.sending import send


def reminded(_act: Act, event: DispatchReminded) -> None:
    part = Part(event.dispatch_id, event.top_id, event.day)
    if fan_out(part) is None:
        county(part.of(event.county_id))


def county(part: CountyPart) -> int:
    """Everybody to whom it came at and below the top, chunk by chunk as it came. Returns how many messages."""
    return send(DispatchSettings.load().dispatch_queue, _chunks(part))


def _chunks(part: CountyPart) -> Iterator[Chunk]:
    partition = Told.partition(part.dispatch_id, part.county_id)
    for told in Told.query(partition, Told.sk.startswith(Told.PREFIX), consistent_read=True):
        if covers(part.top_id, told.at_path):
            yield Chunk(
                dispatch_id=part.dispatch_id,
                branch_id=told.branch_id,
                county_id=part.county_id,
                path=told.at_path,
                members=tuple(told.members),
                remind_on=part.remind_on,
            )


def remind_chunk(chunk: Chunk, day: date) -> None:
    """Who was reminded on this day, by whatever order, is not reminded again: it is one act a day."""
    content = Content.find(*Content.key_of(chunk.dispatch_id))
    if content is None or content.retracted_at:
        return
    found = left_of(content, list(chunk.members), "acted" if content.asks else "opened")
    left = [notice for _, notice in found]
    if left:
        _act(content, chunk, left, day).commit()


def _act(content: Content, chunk: Chunk, left: list[Notice], day: date) -> UnitOfWork:
    cause = derived_id("dispatch-reminder", content.id, chunk.branch_id, day.isoformat())
    act = Act(ACTOR, now(), cause=cause)
    effect = derived_id(*chunk.members)
    work = UnitOfWork(act, chain=chunk.branch_id, action="notices.remind", subject=content.id, effect=effect)
    for notice in left:
        post(work, _reminder(content, notice, day, act), digest_on=digest_day(act))
    places = {"organisation_id": chunk.branch_id, "county_id": chunk.county_id}
    work.record(NoticeSent(code=REMINDER, day=day, recipients=len(left), **places))
    return work


def _reminder(content: Content, notice: Notice, day: date, act: Act) -> Notice:
    """It points to the notice, which stays unread until it is opened itself."""
    return Notice(
        notice.pk,
        Notice.id_of(notice.pk, f"{content.id}#reminder", day),
        code=REMINDER,
        organisation_id=notice.organisation_id,
        county_id=notice.county_id,
        facts={"noticeId": notice.sk},
        due_on=content.act_by,
        sent_at=stamp(act.at),
        sender=content.sender,
        reminds_of=content.id,
        urgent=content.urgent,
    )
