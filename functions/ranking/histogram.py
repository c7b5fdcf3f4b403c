"""How many members have how many points: the packed form, and ranks by counting. Pure."""

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import sub

WIDTH = 4  # bytes of a number


@dataclass(frozen=True)
class Histogram:
    """`values`: the distinct points in ascending order; `counts`: how many members have each."""

    values: "array[int]"
    counts: "array[int]"

    @classmethod
    def of(cls, counted: Mapping[int, int]) -> "Histogram":
        values = sorted(counted)
        return cls(array("i", values), array("i", [counted[value] for value in values]))

    @cached_property
    def _up_to(self) -> list[int]:
        return list(accumulate(self.counts))

    @property
    def members(self) -> int:
        return self._up_to[-1] if self.values else 0

    @property
    def best(self) -> int:
        return self.values[-1] if self.values else 0

    def rank(self, points: int) -> int:
        """One more than the number of members who have more."""
        place = bisect_right(self.values, points)
        return 1 + self.members - (self._up_to[place - 1] if place else 0)


def encode(histogram: Histogram) -> bytes:
    """Steps between values and between counts, their low bytes first, deflated: one to two bytes a distinct value.

    Neighbours have about as many members as each other: a province's 4,000 values stay below one unit to read. Steps of
    counts go up and down: they are kept as 0, -1, 1, -2, 2, … so that small ones have small numbers.
    """
    up_and_down = [step << 1 ^ step >> 31 for step in _steps(histogram.counts)]
    plain = array("i", [*_steps(histogram.values), *up_and_down]).tobytes()
    return zlib.compress(b"".join(plain[place::WIDTH] for place in range(WIDTH)), level=1)


def _steps(numbers: "array[int]") -> list[int]:
    return [*numbers[:1], *map(sub, numbers[1:], numbers)]


def decode(packed: bytes) -> Histogram:
    planes = zlib.decompress(packed)
    size = len(planes) // WIDTH
    plain = bytearray(len(planes))
    for place in range(WIDTH):
        plain[place::WIDTH] = planes[place * size : (place + 1) * size]
    numbers = array("i", bytes(plain))
    counts = (step >> 1 ^ -(step & 1) for step in numbers[size // 2 :])
    return Histogram(array("i", accumulate(numbers[: size // 2])), array("i", accumulate(counts)))
