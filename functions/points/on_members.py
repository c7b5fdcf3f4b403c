"""Members were enrolled: they stand on the board of their branch, and their statement knows its branch."""

from typing import Any

from functions.points import enrolling
from kernel.consumer import Failures, each_event
from kernel.events import MembersEnrolled


def lambda_handler(event: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - the signature Lambda calls
    return each_event(event, {MembersEnrolled: enrolling.enrol}, "points on members")
