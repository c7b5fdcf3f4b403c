"""A dispatch goes to whoever a kept search finds: name them; of a preview count them."""

from collections.abc import Callable
from typing import Any

from functions.members import estimating, naming
from kernel.consumer import Failures, each_event
from kernel.events import AudienceAsked, Event, PreviewAsked
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    AudienceAsked: naming.asked,
    PreviewAsked: estimating.asked,
}


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, HANDLERS, "members.on_audience_asked")
