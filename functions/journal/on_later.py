"""Events of a burst → bus, when their time in the queue is over. At least once, as the relay tells the others."""

from typing import Any

import msgspec

from functions.journal.publishing import publish
from functions.journal.rules import Outgoing
from kernel.consumer import Failures, each_message
from kernel.events import Envelope


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    """Where the bus fails the whole batch comes again; a message that is no event comes again by itself."""
    events: list[Outgoing] = []

    def take(told: Outgoing) -> None:
        msgspec.json.decode(told.detail, type=Envelope)
        events.append(told)

    failed = each_message(event, Outgoing, take, "relay later")
    publish(events)
    return failed
