"""Points moved in a branch: its county has to be ranked anew. Hearing it twice costs one run too many, no more."""

from typing import Any

from functions.ranking import tables
from kernel.consumer import Failures, each_event
from kernel.events import PointsPosted
from kernel.journal import Act


def _mark(act: Act, event: PointsPosted) -> None:
    tables.mark_dirty(event.county_id, event.season, act.at)


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, {PointsPosted: _mark}, "ranking on points posted")
