"""Members attended or were excused: their ladder of absence starts anew. What is taken back, nobody missed; whose
attendance is corrected was not seen there."""

from collections.abc import Callable
from typing import Any

from functions.notices import attending
from kernel.consumer import Failures, each_event
from kernel.events import AttendanceConfirmed, AttendanceCorrected, AttendanceWithdrawn, Event
from kernel.journal import Act

HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    AttendanceConfirmed: attending.attended,
    AttendanceWithdrawn: attending.withdrawn,
    AttendanceCorrected: attending.corrected,
}


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_event(batch, HANDLERS, "notices.on_attendance_confirmed")
