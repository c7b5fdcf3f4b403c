"""Notices as their senders put them: by one act each, on the record."""

from datetime import date
from typing import Any

from functions.notices.dispatch_tables import Content
from functions.notices.inbox_tables import Notice
from functions.notices.posting import post
from kernel.clock import now, stamp
from kernel.directory import Organisation
from kernel.events import NoticeSent
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork

DAY = date(2026, 11, 25)
IDLE = ("BRANCH_IDLE_MONTH", {"period": "2026-11"})
AWAY = ("ABSENT_3M", {"months": 3, "since": "2026-08-24"})


def put(
    box: str, where: Organisation, what: tuple[str, dict[str, Any]] = IDLE, day: date | None = DAY, **rest: Any
) -> str:
    """A notice about an organisation, due on a day (none: no day is set). Returns its id."""
    code, facts = what
    cause = new_id()
    work = UnitOfWork(Act("system:test", cause=cause), chain=where.id, action="notices.remind", subject=where.id)
    notice = Notice(
        box,
        Notice.id_of(box, cause, day or DAY),
        code=code,
        organisation_id=where.id,
        county_id=where.county_id,
        facts=facts,
        due_on=day and day.isoformat(),
        sent_at=stamp(now()),
        **rest,
    )
    post(work, notice, digest_on=day)
    work.record(
        NoticeSent(code=code, organisation_id=where.id, county_id=where.county_id, day=day or DAY, recipients=1)
    )
    assert work.commit()
    return str(notice.sk)


def send(box: str, sender: Organisation, branch: Organisation, *, asks: bool = False, urgent: bool = False) -> str:
    """A dispatch of a committee with a copy in one box. Returns the copy's id."""
    content = Content(
        *Content.key_of(new_id()),
        sender=sender.id,
        county_id=sender.county_id,
        audience="subtree",
        title="关于报送材料的通知",
        body="请于本周内报送。",
        title_en="Papers to hand in",
        body_en="By the end of the week.",
        links=[{"rel": "form", "href": "https://example.org/form"}],
        asks=asks,
        urgent=urgent,
        ordered_at=stamp(now()),
        version=1,
    )
    content.save()
    kept = {"dispatch_id": content.id, "sender": sender.id, "asks": asks, "urgent": urgent}
    return put(box, branch, ("DISPATCH", {}), None, **kept)


def retract(box: str, notice_id: str, reason: str) -> None:
    """Take back the dispatch of which this is a copy."""
    content = Content.demand(*Content.key_of(str(Notice.demand(box, notice_id).dispatch_id)))
    content.retracted_at, content.retraction_reason = stamp(now()), reason
    content.save()
