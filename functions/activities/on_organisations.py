"""Organisations moved or were closed: records wait for the committees that they stand under now, plans are called
off. A committee set a switch: sign-in follows it."""

from collections.abc import Callable
from typing import Any

from functions.activities import following
from functions.activities.attendance import switches
from kernel.consumer import Batch, Failures, each_event
from kernel.events import Event, OrganisationDissolved, OrganisationMoved, OrganisationsMerged, PolicyChanged
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    OrganisationMoved: following.moved,
    OrganisationsMerged: following.closed,
    OrganisationDissolved: following.closed,
    PolicyChanged: switches.take_over,
}


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_event(event, HANDLERS, "activities.organisations")
