"""What is told of members → the lines of the search."""

from collections.abc import Callable
from typing import Any

from functions.members import indexing
from kernel.consumer import Batch, Failures, each_event
from kernel.events import Event, MemberErased, MembersChanged, MembersEnrolled, MembersLeft, MembersMoved
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    MembersEnrolled: indexing.told,
    MembersChanged: indexing.told,
    MembersLeft: indexing.told,
    MembersMoved: indexing.moved,
    MemberErased: indexing.erased,
}


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_event(event, HANDLERS, "members on members", {MembersEnrolled: indexing.all_told})
