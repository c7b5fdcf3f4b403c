"""The facts of any day, from the present ones and what each change took the place of. Pure.

What holds on a day is the last thing said of a fact that was in effect by then; before the first change of a fact, it
is what that change took the place of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One change: which fields, their old plain values, and the day (ISO 8601) from which it holds."""

    fields: Sequence[str]
    before: Facts
    effective_on: str


def facts_on(day: str, present: Facts, changes: Sequence[Change]) -> dict[str, Any]:
    """`present` as it was at the end of `day`; `changes` in the order in which they were made."""
    known, settled = dict(present), set[str]()
    for change in reversed(changes):
        for name, was in change.before.items():
            if name in settled:
                continue
            if change.effective_on > day:
                known[name] = was
            else:
                settled.add(name)
    return known


def touched(changes: Sequence[Change], since: str, until: str) -> set[str]:
    """The fields said anew with effect after `since`, up to `until`."""
    return {name for change in changes if since < change.effective_on <= until for name in change.fields}
