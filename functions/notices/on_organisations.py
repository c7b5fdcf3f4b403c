"""Organisations were founded or closed, or have a term: deadlines come and go."""

from collections.abc import Callable
from typing import Any

from functions.notices import closing, idle, terms
from kernel.consumer import Failures, each_event
from kernel.events import Event, OrganisationDissolved, OrganisationsFounded, OrganisationsMerged, TermSet
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    OrganisationsFounded: idle.founded,
    OrganisationsMerged: closing.closed,
    OrganisationDissolved: closing.closed,
    TermSet: terms.set_,
}


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, HANDLERS, "notices.on_organisations")
