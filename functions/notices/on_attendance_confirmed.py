"""Members attended: their ladder of absence starts anew."""

from typing import Any

from functions.notices import following
from kernel.consumer import Failures, each_event
from kernel.events import AttendanceConfirmed


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_event(batch, {AttendanceConfirmed: following.attended}, "notices.on_attendance_confirmed")
