"""A committee set a switch: what members see of others' ranks follows it."""

from typing import Any

from functions.ranking import switches
from kernel.consumer import Failures, each_event
from kernel.events import PolicyChanged


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, {PolicyChanged: switches.take_over}, "ranking on policy changed")
