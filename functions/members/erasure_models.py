"""What crosses the wire about erasures."""

from datetime import datetime
from typing import Literal

from functions.members.erasure_rules import Ground
from kernel.ids import MemberId
from kernel.model import Command, Model


class RequestErasure(Command):
    """On what ground: the time is over, the person never was a member, or the law demands it."""

    ground: Ground


class ErasureOut(Model):
    """`REQUESTED` waits for a second person; `ERASED` is for good."""

    member_id: MemberId
    state: Literal["REQUESTED", "ERASED"]
    ground: Ground
    requested_by: str
    requested_at: datetime
    confirmed_by: str | None = None
    erased_at: datetime | None = None
