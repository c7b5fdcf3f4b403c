"""`MembersEnrolled`, `MembersChanged` → the roll of the branch."""

from typing import Any

from functions.activities import calling
from kernel.consumer import Batch, Failures, each_event
from kernel.events import MembersChanged, MembersEnrolled


def lambda_handler(event: Batch, context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    handlers = {MembersEnrolled: calling.keep_roll, MembersChanged: calling.keep_roll}
    return each_event(event, handlers, "activities.members")
