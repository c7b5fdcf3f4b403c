"""How long records wait for a committee: counted by month in ranges of hours, so that every review moves one number."""

from collections.abc import Mapping
from datetime import datetime, timedelta

BOUNDS = (1, 2, 4, 8, 12, 24, 48, 72, 96, 120, 168, 240, 336, 504, 720, 1440)
"""Hours: a wait belongs to the first bound that it does not pass; a longer one to none of them."""
BEYOND = 0

HOUR = timedelta(hours=1)


def bucket(since: datetime, at: datetime) -> int:
    """The bound of a wait, in hours."""
    return next((bound for bound in BOUNDS if at - since <= bound * HOUR), BEYOND)


def within(counts: Mapping[int, int], percent: int) -> int | None:
    """The bound within which so many of a hundred were decided; None without any, or where it lies beyond all."""
    total, so_far = sum(counts.values()), 0
    for bound in BOUNDS:
        so_far += counts.get(bound, 0)
        if total and so_far * 100 >= percent * total:
            return bound
    return None
