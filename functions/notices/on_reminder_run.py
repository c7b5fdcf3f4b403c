"""Each morning: start the reminder run of every county. The input's `asOf` is a day, or `today` (Asia/Shanghai)."""

from datetime import date
from typing import Any

from functions.notices import running
from kernel.clock import business_day, now
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> None:
    given = event.get("asOf", "today")
    as_of = business_day(now()) if given == "today" else date.fromisoformat(given)
    log(
        "reminder runs", as_of=as_of.isoformat(), sent=running.start_everywhere("system:notices.on_reminder_run", as_of)
    )
