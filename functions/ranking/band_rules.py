"""The lists gold, silver, yellow and black: dated thresholds, by share or absolute, early warning (`domain.md` 7.4).

Pure. Shares are percent of the best of an organisation; absolute thresholds are points, of an organisation its average.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Literal

from msgspec import Struct

Basis = Literal["SHARE", "POINTS"]
Number = Fraction | int
MOST_SETS = 20


class Band(StrEnum):
    """金榜、银榜、黄榜、黑榜."""

    GOLD = "gold"
    SILVER = "silver"
    YELLOW = "yellow"
    BLACK = "black"


class Thresholds(Struct, frozen=True):
    """The least that each list takes, and how near its edge a warning comes: 0, never."""

    basis: Basis = "SHARE"
    gold: int = 90
    silver: int = 75
    yellow: int = 60
    warning: int = 0

    @property
    def edges(self) -> Sequence[tuple[Band, int]]:
        """The best list first; the black one has none."""
        return (Band.GOLD, self.gold), (Band.SILVER, self.silver), (Band.YELLOW, self.yellow)


DEFAULT = Thresholds()


class Dated(Struct, frozen=True):
    """Thresholds in force from a day on."""

    effective_on: date
    thresholds: Thresholds


def band(points: Number, best: Number, thresholds: Thresholds = DEFAULT) -> Band | None:
    """The list that these points are on; None while nobody has any."""
    if best <= 0:
        return None
    measured = _measured(points, best, thresholds)
    return next((name for name, edge in thresholds.edges if measured >= edge), Band.BLACK)


def warned(points: Number, best: Number, thresholds: Thresholds) -> bool:
    """Whether the list is left with a little less: early enough to do something about it."""
    if best <= 0 or not thresholds.warning:
        return False
    measured = _measured(points, best, thresholds)
    return any(edge <= measured < edge + thresholds.warning for _, edge in thresholds.edges)


def to_next(points: int, best: int, thresholds: Thresholds) -> int | None:
    """How many points are missing to the next better list, if nobody else moves; None on the best one."""
    if best <= 0:
        return None
    edges = [edge if thresholds.basis == "POINTS" else ceil(Fraction(edge * best, 100)) for _, edge in thresholds.edges]
    return min((edge - points for edge in edges if edge > points), default=None)


def _measured(points: Number, best: Number, thresholds: Thresholds) -> Number:
    return points if thresholds.basis == "POINTS" else Fraction(points) * 100 / Fraction(best)


def on(sets: Iterable[Dated], day: date) -> Thresholds | None:
    """Of one organisation's sets that in force on a day."""
    begun = [one for one in sets if one.effective_on <= day]
    return max(begun, key=lambda one: one.effective_on).thresholds if begun else None


def nearest(above: Iterable[str], own: Mapping[str, Thresholds]) -> Thresholds:
    """What the nearest of some organisations, nearest first, has set."""
    return next((own[place] for place in above if place in own), DEFAULT)


def ruled(lists: Mapping[str, str], member_id: str) -> Band | None:
    """The list that a committee ruled a member to be on, whatever the points say."""
    return Band(lists[member_id]) if member_id in lists else None
