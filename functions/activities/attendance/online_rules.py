"""From the list of an online meeting to who was there: minutes between its start and its end. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

Stay = tuple[datetime, datetime]
"""When somebody joined, and when they left."""

SHARE = 0.5  # of the meeting's time that makes one present
MINUTE = timedelta(minutes=1)


def minimum(starts_at: datetime, ends_at: datetime) -> int:
    """The minutes from which on a member was present, at least one."""
    return max(1, ceil((ends_at - starts_at) / MINUTE * SHARE))


def minutes(stays: Iterable[Stay], starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes within the meeting; a minute of two stays at once (two devices) counts once."""
    total, reached = timedelta(), starts_at
    for joined, left in sorted(stays):
        begin, end = max(joined, reached), min(left, ends_at)
        if begin < end:
            total, reached = total + (end - begin), end
    return total // MINUTE
