"""A dispatch was ordered, its audience named, or a reminder asked for: the members go to the queue in chunks.

Of a preview they are only counted.
"""

from typing import Any

from functions.notices import dispatch_expanding, dispatch_reminding, preview_counting
from kernel.consumer import Failures, each_event
from kernel.events import AudienceCounted, AudienceNamed, DispatchOrdered, DispatchReminded, Event, PreviewAsked

HANDLERS: dict[type[Event], Any] = {
    DispatchOrdered: dispatch_expanding.ordered,
    AudienceNamed: dispatch_expanding.named,
    DispatchReminded: dispatch_reminding.reminded,
    PreviewAsked: preview_counting.asked,
    AudienceCounted: preview_counting.counted,
}


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_event(batch, HANDLERS, "notices.on_dispatch_ordered")
