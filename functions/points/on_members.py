"""Members were enrolled, moved, left or were erased: accounts stand on the boards of their branches."""

from collections.abc import Callable
from typing import Any

from functions.points import enrolling
from kernel.consumer import Failures, each_event
from kernel.events import Event, MemberErased, MembersEnrolled, MembersLeft, MembersMoved
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    MembersEnrolled: enrolling.enrol,
    MembersMoved: enrolling.move,
    MembersLeft: enrolling.leave,
    MemberErased: enrolling.erase,
}


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, HANDLERS, "points on members", {MembersEnrolled: enrolling.all_enrolled})
