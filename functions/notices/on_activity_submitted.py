"""A record was handed in: it meets its month's deadline, and whom it may name is not absent."""

from typing import Any

from functions.notices import absence, idle
from kernel.consumer import Failures, each_event
from kernel.events import ActivitySubmitted
from kernel.journal import Act


def _submitted(act: Act, event: ActivitySubmitted) -> None:
    idle.submitted(act, event)
    absence.submitted(act, event)


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_event(batch, {ActivitySubmitted: _submitted}, "notices.on_activity_submitted")
