"""Counters of what each rule has given the slots of a board in a period, packed: pure functions.

A period is a day, a month or a year of an activity (`2026-11-05`, `2026-11`, `2026`); a day's counters stand with
those of its month. Counters are 16 bits: no cap can be larger (`rule_models.PointsCap`).
"""

import struct
from array import array
from collections.abc import Mapping
from datetime import date

from functions.points.rules import Rule, Used

LARGEST = 65_535
_HEAD = struct.Struct("<BH")  # bytes of the name, bytes of the counters

Counters = dict[str, "array[int]"]


def pack(counters: Counters) -> bytes:
    return b"".join(
        _HEAD.pack(len(name.encode()), len(counts) * counts.itemsize) + name.encode() + counts.tobytes()
        for name, counts in sorted(counters.items())
    )


def unpack(packed: bytes) -> Counters:
    counters, at = Counters(), 0
    while at < len(packed):
        name_size, size = _HEAD.unpack_from(packed, at)
        at += _HEAD.size + name_size + size
        counters[packed[at - size - name_size : at - size].decode()] = array("H", packed[at - size : at])
    return counters


def used(counters: Counters, rule: Rule, held_on: date, slot: int) -> Used:
    """What the rule has given the slot in the day, month and year of the activity."""
    return Used(*(_count(counters, _name(period, rule), slot) for period in periods(held_on)))


def use(counters: Counters, rule: Rule, held_on: date, awards: Mapping[int, int]) -> None:
    """Count further awards (slot → points). A day is counted only where the rule caps it."""
    day, month, year = periods(held_on)
    for period in (month, year) if rule.per_day is None else (day, month, year):
        counts = counters.setdefault(_name(period, rule), array("H"))
        counts.extend([0] * (max(awards) + 1 - len(counts)))
        for slot, value in awards.items():
            counts[slot] = min(LARGEST, counts[slot] + value)


def give_back(counters: Counters, rule_id: str, held_on: date, awards: Mapping[int, int]) -> None:
    """What was counted in the periods of an activity is free again (slot → points)."""
    for period in periods(held_on):
        counts = counters.get(f"{period} {rule_id}", array("H"))
        for slot, value in awards.items():
            if slot < len(counts):
                counts[slot] = max(0, counts[slot] - value)


def carry(source: Counters, target: Counters, slots: Mapping[int, int]) -> None:
    """What these slots of one board have used goes to slots of another (slot there → slot here)."""
    for name, counts in source.items():
        for old, new in slots.items():
            if old < len(counts) and counts[old]:
                there = target.setdefault(name, array("H"))
                there.extend([0] * (new + 1 - len(there)))
                there[new], counts[old] = min(LARGEST, there[new] + counts[old]), 0


def periods(held_on: date) -> tuple[str, str, str]:
    return held_on.isoformat(), f"{held_on:%Y-%m}", f"{held_on:%Y}"


def of_year(name: str) -> bool:
    """Whether these counters are of a year, which have an item of their own."""
    return len(name.partition(" ")[0]) == len("2026")


def _name(period: str, rule: Rule) -> str:
    return f"{period} {rule.id}"


def _count(counters: Counters, name: str, slot: int) -> int:
    counts = counters.get(name, ())
    return counts[slot] if slot < len(counts) else 0
