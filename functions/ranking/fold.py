"""From the boards of a county's branches to what every organisation above them publishes. Pure, no object per member.

Points are counted at C speed, once for each level above the branches; only members who can be among the best of the
branches with the same organisations above them are ever looked at one by one.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from functions.ranking.histogram import Histogram
from functions.ranking.rules import TOP_KEPT, Tally, by_average, top_kept
from kernel.scoreboard import ID_SIZE, numbers


class Branch(NamedTuple):
    """A branch's board as of the run's instant: `members` and `points` as `kernel.scoreboard` packs them."""

    id: str
    path: str
    members: bytes
    points: bytes


@dataclass(frozen=True)
class Node:
    """An organisation of the county's tree; the county itself has the parent that is above it, or none."""

    parent_id: str
    level: str
    kind: str


class Best(NamedTuple):
    """A member near the top; `order` (branch, slot) settles who of a tie is kept."""

    points: int
    order: tuple[int, int]
    member: bytes


@dataclass
class Ranked:
    """What one organisation above the branches publishes."""

    organisation_id: str
    histogram: Histogram
    top: list[Best]
    board: list[Tally]
    members: int
    total: int


@dataclass
class _Group:
    """Branches with the same organisations above them, root first: their members' points in one row."""

    above: Sequence[str]
    points: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # where each branch's members begin
    boards: list[tuple[int, Branch]] = field(default_factory=list)
    total: int = 0


def fold(county_id: str, tree: Mapping[str, Node], branches: Iterable[Branch]) -> list[Ranked]:
    """One `Ranked` per organisation that has others below it, the county's among them."""
    boards = list(branches)
    parents = _parents(county_id, tree, boards)
    groups, tallies = _grouped(county_id, {county_id, *parents.values()}, boards)
    below = {organisation: list[_Group]() for organisation in (county_id, *parents.values())}
    for group in groups:
        for organisation in group.above:
            below[organisation].append(group)
    histograms = {organisation: _counted(of_it) for organisation, of_it in below.items()}
    leaders = {id(group): _leaders(group, _least(histograms[group.above[-1]])) for group in groups}
    for organisation, of_it in below.items():
        tallies[organisation] = _tally(organisation, of_it, tallies.get(organisation))
    children = defaultdict(list)
    for organisation, parent in parents.items():
        children[parent].append(tallies.get(organisation) or Tally(organisation, 0, 0, 0))
    ranked = []
    for own in sorted(below):
        # The county's own list is whole, for the organisations above it to choose from.
        kept = TOP_KEPT if own == county_id else top_kept(tallies[own].members)
        best = best_of(chain.from_iterable(leaders[id(group)] for group in below[own]), histograms[own], kept)
        ranked.append(Ranked(own, histograms[own], best, by_average(children[own]), *tallies[own][1:3]))
    return ranked


def _parents(county_id: str, tree: Mapping[str, Node], boards: Iterable[Branch]) -> dict[str, str]:
    """Each organisation below the county → the one above it: as the boards' paths say, else as the tree does."""
    parents = {o: node.parent_id for o, node in tree.items() if o != county_id}
    above: dict[str, str] = {}
    for board in boards:
        if board.id != county_id:
            above[board.id] = _parent_path(board)
    for path in dict.fromkeys(above.values()):
        ids = _within(county_id, path)
        parents.update(zip(ids[1:], ids, strict=False))
    last = {path: path.rsplit("/", 2)[1] for path in above.values()}
    return parents | {organisation: last[path] for organisation, path in above.items()}


def _parent_path(board: Branch) -> str:
    return board.path[: -len(board.id) - 1]


def _within(county_id: str, path: str) -> list[str]:
    ids = path.strip("/").split("/")
    return ids[ids.index(county_id) :]


def _grouped(county_id: str, above_others: set[str], boards: Iterable[Branch]) -> tuple[list[_Group], dict[str, Tally]]:
    groups: dict[str, _Group] = {}
    tallies: dict[str, Tally] = {}
    for number, board in enumerate(boards):
        path = board.path if board.id in above_others else _parent_path(board)  # a general branch may have its own
        if (group := groups.get(path)) is None:
            group = groups[path] = _Group(_within(county_id, path))
        own, *points = numbers(board.points).tolist()
        total = sum(points)
        group.starts.append(len(group.points))
        group.boards.append((number, board))
        group.points += points
        group.total += total
        tallies[board.id] = Tally(board.id, len(points), total, own)
    return list(groups.values()), tallies


def _counted(groups: Iterable[_Group]) -> Histogram:
    return Histogram.of(Counter(chain.from_iterable(group.points for group in groups)))


def _tally(organisation_id: str, groups: Iterable[_Group], before: Tally | None) -> Tally:
    members, total = sum(len(group.points) for group in groups), sum(group.total for group in groups)
    return Tally(organisation_id, members, total, before.own if before else 0)


def best_of(leaders: Iterable[Best], histogram: Histogram, kept: int) -> list[Best]:
    """The first of the leaders of the parts of an organisation."""
    least = _least(histogram)
    return sorted((one for one in leaders if one.points >= least), key=_place)[:kept]


def _place(best: Best) -> tuple[int, tuple[int, int]]:
    return -best.points, best.order


def _least(histogram: Histogram) -> int:
    """The fewest points that may be among the best; nobody without points is."""
    least, found = 1, 0
    for value, count in zip(reversed(histogram.values), reversed(histogram.counts), strict=True):
        if value <= 0 or found >= TOP_KEPT:
            break
        least, found = value, found + count
    return least


def _leaders(group: _Group, least: int) -> list[Best]:
    """The best members of a group, at most `TOP_KEPT`, of those who have at least so many points."""
    points = group.points
    found = [place for place, value in enumerate(points) if value >= least]
    found.sort(key=points.__getitem__, reverse=True)  # stable: of a tie the first in order
    return [_best(group, place) for place in found[:TOP_KEPT]]


def _best(group: _Group, place: int) -> Best:
    at = bisect_right(group.starts, place) - 1
    number, board = group.boards[at]
    slot = place - group.starts[at]
    return Best(group.points[place], (number, slot), board.members[slot * ID_SIZE : (slot + 1) * ID_SIZE])
