"""Each morning: start the reminder run of every county. The input's `asOf` is a day, or `today` (Asia/Shanghai).
Of a day to come, at most 150 ahead, an operator's run tells early what is due until then, and closes no day."""

from datetime import date
from typing import Any

from functions.notices import rules, running
from kernel.clock import business_day, now
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> None:
    given = event.get("asOf", "today")
    today = business_day(now())
    as_of = today if given == "today" else date.fromisoformat(given)
    if as_of - today > rules.FARTHEST:
        raise ValueError("too far ahead")
    log(
        "reminder runs", as_of=as_of.isoformat(), sent=running.start_everywhere("system:notices.on_reminder_run", as_of)
    )
