"""What a ranking must say of a county, three other ways: an oracle, and two peers that are in every Python.

NumPy, Polars and DuckDB are not among the locked packages, and are not measured here.
"""

import sqlite3
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from functions.ranking.fold import Branch, Ranked
from functions.ranking.histogram import Histogram
from functions.ranking.rules import top_kept
from kernel.ids import from_bytes
from kernel.scoreboard import ID_SIZE, numbers

Scopes = dict[str, list[int]]  # organisation → places of its members in the county


@dataclass
class Outcome:
    """Of every organisation: the rank of each member, the best (points, id), and those below by average."""

    ranks: dict[str, list[int]]
    best: dict[str, list[tuple[int, str]]]
    below: dict[str, list[tuple[str, int, int]]]


@dataclass(frozen=True)
class Facts:
    """A county's members in the order of their branches, and the organisations of each."""

    points: list[int]
    members: list[bytes]
    scopes: Scopes
    parents: Mapping[str, str]

    @classmethod
    def of(cls, branches: Iterable[Branch]) -> "Facts":
        points, members, parents = list[int](), list[bytes](), dict[str, str]()
        scopes: Scopes = defaultdict(list)
        for branch in branches:
            own, path = list(numbers(branch.points))[1:], branch.path.strip("/").split("/")
            places = range(len(points), len(points) + len(own))
            for organisation in path:
                scopes[organisation] += places
            parents |= dict(zip(path[1:], path, strict=False))
            points += own
            members += [branch.members[i * ID_SIZE : (i + 1) * ID_SIZE] for i in range(len(own))]
        return cls(points, members, scopes, parents)


def oracle(facts: Facts) -> Outcome:
    """By the definition: one more than how many have more."""
    out = Outcome({}, {}, {})
    for organisation, places in facts.scopes.items():
        ascending = sorted(facts.points[place] for place in places)
        out.ranks[organisation] = [1 + len(ascending) - bisect_right(ascending, facts.points[p]) for p in places]
        leaders = sorted((p for p in places if facts.points[p] > 0), key=lambda p: (-facts.points[p], p))
        out.best[organisation] = _named(facts, leaders[: top_kept(len(places))])
    _boards(facts, out)
    return out


def by_sorting(facts: Facts) -> Outcome:
    """One sort per scope, then a walk."""
    out = Outcome({}, {}, {})
    for organisation, places in facts.scopes.items():
        points = facts.points
        order = sorted(places, key=lambda p: -points[p])
        rank_of: dict[int, int] = {}
        for rank, place in enumerate(order, 1):
            rank_of.setdefault(points[place], rank)
        out.ranks[organisation] = [rank_of[points[place]] for place in places]
        leaders = [p for p in order[: top_kept(len(places))] if points[p] > 0]
        out.best[organisation] = _named(facts, leaders)
    _boards(facts, out)
    return out


def by_sqlite(base: sqlite3.Connection, columns: Sequence[str]) -> list[tuple[int, ...]]:
    """Window functions; the table has been filled before. The ranks alone: less than the others are asked."""
    ranks = ", ".join(f"rank() over (partition by {c} order by points desc)" for c in columns)
    return base.execute(f"select {ranks} from members order by place").fetchall()  # noqa: S608 - our own column names


def filled(facts: Facts, columns: Mapping[str, Sequence[str]]) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.execute(f"create table members (place integer primary key, points integer, {', '.join(columns)})")
    rows = zip(range(len(facts.points)), facts.points, *columns.values(), strict=True)
    base.executemany(f"insert into members values (?, ?{', ?' * len(columns)})", rows)  # noqa: S608 - placeholders
    return base


def ours(facts: Facts, ranked: Iterable[Ranked]) -> Outcome:
    """Ranks of every member from the histograms of a run; of a branch from its own members, as a standing does."""
    out, points = Outcome({}, {}, {}), facts.points
    histograms = {r.organisation_id: r.histogram for r in ranked}
    for organisation, places in facts.scopes.items():
        histogram = histograms.get(organisation) or Histogram.of(Counter(points[p] for p in places))
        rank_of = _all_ranks(histogram)
        out.ranks[organisation] = [rank_of[points[place]] for place in places]
    for one in ranked:
        out.best[one.organisation_id] = [(best.points, from_bytes(best.member)) for best in one.top]
        out.below[one.organisation_id] = [(t.organisation_id, t.members, t.total) for t in one.board]
    return out


def _all_ranks(histogram: Histogram) -> dict[int, int]:
    """Points → rank, from the best down."""
    rank, rank_of = 1, {}
    for value, count in zip(reversed(histogram.values), reversed(histogram.counts), strict=True):
        rank_of[value] = rank
        rank += count
    return rank_of


def equal(one: Outcome, other: Outcome, published: Iterable[str]) -> bool:
    """Every rank of every member, and of every organisation that a run publishes its best and those below."""
    return one.ranks == other.ranks and all(
        one.best[o] == other.best[o] and one.below[o] == other.below[o] for o in published
    )


def _named(facts: Facts, places: Iterable[int]) -> list[tuple[int, str]]:
    return [(facts.points[p], from_bytes(facts.members[p])) for p in places]


def _boards(facts: Facts, out: Outcome) -> None:
    below: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for organisation, parent in facts.parents.items():
        places = facts.scopes[organisation]
        below[parent].append((organisation, len(places), sum(facts.points[p] for p in places)))
    for parent, lines in below.items():
        out.below[parent] = sorted(lines, key=lambda line: (-Fraction(line[2], line[1]), line[0]))
