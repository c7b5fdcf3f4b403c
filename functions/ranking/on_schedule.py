"""Every five minutes: rank the counties whose points moved."""

from typing import Any

from functions.ranking import scheduling
from kernel import seasons
from kernel.clock import now, stamp
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, int]:
    """`asOf` is the scheduled instant; the run holds for it, or for the latest instant that has settled."""
    as_of = seasons.settled_instant(event.get("asOf"), now())
    counties = scheduling.rank_changed(as_of)
    log("changed counties ranked", job="ranking", as_of=stamp(as_of), sent=counties)
    return {"counties": counties}
