"""What went out of the house, as its reader sees it."""

from datetime import date, datetime
from typing import Literal

from functions.notices.channels import Channel
from functions.notices.delivery_rules import State
from functions.notices.sent_tables import Delivery
from kernel.clock import instant
from kernel.ids import Id
from kernel.model import Model


class MessageOut(Model):
    """One message: the digest of a `day`, or word of one urgent notice. `channel` is the one that has it, none before
    one took it; `waitsUntil`: it is tried again then."""

    about: Literal["digest", "notice"]
    day: date | None
    notice_id: Id | None
    channel: Channel | None
    state: State
    changed_at: datetime | None
    waits_until: datetime | None

    @classmethod
    def of(cls, sent: Delivery) -> "MessageOut":
        return cls(
            about="digest" if sent.is_digest else "notice",
            day=date.fromisoformat(sent.what) if sent.is_digest else None,
            notice_id=None if sent.is_digest else sent.what,
            channel=Channel(sent.channel) if sent.channel else None,
            state=State(sent.state),
            changed_at=instant(sent.changed_at) if sent.changed_at else None,
            waits_until=instant(sent.waits_until) if sent.waits_until and State(sent.state) is State.OPEN else None,
        )
