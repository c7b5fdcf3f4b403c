"""One county's balances are due to be compared with its ledger."""

from typing import Any

from functions.points import checking
from functions.points.checking import Check
from kernel.consumer import Failures, each_message


def _check(due: Check) -> None:
    checking.check(due)


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_message(event, Check, _check, "points on check due")
