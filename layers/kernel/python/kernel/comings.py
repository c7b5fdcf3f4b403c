"""Who came onto a board or went from it, and when: packed steps of a slot, a second and which of the two. Pure.

Steps are kept for as long as a board's deltas are, so that it can be seen as it was at an earlier instant, and a
going for good, until the member comes back.
"""

import struct
from collections.abc import Iterable

_STEP = struct.Struct("<HIB")


def add(steps: bytes, slots: Iterable[int], second: int, *, came: bool) -> bytes:
    return steps + b"".join(_STEP.pack(slot, second, came) for slot in slots)


def gone(steps: bytes, second: int | None) -> set[int]:
    """The slots that are not there at a second; now, if none is named.

    The last step up to the second decides, else the first one after it, which tells of the time before.
    """
    away, seen = set[int](), set[int]()
    for slot, when, came in _STEP.iter_unpack(steps):
        past = second is None or when <= second
        if past or slot not in seen:
            (away.discard if bool(came) is past else away.add)(slot)
        seen.add(slot)
    return away


def prune(steps: bytes, oldest: int) -> tuple[bytes, int]:
    """The steps after a second and the goings that last; and the second of the latest step that was dropped, or 0."""
    told = list(_STEP.iter_unpack(steps))
    last = {slot: place for place, (slot, _, _) in enumerate(told)}
    kept, dropped = b"", 0
    for place, (slot, second, came) in enumerate(told):
        if second > oldest or (place == last[slot] and not came):
            kept += _STEP.pack(slot, second, came)
        else:
            dropped = max(dropped, second)
    return kept, dropped
