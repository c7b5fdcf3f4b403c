"""A record was handed in, passed a review or came back: what it meets, who waits for it, who is not absent."""

from collections.abc import Callable
from typing import Any

from functions.notices import absence, obligation_activities, obligations
from kernel.consumer import Failures, each_event
from kernel.events import ActivityReturned, ActivityReviewed, ActivitySubmitted, Event
from kernel.journal import Act


def _submitted(act: Act, event: ActivitySubmitted) -> None:
    obligations.settle(act, obligation_activities.submitted(act, event))
    absence.submitted(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    ActivitySubmitted: _submitted,
    ActivityReviewed: obligations.settled_by(obligation_activities.reviewed),
    ActivityReturned: obligations.settled_by(obligation_activities.returned),
}


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, HANDLERS, "notices.on_activities")
