"""Every quarter of an hour: messages that waited for this one are ordered again."""

from typing import Any

from functions.notices import waiting
from kernel.clock import now
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> None:  # noqa: ARG001 - Lambda's signature
    log("messages taken up", sent=waiting.take_up(now()))
