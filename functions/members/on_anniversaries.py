"""Before each morning's reminders: announce whose day of joining comes round. `asOf` is a day, or `today`."""

from datetime import date
from typing import Any

from functions.members import announcing
from kernel.clock import business_day, now
from kernel.log import log

RESERVE_MS = 10_000
"""What a hundred branches may take."""


def lambda_handler(event: dict[str, Any], context: Any) -> None:
    def enough() -> bool:
        return bool(context.get_remaining_time_in_millis() > RESERVE_MS)

    given = event.get("asOf", "today")
    today = business_day(now()) if given == "today" else date.fromisoformat(given)
    log("anniversaries announced", as_of=today.isoformat(), sent=announcing.announce(today, enough))
