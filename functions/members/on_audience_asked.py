"""A dispatch goes to whoever a kept search finds: name them."""

from typing import Any

from functions.members import naming
from kernel.consumer import Failures, each_event
from kernel.events import AudienceAsked


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_event(batch, {AudienceAsked: naming.asked}, "members.on_audience_asked")
