"""First step of the nightly run: its instant, and the counties in as many parts as tasks are needed."""

from typing import Any

from functions.ranking import planning
from kernel import seasons
from kernel.clock import now, stamp
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    as_of = stamp(seasons.settled_instant(event.get("asOf"), now()))
    parts = planning.plan_night()
    log("nightly ranking planned", job="ranking nightly", as_of=as_of, chunk=len(parts))
    return {"asOf": as_of, "parts": parts}
