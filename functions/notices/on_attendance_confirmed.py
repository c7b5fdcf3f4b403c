"""Members attended: their ladder of absence starts anew."""

from typing import Any

from functions.notices import absence
from kernel.consumer import Failures, each_event
from kernel.events import AttendanceConfirmed


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, {AttendanceConfirmed: absence.attended}, "notices.on_attendance_confirmed")
