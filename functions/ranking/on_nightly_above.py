"""Last step of the nightly run, when its parts are through: what stands above the counties. On Mondays it says, too,
that a week has ended."""

from typing import Any

from functions.ranking import above, weekly
from kernel import seasons
from kernel.clock import now, stamp
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, int]:
    as_of = seasons.settled_instant(event.get("asOf"), now())
    organisations = above.rank_above(as_of)
    weekly.end_week(as_of)
    log("cities and provinces ranked", job="ranking nightly", as_of=stamp(as_of), organisations=organisations)
    return {"organisations": organisations}
