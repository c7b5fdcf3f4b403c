"""The numbers of a record, kept in the activity when it is handed in: lists of many activities read them there.

They are counted once, with the record at hand, since what they count cannot change while it waits.
"""

from collections import Counter
from typing import Any

from functions.activities.reading import Record
from functions.activities.rules import Presence

NOBODY_WROTE = "UNRECORDED"
"""Whom the plan expects and who has no line."""


def of(record: Record) -> dict[str, Any]:
    """`states`: how many lines say so; who presided and who wrote; photos that were accepted."""
    states = Counter(str(row.state) for row in record.attendance.values())
    states[NOBODY_WROTE] = len(record.expected - set(record.attendance))
    text = record.minutes.text if record.minutes else {}
    photos = sum(photo.state == "ACCEPTED" for photo in record.photos.values())
    return {"states": +states, "host": text.get("host"), "recorder": text.get("recorder"), "photos": photos}


def corrected(tally: dict[str, Any] | None, before: str | None, after: Presence) -> dict[str, Any] | None:
    """After a ruling on an approved line."""
    if tally is None:
        return None
    states = Counter(tally["states"])
    states[before or NOBODY_WROTE] -= 1
    states[after.value] += 1
    return tally | {"states": +states}
