"""Members came, changed, moved, left or were erased → the rolls of the branches; where they take part elsewhere."""

from collections.abc import Callable
from typing import Any

from functions.activities import forgetting
from functions.activities.roll import elsewhere, enrolling
from kernel.consumer import Batch, Failures, each_event
from kernel.events import (
    AttachmentChanged,
    Event,
    FloatingEnded,
    FloatingRegistered,
    MemberErased,
    MembersChanged,
    MembersEnrolled,
    MembersLeft,
    MembersMoved,
)
from kernel.journal import Act


def _erased(act: Act, event: MemberErased) -> None:
    enrolling.erased(act, event)
    elsewhere.erased(act, event)
    forgetting.reasons_of(event.member_id)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    MembersEnrolled: enrolling.enrolled,
    MembersChanged: enrolling.changed,
    MembersMoved: enrolling.moved,
    MembersLeft: enrolling.left,
    MemberErased: _erased,
    AttachmentChanged: elsewhere.attached,
    FloatingRegistered: elsewhere.away,
    FloatingEnded: elsewhere.returned,
}


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_event(event, HANDLERS, "activities.members", {MembersEnrolled: enrolling.all_enrolled})
