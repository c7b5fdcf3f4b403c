"""Organisations were founded, moved or closed: the copy of their county's tree follows."""

from collections.abc import Callable
from typing import Any

from functions.ranking import trees
from kernel.consumer import Failures, each_event
from kernel.events import Event, OrganisationDissolved, OrganisationMoved, OrganisationsFounded, OrganisationsMerged
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    OrganisationsFounded: trees.take_over,
    OrganisationMoved: trees.moved,
    OrganisationsMerged: trees.closed,
    OrganisationDissolved: trees.closed,
}


def lambda_handler(event: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - the signature Lambda calls
    return each_event(event, HANDLERS, "ranking on organisations")
