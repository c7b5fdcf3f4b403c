"""Organisations were founded, moved or closed, or have a term: deadlines come and go, warnings follow them."""

from collections.abc import Callable
from typing import Any

from functions.notices import closing, obligation_organisations, obligations, warning
from kernel.consumer import Failures, each_event
from kernel.events import (
    Event,
    OrganisationDissolved,
    OrganisationMoved,
    OrganisationsFounded,
    OrganisationsMerged,
    TermSet,
)
from kernel.journal import Act


def _founded(act: Act, event: OrganisationsFounded) -> None:
    for made in event.organisations:
        told = obligation_organisations.founded(act, event.county_id, made)
        obligations.settle(act, told, f"FOUNDED#{made.organisation_id}")


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    OrganisationsFounded: _founded,
    OrganisationMoved: warning.moved,
    OrganisationsMerged: closing.closed,
    OrganisationDissolved: closing.closed,
    TermSet: obligations.settled_by(obligation_organisations.term_set),
}


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, HANDLERS, "notices.on_organisations")
