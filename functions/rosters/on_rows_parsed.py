"""What the parser found in a file."""

from typing import Any

from functions.rosters.keeping import keep
from functions.rosters.messages import Parsed
from kernel.consumer import Failures, each_message


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_message(event, Parsed, keep, "rows parsed")
