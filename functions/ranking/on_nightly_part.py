"""Second step of the nightly run, once per part: rank its counties, close the seasons that have ended, and sum up what
branches did of what they owe."""

from typing import Any

from functions.ranking import scheduling
from kernel import seasons
from kernel.clock import now, stamp
from kernel.errors import Busy
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, int]:
    as_of = seasons.settled_instant(event.get("asOf"), now())
    closed = scheduling.close_all(event["counties"], as_of)
    summed = scheduling.sum_up_all(event["counties"])
    organisations = scheduling.rank_all(event["counties"], as_of)
    log("counties ranked", job="ranking nightly", as_of=stamp(as_of), organisations=organisations)
    if not (closed and summed):
        raise Busy
    return {"organisations": organisations}
