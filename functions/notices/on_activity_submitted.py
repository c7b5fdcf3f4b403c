"""A record was handed in: a theme day or committee meeting meets its month's deadline."""

from typing import Any

from functions.notices import idle
from kernel.consumer import Failures, each_event
from kernel.events import ActivitySubmitted


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, {ActivitySubmitted: idle.submitted}, "notices.on_activity_submitted")
