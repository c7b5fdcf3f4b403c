"""From what counties published of one instant to cities, provinces and what is above them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from functions.ranking.fold import Ranked, best_of
from functions.ranking.histogram import Histogram
from functions.ranking.rules import TOP_KEPT, Tally, by_average
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


def _joined(organisation_id: str, parts: list[Ranked]) -> Ranked:
    counted = Counter[int]()
    for part in parts:
        counted.update(dict(zip(part.histogram.values, part.histogram.counts, strict=True)))
    histogram = Histogram.of(counted)
    placed = (
        best._replace(order=(number, place)) for number, part in enumerate(parts) for place, best in enumerate(part.top)
    )
    below = [Tally(part.organisation_id, part.members, part.total, 0) for part in parts]
    members, total = sum(part.members for part in parts), sum(part.total for part in parts)
    return Ranked(organisation_id, histogram, best_of(placed, histogram, TOP_KEPT), by_average(below), members, total)
