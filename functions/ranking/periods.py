"""The seasons that close: months, quarters and years (`domain.md` 7.3, 7.4). Pure.

A month and a quarter count the points that were posted in them; a year those of its own boards, which stay open through
January for the records of December.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kernel import seasons
from kernel.clock import business_day

PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]))?$"
TRIED_FOR = timedelta(days=7)  # nights on which a season that could not be closed is tried again


@dataclass(frozen=True)
class Period:
    """`name`: "2026-11", "2026-Q4" or "2026"; `year`: whose boards it counts on; `closes`: the first day after it.

    `base`: the month whose balances it starts from; None where it starts from nothing.
    """

    name: str
    year: str
    closes: date
    base: str | None


def season_at(as_of: datetime) -> str:
    """The season that boards are kept in at an instant."""
    return seasons.season_of(business_day(as_of))


def ended(day: date) -> list[Period]:
    """Those that closed not more than a week before a business day, months first: others start from them."""
    first = day.replace(day=1)
    if day - first >= TRIED_FOR:
        return []
    last = first - timedelta(days=1)
    year, month = last.year, last.month
    found = [Period(_month(year, month), f"{year}", first, _month(year, month - 1) if month > 1 else None)]
    if month % 3 == 0:
        base = _month(year, month - 3) if month > 3 else None
        found.append(Period(f"{year}-Q{month // 3}", f"{year}", first, base))
    if month == 1:
        found.append(Period(f"{year - 1}", f"{year - 1}", first, None))
    return found


def _month(year: int, month: int) -> str:
    return f"{year}-{month:02}"
