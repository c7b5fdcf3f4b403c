"""Organisations were founded, moved or closed: the copy of their county's tree follows. And `MemberErased`, which comes
by the same queue: what was written about the member is blank."""

from collections.abc import Callable
from typing import Any

from functions.ranking import erasing, trees
from kernel.consumer import Failures, each_event
from kernel.events import (
    Event,
    MemberErased,
    OrganisationDissolved,
    OrganisationMoved,
    OrganisationsFounded,
    OrganisationsMerged,
)
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    OrganisationsFounded: trees.take_over,
    OrganisationMoved: trees.moved,
    OrganisationsMerged: trees.closed,
    OrganisationDissolved: trees.closed,
    MemberErased: erasing.blank,
}


def lambda_handler(event: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - the signature Lambda calls
    return each_event(event, HANDLERS, "ranking on organisations")
