"""Requests and responses of notices."""

from datetime import date, datetime
from typing import Any

from functions.notices import words
from functions.notices.tables import Notice
from kernel.clock import instant
from kernel.ids import Id, OrganisationId
from kernel.model import Command, Model


class Text(Model):
    """One sentence in both languages."""

    zh: str
    en: str


class NoticeOut(Model):
    """What it is about, why it was sent, when it was due; `facts` are ids, days and counts, never a name."""

    id: Id
    code: str
    organisation_id: OrganisationId
    reader: str
    subject: Text
    why: Text
    facts: dict[str, Any]
    due_on: date
    sent_at: datetime
    read_at: datetime | None = None

    @classmethod
    def of(cls, notice: Notice) -> "NoticeOut":
        zh, en = words.subject(notice.code, notice.reader, notice.facts)
        why_zh, why_en = words.why(notice.code)
        return cls(
            id=notice.sk,
            code=notice.code,
            organisation_id=notice.organisation_id,
            reader=notice.reader,
            subject=Text(zh=zh, en=en),
            why=Text(zh=why_zh, en=why_en),
            facts=notice.facts,
            due_on=date.fromisoformat(notice.due_on),
            sent_at=instant(notice.sent_at),
            read_at=instant(notice.read_at) if notice.read_at else None,
        )


class StartReminders(Command):
    """A run of a county as if it were this day."""

    organisation_id: OrganisationId
    as_of: date


class ReminderRun(Model):
    organisation_id: OrganisationId
    as_of: date
