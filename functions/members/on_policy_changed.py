"""A committee set a switch: whether a branch changes dossiers by itself follows it."""

from typing import Any

from functions.members import switches
from kernel.consumer import Failures, each_event
from kernel.events import PolicyChanged


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, {PolicyChanged: switches.take_over}, "members on policy changed")
