"""Members came to a branch: from now on somebody notices if they stay away."""

from typing import Any

from functions.notices import absence
from kernel.consumer import Failures, each_event
from kernel.events import MembersEnrolled


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, {MembersEnrolled: absence.enrolled}, "notices.on_members_enrolled")
