"""What every event is, and what it travels in."""

from datetime import datetime
from typing import Any

from kernel.ids import Id, OrganisationId
from kernel.message import Message


class Event(Message, omit_defaults=False):
    """Says all that it says, every time: its text is part of a hash."""


class Envelope(Event):
    """What arrives at a consumer: the event's id, its place in the record, and its content under `data`."""

    id: Id
    event: str
    at: datetime
    chain: OrganisationId
    seq: int
    actor: str
    data: dict[str, Any]
