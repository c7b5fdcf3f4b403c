"""From what counties published of one instant to cities, provinces and what is above them. Pure."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from functions.ranking.columns import Numbers, best_first, between, by_average, firsts, ids_of, plain, up_to
from functions.ranking.histogram import Histogram
from functions.ranking.ranked import Below, Best, Ranked
from functions.ranking.rules import TOP_KEPT
from kernel.directory import ancestors


def rise(paths: Mapping[str, str], counties: Iterable[tuple[str, Ranked]]) -> list[Ranked]:
    """One `Ranked` for each organisation of `paths` (id → path), from counties with what each stands below.

    All of one instant, the tallest first done last: a city is part of its province.
    """
    parts: defaultdict[str, list[Ranked]] = defaultdict(list)
    for above, county in counties:
        parts[above].append(county)
    risen: list[Ranked] = []
    for own, path in sorted(paths.items(), key=lambda one: (-len(one[1]), one[0])):
        ranked = _joined(own, sorted(parts[own], key=lambda part: part.organisation_id))
        risen.append(ranked)
        for above in ancestors(path)[-2:-1]:
            parts[above].append(ranked)
    return risen


def _joined(organisation_id: str, parts: Sequence[Ranked]) -> Ranked:
    members, total = sum(part.members for part in parts), sum(part.total for part in parts)
    histogram = _counted([part.histogram for part in parts])
    return Ranked(organisation_id, histogram, _best([part.top for part in parts]), _below(parts), members, total)


def _row(columns: Iterable["array[int]"]) -> Numbers:
    return np.frombuffer(b"".join(columns), np.int32)


def _counted(histograms: Sequence[Histogram]) -> Histogram:
    values = _row(h.values for h in histograms)
    order = best_first(values)[::-1]
    row, counts = values[order], _row(h.counts for h in histograms)[order]
    bounds = firsts(row, np.array([0, len(row)]))
    return Histogram(plain(row[bounds[:-1]]), plain(between(up_to(counts)[bounds])))


def _best(tops: Sequence[Best]) -> Best:
    points = _row(top.points for top in tops)
    order = best_first(points)[:TOP_KEPT]
    return Best(ids_of(b"".join(top.members for top in tops))[order].tobytes(), plain(points[order]))


def _below(parts: Sequence[Ranked]) -> Below:
    members, totals = (np.array(column, np.int64) for column in ([p.members for p in parts], [p.total for p in parts]))
    order = by_average(np.zeros(len(parts), np.int8), members, totals)
    ids = [parts[place].organisation_id for place in order]
    return Below(ids, members[order].tolist(), totals[order].tolist(), [0] * len(parts))
