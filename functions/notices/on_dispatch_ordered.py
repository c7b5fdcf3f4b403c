"""A dispatch was ordered, its audience named, or a reminder asked for: the members go to the queue in chunks."""

from typing import Any

from functions.notices import dispatch_expanding, dispatch_reminding
from kernel.consumer import Failures, each_event
from kernel.events import AudienceNamed, DispatchOrdered, DispatchReminded, Event

HANDLERS: dict[type[Event], Any] = {
    DispatchOrdered: dispatch_expanding.ordered,
    AudienceNamed: dispatch_expanding.named,
    DispatchReminded: dispatch_reminding.reminded,
}


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_event(batch, HANDLERS, "notices.on_dispatch_ordered")
