"""Members moved, left or were erased, organisations were closed: accounts follow, roles end."""

from collections.abc import Callable
from typing import Any

from functions.identity import following
from kernel.consumer import Batch, Failures, each_event
from kernel.events import (
    Event,
    MemberErased,
    MembersLeft,
    MembersMoved,
    OrganisationDissolved,
    OrganisationsMerged,
)
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    MembersMoved: following.moved,
    MembersLeft: following.left,
    MemberErased: following.erased,
    OrganisationsMerged: following.closed,
    OrganisationDissolved: following.closed,
}


def lambda_handler(event: Batch, context: Any) -> Failures:  # noqa: ARG001 - Lambda hands both
    return each_event(event, HANDLERS, "identity on moves")
