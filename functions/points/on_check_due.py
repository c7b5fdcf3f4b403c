"""One county's balances are due to be compared with its ledger; or rules are tried on what was counted there."""

from typing import Any

from functions.points import checking, simulating
from functions.points.checking import Check
from kernel.consumer import Failures, each_message


def _carry_out(due: Check) -> None:
    if due.simulation:
        simulating.carry_out(due.simulation)
    else:
        checking.check(due)


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_message(event, Check, _carry_out, "points on check due")
