"""Members sorted and counted for all the organisations of one level at once. Pure."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import neg

import numpy as np

from functions.ranking.columns import Numbers, between, firsts, plain, up_to
from functions.ranking.histogram import Histogram


@dataclass(frozen=True)
class Level:
    """Organisations that have no member in common: their members one after the other, organisation by organisation, the
    best first, of equals the first in order."""

    ids: Sequence[str]
    places: Numbers  # of each, among all the members of the county
    points: Numbers
    starts: Numbers  # where each organisation begins, and the last ends
    firsts: Numbers  # where each number of points in an organisation begins, and the last ends

    @classmethod
    def of(cls, ids: Sequence[str], homes: Numbers, sizes: Numbers, points: Numbers, order: Numbers) -> "Level":
        """`homes`: which of the organisations each branch is in, or one past the last; `sizes`: of each branch;
        `order`: of the points, best first."""
        starts, places = up_to(np.bincount(homes, sizes, len(ids))[: len(ids)].astype(np.int64)), order
        if homes.any():  # else all are in the first
            within = homes.astype(np.min_scalar_type(len(ids))).repeat(sizes)
            places = order[within[order].argsort(kind="stable")][: starts[-1]]
        row = points[places]
        return cls(ids, places, row, starts, firsts(row, starts))

    @cached_property
    def members(self) -> Numbers:
        """How many each organisation has."""
        return between(self.starts)

    @cached_property
    def totals(self) -> Numbers:
        """The sum of their points."""
        return between(up_to(self.points)[self.starts])

    def histograms(self) -> Iterator[Histogram]:
        """Of each organisation."""
        values, counts = plain(self.points[self.firsts[-2::-1]]), plain(between(self.firsts)[::-1])
        bounds = len(values) - self.firsts.searchsorted(self.starts)
        for end, begin in pairwise(bounds.tolist()):
            yield Histogram(values[begin:end], counts[begin:end])

    def best(self, kept: Sequence[int]) -> Iterator[tuple[Numbers, "array[int]"]]:
        """Places and points of the first members of each organisation; nobody without points is among them."""
        every = plain(self.points)
        for (begin, end), most in zip(pairwise(self.starts.tolist()), kept, strict=True):
            points = every[begin : min(begin + most, end)]
            del points[bisect_left(points, 0, key=neg) :]
            yield self.places[begin : begin + len(points)], points

    def ranks(self, members: int) -> Numbers:
        """In the county's order each member's rank in its organisation (`domain.md` 7.4: ties share one), 0 in none."""
        row = (self.firsts[:-1].astype(np.int32) + 1).repeat(between(self.firsts))
        row -= self.starts[:-1].astype(np.int32).repeat(self.members)
        ranks = np.zeros(members, np.int32)
        ranks[self.places] = row
        return ranks
