"""Every night: have the balances of each county checked against its ledger."""

from typing import Any

from functions.points import checking
from kernel import seasons
from kernel.clock import now, stamp
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, int]:
    """`asOf` is the scheduled instant, or an operator's; each county is a message, so one cannot hold up the others."""
    as_of = seasons.settled_instant(event.get("asOf"), now())
    counties = checking.start(as_of)
    log("points checks started", job="points nightly", as_of=stamp(as_of), sent=counties)
    return {"counties": counties}
