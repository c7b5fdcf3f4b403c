"""Who rules on a disputed line of attendance, until when, and what a ruling brings about. Pure (`domain.md` 4.3).

How long a branch may take is a local rule: none was found for attendance. Five working days are what places give
themselves for passing on what a citizen wrote (`domain.md` 9.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from functions.activities.rules import ATTENDED, EXCUSED, MOST_CONFIRMATIONS, OPEN, Presence, State
from kernel.calendar import add_working_days

ANSWERED_WITHIN = 5  # working days
BY_RULING = "RULING"
FIRST_CORRECTION = 1000
"""The numbers of parts that tell of a correction follow on no approval: at most 500 rows make far fewer parts."""


class Stage(StrEnum):
    """Who rules: the branch while it may still write in the record, the final committee once it approved that."""

    BRANCH = "BRANCH"
    COMMITTEE = "COMMITTEE"


class Outcome(StrEnum):
    OPEN = "OPEN"
    UPHELD = "UPHELD"
    REJECTED = "REJECTED"


CLOSED = (State.CANCELLED, State.WITHDRAWN)
"""What counts no more: a dispute of it is answered, and never upheld."""


def stage(state: str) -> Stage | None:
    """None while the record waits for a review: nobody changes it then."""
    if state in (*OPEN, State.CANCELLED):
        return Stage.BRANCH
    return Stage.COMMITTEE if state in (State.APPROVED, State.WITHDRAWN) else None


def may_be_raised(state: str, ruled_at: str | None) -> bool:
    """Until it is withdrawn; and once more when the committee rules on what the branch has ruled on before."""
    if state in CLOSED:
        return False
    return ruled_at is None or (ruled_at == Stage.BRANCH and state == State.APPROVED)


def answer_by(day: date) -> date:
    return add_working_days(day, ANSWERED_WITHIN)


@dataclass(frozen=True)
class Effect:
    """What changes for others once an approved line is corrected: `taken_back` and `given` attendance, an absence that
    has a reason by now."""

    taken_back: bool = False
    given: bool = False
    reason: bool = False


def effect(before: str | None, after: Presence) -> Effect:
    """Of a correction from one state (none: no line) to another."""
    was, is_now = before in ATTENDED, after in ATTENDED
    with_reason = (*EXCUSED, Presence.EXEMPT)
    return Effect(was and not is_now, is_now and not was, after in with_reason and before not in with_reason)


Correction = Mapping[str, Any]
"""`part`, `home`, `member`, `attended`: what a ruling gave a member, or took back from the part of that number."""


def part_of(member: str, parts: Sequence[tuple[str, Sequence[str]]], corrections: Sequence[Correction]) -> int:
    """The part by which a member's attendance counts now. Raises `LookupError` if it does not."""
    mine = [one for one in corrections if one["member"] == member and one["attended"]]
    if mine:
        return int(mine[-1]["part"])
    return next(number for number, (_, members) in enumerate(parts) if member in members)


def standing(corrections: Sequence[Correction]) -> list[Correction]:
    """Those by which members count now: given, and not taken back again."""
    last = {one["member"]: one for one in corrections}
    return [one for one in last.values() if one["attended"]]


def attended_now(approved: Sequence[str], corrections: Sequence[Correction]) -> set[str]:
    """Who attended, by what was approved and every ruling since."""
    found = set(approved)
    for one in corrections:
        (found.add if one["attended"] else found.discard)(one["member"])
    return found


def has_room(parts: int, corrections: Sequence[Correction]) -> bool:
    """Whether one more fits into the transaction that would withdraw them all."""
    return parts + len(corrections) < MOST_CONFIRMATIONS
