"""`MembersEnrolled`, `MembersChanged`, `MembersMoved` → cases of likely duplicates, some minutes after the fact."""

from typing import Any

from functions.members import suspecting
from kernel.consumer import Batch, Failures, each_event
from kernel.events import MembersChanged, MembersEnrolled, MembersMoved


def lambda_handler(event: Batch, _context: Any) -> Failures:
    handlers = {
        MembersEnrolled: suspecting.suspect,
        MembersChanged: suspecting.suspect,
        MembersMoved: suspecting.suspect,
    }
    return each_event(event, handlers, "members on enrolled")
