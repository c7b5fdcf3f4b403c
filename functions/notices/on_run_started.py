"""A run was started, by the schedule or by hand: carry it out for its county, as far as the time goes."""

from functools import partial
from typing import Any

from functions.notices import running
from kernel.consumer import Failures, each_event
from kernel.events import ReminderRunStarted

RESERVE_MS = 10_000
"""What one deadline, and ordering the rest, may take."""


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:
    def enough() -> bool:
        return bool(context.get_remaining_time_in_millis() > RESERVE_MS)

    handlers = {ReminderRunStarted: partial(running.started, enough=enough)}
    return each_event(batch, handlers, "notices.on_run_started")
