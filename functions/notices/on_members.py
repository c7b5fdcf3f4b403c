"""Members came, moved, left or were erased: whether they stay away is noticed where they are."""

from collections.abc import Callable
from typing import Any

from functions.notices import following
from kernel.consumer import Failures, each_event
from kernel.events import Event, MemberErased, MembersEnrolled, MembersLeft, MembersMoved
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    MembersEnrolled: following.enrolled,
    MembersMoved: following.moved,
    MembersLeft: following.left,
    MemberErased: following.erased,
}


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, HANDLERS, "notices.on_members")
