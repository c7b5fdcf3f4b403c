"""One line per call: decisions as keys from an allow-list, never a value that a person typed."""

import logging
from typing import Any

from aws_lambda_powertools import Logger

KEYS = frozenset(
    {
        "route",
        "status",
        "code",
        "error",
        "event",
        "trigger",
        "records",
        "failed",
        "rows",
        "chunk",
        "job",
        "as_of",
        "organisations",
        "members",
        "sent",
        "finished",
        "read",
        "heads",
        "seconds",
        "chain",
        "trace",
    }
)

logger = Logger(service="e-branch", log_uncaught_exceptions=False, utc=True)
logging.getLogger("botocore").setLevel(logging.WARNING)
# The resolver logs the text of every unexpected error, which may hold what a person typed; `http.serve` logs its place.
logging.getLogger("aws_lambda_powertools.event_handler").setLevel(logging.CRITICAL)


def log(message: str, level: int = logging.INFO, **facts: Any) -> None:
    """Write one line. Raises `ValueError` for a key that is not on the list."""
    strange = facts.keys() - KEYS
    if strange:
        raise ValueError(f"not allowed in a log: {sorted(strange)}")
    (logger.error if level >= logging.ERROR else logger.info)(message, extra=facts)
