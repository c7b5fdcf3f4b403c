"""The rank of every member of a branch at every level: in it by its own members, above it by histograms. Pure."""

from collections.abc import Mapping, Sequence


def within(points: Sequence[int]) -> list[int]:
    """Ranks among these members, in their order (ties share a rank, `domain.md` 7.4)."""
    ascending = sorted(points)
    rank_of = dict(zip(ascending, range(len(ascending), 0, -1), strict=True))  # the last of equals has fewest above
    return [rank_of[value] for value in points]


def among(points: Sequence[int], rank_of: Mapping[int, int]) -> list[int]:
    """Their ranks in an organisation above, as `Histogram.ranks` tells."""
    return [rank_of[value] for value in points]
