"""An activity was planned, changed or called off: who is told. A record was handed in, passed a review, came back or
was withdrawn: what it meets, who waits for it, who is not absent. What a committee gave branches to do burdens them.
Volunteer service is called off: whoever has a place in it is told."""

from collections.abc import Callable
from typing import Any

from functions.notices import absence, burdening, deciding, gathering, obligation_activities, obligations, serving
from kernel.consumer import Failures, each_event
from kernel.events import (
    ActivityCancelled,
    ActivityChanged,
    ActivityPlanned,
    ActivityReturned,
    ActivityReviewed,
    ActivitySubmitted,
    ActivityWithdrawn,
    AppraisalApproved,
    Event,
    ServiceBooked,
    ServiceBookingCancelled,
    ServiceCalledOff,
    ServiceOffered,
    TasksAssigned,
)
from kernel.journal import Act


def _submitted(act: Act, event: ActivitySubmitted) -> None:
    obligations.settle(act, obligation_activities.submitted(act, event))
    absence.submitted(act, event)


def _withdrawn(act: Act, event: ActivityWithdrawn) -> None:
    obligations.settle(act, obligation_activities.withdrawn(act, event))
    _grades_void(act, event)
    deciding.void(act, event)


def _grades_void(act: Act, event: ActivityWithdrawn | ActivityCancelled) -> None:
    """Beside what the record met: one transaction changes an obligation once."""
    obligations.settle(act, obligation_activities.grades_void(act, event), "GRADES")


def _cancelled(act: Act, event: ActivityCancelled) -> None:
    gathering.cancelled(act, event)
    deciding.void(act, event)
    _grades_void(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    ActivitySubmitted: _submitted,
    ActivityReviewed: obligations.settled_by(obligation_activities.reviewed),
    ActivityReturned: obligations.settled_by(obligation_activities.returned),
    ActivityWithdrawn: _withdrawn,
    AppraisalApproved: obligations.settled_by(obligation_activities.appraised),
    ActivityPlanned: gathering.planned,
    ActivityChanged: gathering.changed,
    ActivityCancelled: _cancelled,
    TasksAssigned: burdening.tasks_assigned,
    ServiceOffered: serving.known,
    ServiceBooked: serving.booked,
    ServiceBookingCancelled: serving.booked,
    ServiceCalledOff: serving.known,
}


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, HANDLERS, "notices.on_activities")
