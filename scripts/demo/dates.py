"""Days for the demo county: everything lies before `AS_OF`, the day the rosters are as of."""

from datetime import date, timedelta
from random import Random

AS_OF = date(2026, 10, 31)


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March, which is right for every reading of the rule."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def between(rng: Random, first: date, last: date) -> date:
    """Any day from `first` to `last`, both included; `first` if the range is empty."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
