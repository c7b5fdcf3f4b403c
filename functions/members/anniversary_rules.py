"""When the day of joining comes round (`domain.md` 4.1 and 12, `POLITICAL_BIRTHDAY`). Pure."""

from calendar import isleap
from datetime import date, timedelta

AHEAD = timedelta(days=7)
"""So long before the day it is announced, that a branch can prepare for it (L)."""

LATE = timedelta(days=7)
"""What could not be announced in time is announced until so long after the day (L)."""

FOUNDED = 1921
"""Nobody joined before there was a Party."""


def joined_on(day: date) -> list[str]:
    """The days of joining that come round on a day, the earliest first; who joins on it has no anniversary yet.

    Who joined on 29 February has it on the 28th where the year has no 29th.
    """
    days = [day.strftime("%m-%d")]
    if days == ["02-28"] and not isleap(day.year):
        days.append("02-29")
    return [f"{year}-{of}" for year in range(FOUNDED, day.year) for of in days if of != "02-29" or isleap(year)]
