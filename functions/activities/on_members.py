"""Members came, changed, moved, left or were erased → the rolls of the branches."""

from collections.abc import Callable
from typing import Any

from functions.activities import enrolling
from kernel.consumer import Batch, Failures, each_event
from kernel.events import Event, MemberErased, MembersChanged, MembersEnrolled, MembersLeft, MembersMoved
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    MembersEnrolled: enrolling.enrolled,
    MembersChanged: enrolling.changed,
    MembersMoved: enrolling.moved,
    MembersLeft: enrolling.left,
    MemberErased: enrolling.erased,
}


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_event(event, HANDLERS, "activities.members", {MembersEnrolled: enrolling.all_enrolled})
