"""`MembersEnrolled`, `MembersChanged`, `MembersMoved` → cases of likely duplicates, some minutes after the fact."""

from collections.abc import Callable
from typing import Any

from functions.members import suspecting
from kernel.consumer import Batch, Failures, each_event
from kernel.events import Event, MembersChanged, MembersEnrolled, MembersMoved
from kernel.journal import Act


def lambda_handler(event: Batch, _context: Any) -> Failures:
    handlers: dict[type[Event], Callable[[Act, Any], None]] = {
        MembersEnrolled: suspecting.suspect,
        MembersChanged: suspecting.suspect,
        MembersMoved: suspecting.suspect,
    }
    return each_event(event, handlers, "members on enrolled")
