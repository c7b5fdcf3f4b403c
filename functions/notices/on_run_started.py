"""A run was started, by the schedule or by hand: carry it out for its county."""

from typing import Any

from functions.notices import running
from kernel.consumer import Failures, each_event
from kernel.events import ReminderRunStarted


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_event(batch, {ReminderRunStarted: running.started}, "notices.on_run_started")
