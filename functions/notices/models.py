"""What a person is shown of the own notices."""

from datetime import date, datetime
from typing import Any, Literal

from kernel.ids import Id, OrganisationId
from kernel.model import Model


class LinkOut(Model):
    """Where to go from here; `rel` says what is there."""

    rel: str
    href: str


class NoticeOut(Model):
    """A notice in the reader's language: what it is about, why it was sent, when it is due, what ends it.

    `sender`: the committee that sent it; none: the system. `asks`: something is to be done, which `doneAt` says.
    `withdrawnAt`: it holds no more; of a dispatch that was taken back the body is the reason for it. `facts` are ids,
    days and counts, never a name.
    """

    id: Id
    code: str
    organisation_id: OrganisationId
    sender: OrganisationId | None
    reader: Literal["member", "secretary", "committee"]
    subject: str
    body: str | None
    why: str
    how_to_stop: str
    links: list[LinkOut]
    urgent: bool
    asks: bool
    due_on: date | None
    sent_at: datetime
    read_at: datetime | None
    done_at: datetime | None
    withdrawn_at: datetime | None
    facts: dict[str, Any]


class CountsOut(Model):
    """What waits in two boxes of the caller, of at most a hundred open notices each; `more`: there are others.

    `next`: where the counts of the next two boxes are, for whoever holds so many offices; they add up.
    """

    unread: int
    undone: int
    urgent: int
    more: bool
    as_of: datetime
    next: str | None
