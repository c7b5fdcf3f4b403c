"""What a ranking must say of a county, two other ways: an oracle, and a peer that is in every Python."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from functions.ranking.ranked import Branch, Ranked, Ranks
from functions.ranking.rules import TOP_KEPT, top_kept
from kernel.ids import from_bytes
from kernel.scoreboard import ID_SIZE, POINTS_SIZE, numbers

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
        out.best[organisation] = _named(facts, leaders[: kept(facts.parents, organisation, len(places))])
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
        leaders = [p for p in order[: kept(facts.parents, organisation, len(places))] if points[p] > 0]
        out.best[organisation] = _named(facts, leaders)
    _boards(facts, out)
    return out


def by_organisation(branches: Iterable[Branch], ranks: Ranks) -> Scopes:
    """What a county says of its members' ranks, as the oracle says it."""
    found, end = defaultdict[str, list[int]](list), 0
    for branch in branches:
        own = slice(end, end := end + len(branch.points) // POINTS_SIZE - 1)
        *above, branch_id = branch.path.strip("/").split("/")
        found[branch_id] += ranks.within[own]
        for organisation in above:
            found[organisation] += ranks.above[organisation][own]
    return found


def ours(ranks: Scopes, ranked: Iterable[Ranked]) -> Outcome:
    """What a run says, as the oracle says it."""
    out = Outcome(ranks, {}, {})
    for one in ranked:
        members = (one.top.members[at : at + ID_SIZE] for at in range(0, len(one.top.members), ID_SIZE))
        out.best[one.organisation_id] = list(zip(one.top.points, map(from_bytes, members), strict=True))
        out.below[one.organisation_id] = list(zip(one.board.ids, one.board.members, one.board.totals, strict=True))
    return out


def equal(one: Outcome, other: Outcome, published: Iterable[str]) -> bool:
    """Every rank of every member, and of every organisation that a run publishes its best and those below."""
    return one.ranks == other.ranks and all(
        one.best[o] == other.best[o] and one.below[o] == other.below[o] for o in published
    )


def kept(parents: Mapping[str, str], organisation: str, members: int) -> int:
    """How many of the best of an organisation are kept: all that may be, of a county."""
    return top_kept(members) if organisation in parents else TOP_KEPT


def _named(facts: Facts, places: Iterable[int]) -> list[tuple[int, str]]:
    return [(facts.points[p], from_bytes(facts.members[p])) for p in places]


def _boards(facts: Facts, out: Outcome) -> None:
    sums = {o: (len(places), sum(facts.points[p] for p in places)) for o, places in facts.scopes.items()}
    boards(facts.parents, sums, out)


def boards(parents: Mapping[str, str], sums: Mapping[str, tuple[int, int]], out: Outcome) -> None:
    """Those below each organisation by points per member, from members and points of each."""
    below: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for organisation, parent in parents.items():
        below[parent].append((organisation, *sums[organisation]))
    for parent, lines in below.items():
        out.below[parent] = sorted(lines, key=lambda line: (-Fraction(line[2], line[1]), line[0]))
