"""City and province of the ranking bench: added up from what counties published, as a night does, beside the peers."""

from array import array
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from functions.ranking.columns import Numbers, plain
from functions.ranking.histogram import Histogram
from functions.ranking.ranked import Branch, Ranked
from functions.ranking.rising import rise
from kernel.ids import derived_id
from kernel.scoreboard import ID_SIZE, OWN, numbers
from scripts.bench import ranking_peers
from scripts.bench.ranking_engines import Columns, outcome
from scripts.bench.ranking_peers import Facts, Outcome, Scopes

if TYPE_CHECKING:
    from scripts.bench.ranking import Engine, Totals

COUNTIES_OF_CITY = 9
PROVINCE = derived_id("bench province")
LEVELS = ("city", "province")
ABOVE = ", above"  # what is measured of these, after its name


@dataclass(frozen=True)
class Part:
    """A county: the city that it stands below, what it published, and its members."""

    city: str
    ranked: Ranked
    points: "array[int]"
    members: Sequence[bytes]


@dataclass
class Above:
    """The counties of a province, in the order in which a night joins them."""

    parts: list[Part] = field(default_factory=list)

    def add(self, county_id: str, branches: Sequence[Branch], ranked: Sequence[Ranked]) -> None:
        points, members = array("i"), list[bytes]()
        for branch in branches:
            points.extend(numbers(branch.points)[OWN + 1 :])
            members += [branch.members[at : at + ID_SIZE] for at in range(0, len(branch.members), ID_SIZE)]
        self._insert(county_id, ranked, points, members)

    def publish(self, county_id: str, ranked: Sequence[Ranked]) -> None:
        """All that a night has of a county."""
        self._insert(county_id, ranked, array("i"), ())

    def _insert(self, county_id: str, ranked: Sequence[Ranked], points: "array[int]", members: Sequence[bytes]) -> None:
        own = next(one for one in ranked if one.organisation_id == county_id)
        city = derived_id("bench city", len(self.parts) // COUNTIES_OF_CITY)
        insort(self.parts, Part(city, own, points, members), key=lambda part: (part.city, part.ranked.organisation_id))

    def published(self) -> list[tuple[str, Ranked]]:
        return [(part.city, part.ranked) for part in self.parts]

    def paths(self) -> dict[str, str]:
        """Of the cities and the province."""
        return {PROVINCE: f"/{PROVINCE}/"} | {part.city: f"/{PROVINCE}/{part.city}/" for part in self.parts}

    def facts(self) -> Facts:
        """The members in the order of the counties: those of each county, city and of the province."""
        scopes: Scopes = defaultdict(list)
        parents, begun = dict[str, str](), 0
        for part in self.parts:
            county, places = part.ranked.organisation_id, range(begun, begun := begun + len(part.points))
            parents |= {county: part.city, part.city: PROVINCE}
            for scope in (county, part.city, PROVINCE):
                scopes[scope] += places
        every = [value for part in self.parts for value in part.points]
        return Facts(every, [member for part in self.parts for member in part.members], scopes, parents)

    def levels(self) -> dict[str, list[str]]:
        """City and province of each member."""
        cities = [part.city for part in self.parts for _ in part.points]
        return {"city": cities, "province": [PROVINCE] * len(cities)}


def ranks_of_all(above: Above, risen: Sequence[Ranked]) -> list[tuple[str, "array[int]"]]:
    """Ranks of every member from the histograms: county by county, in its city and in the province."""
    tables = {one.organisation_id: Table.of(one.histogram) for one in risen}
    return [
        (organisation, tables[organisation].ranks(part.points))
        for part in above.parts
        for organisation in (part.city, PROVINCE)
    ]


@dataclass(frozen=True)
class Table:
    """Ranks by points, from the fewest that somebody has."""

    least: int
    rank_of: Numbers

    @classmethod
    def of(cls, histogram: Histogram) -> "Table":
        if not histogram.values:
            return cls(0, np.zeros(0, np.int32))
        values, counts = np.frombuffer(histogram.values, np.int32), np.frombuffer(histogram.counts, np.int32)
        least = histogram.values[0]
        rank_of = np.zeros(histogram.best - least + 1, np.int32)
        rank_of[values - least] = 1 + np.sum(counts) - np.cumsum(counts)
        return cls(least, rank_of)

    def ranks(self, points: "array[int]") -> "array[int]":
        return plain(self.rank_of.take(np.frombuffer(points, np.int32) - self.least))


def compare(above: Above, engines: Mapping[str, "Engine"], totals: "Totals") -> "Totals":
    """One lap of everybody over all the counties. What these sum up to was said before, and is not asked again."""
    risen = totals.timed("rise", lambda: rise(above.paths(), above.published()))
    ranks = totals.timed("ranks above", lambda: ranks_of_all(above, risen))
    facts = above.facts()
    told = [ranking_peers.ours(_by_organisation(ranks), risen)]
    told.append(totals.timed(f"sort per scope{ABOVE}", lambda: ranking_peers.by_sorting(_upper(facts))))
    columns = Columns.of(facts, above.levels())
    for name, engine in engines.items():
        loaded = engine.load(columns)
        raw = totals.timed(f"{name}{ABOVE}", partial(engine.run, loaded, LEVELS, LEVELS), engine.clock)
        told.append(outcome(engine.told(raw, LEVELS, LEVELS), facts, columns, _counties(facts)))
    oracle = ranking_peers.oracle(facts)
    wanted = list(above.paths())
    totals.equal &= all(_equal(one, oracle, wanted) for one in told)
    return totals


def _by_organisation(ranks: Iterable[tuple[str, "array[int]"]]) -> Scopes:
    found: Scopes = defaultdict(list)
    for organisation, row in ranks:
        found[organisation] += row
    return found


def _upper(facts: Facts) -> Facts:
    """Without the counties' own ranks, which were compared county by county."""
    counties = _counties(facts)
    return Facts(
        facts.points,
        facts.members,
        {own: places for own, places in facts.scopes.items() if own not in counties},
        {own: parent for own, parent in facts.parents.items() if own not in counties},
    )


def _counties(facts: Facts) -> dict[str, tuple[int, int]]:
    """Members and points of the organisations that have none below them here."""
    leaves = facts.scopes.keys() - set(facts.parents.values())
    return {own: (len(facts.scopes[own]), sum(facts.points[p] for p in facts.scopes[own])) for own in leaves}


def _equal(one: Outcome, oracle: Outcome, wanted: Sequence[str]) -> bool:
    """Every rank and the best of each; and those below, except of who was not asked for the counties' sums."""
    return all(
        one.ranks[own] == oracle.ranks[own]
        and one.best[own] == oracle.best[own]
        and one.below.get(own, oracle.below[own]) == oracle.below[own]
        for own in wanted
    )
