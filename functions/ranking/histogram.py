"""How many members have how many points: the packed form, and ranks by counting. Pure."""

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise


@dataclass(frozen=True)
class Histogram:
    """`values`: the distinct points in ascending order; `counts`: how many members have each."""

    values: "array[int]"
    counts: "array[int]"

    @classmethod
    def of(cls, counted: Mapping[int, int]) -> "Histogram":
        values = sorted(counted)
        return cls(array("i", values), array("I", [counted[value] for value in values]))

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
    """Steps between the values, then the counts, deflated: about 2 bytes per distinct value."""
    steps = array("i", histogram.values[:1])
    steps.extend(later - earlier for earlier, later in pairwise(histogram.values))
    return zlib.compress(steps.tobytes() + histogram.counts.tobytes())


def decode(packed: bytes) -> Histogram:
    plain = zlib.decompress(packed)
    half = len(plain) // 2
    return Histogram(array("i", accumulate(array("i", plain[:half]))), array("I", plain[half:]))
