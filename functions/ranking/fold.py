"""From the boards of a county's branches to what every organisation above them publishes. Pure, no object per member.

Points of branches with the same organisations above them are joined and counted at C speed; only members who can be
among the best of their group are ever looked at one by one.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from functions.ranking.histogram import Histogram
from functions.ranking.rules import TOP_KEPT, Tally, by_average, top_kept
from kernel.scoreboard import ID_SIZE, POINTS_SIZE, numbers


@dataclass(frozen=True)
class Branch:
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


@dataclass(frozen=True)
class Best:
    """A member near the top; `order` (branch, slot) settles who of a tie is kept."""

    points: int
    order: tuple[int, int]
    member: bytes

    @property
    def key(self) -> tuple[int, tuple[int, int]]:
        return -self.points, self.order


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
    """Branches with the same organisations above them, root first."""

    above: tuple[str, ...]
    joined: "array[int]" = field(default_factory=lambda: array("i"))
    parts: list[tuple[int, "array[int]", bytes]] = field(default_factory=list)


def fold(county_id: str, tree: Mapping[str, Node], branches: Iterable[Branch]) -> list[Ranked]:
    """One `Ranked` per organisation that has others below it, the county's among them."""
    boards = list(branches)
    parents = _parents(county_id, tree, boards)
    above_others = {county_id, *parents.values()}
    groups, tallies = _grouped(county_id, above_others, boards)
    counted, best = _counted(groups.values())
    for organisation in above_others:
        own = tallies[organisation].own if organisation in tallies else 0
        tallies[organisation] = _tally(organisation, counted[organisation], own)
    children = defaultdict(list)
    for organisation, parent in parents.items():
        children[parent].append(tallies.get(organisation) or Tally(organisation, 0, 0, 0))
    return [_ranked(tallies[o], counted[o], best[o], children[o]) for o in sorted(above_others)]


def _parents(county_id: str, tree: Mapping[str, Node], boards: Iterable[Branch]) -> dict[str, str]:
    """Each organisation below the county → the one above it: as the boards' paths say, else as the tree does."""
    parents = {o: node.parent_id for o, node in tree.items() if o != county_id}
    for board in boards:
        path = _within(county_id, board.path)
        parents.update(zip(path[1:], path, strict=False))
    return parents


def _within(county_id: str, path: str) -> list[str]:
    ids = path.strip("/").split("/")
    return ids[ids.index(county_id) :]


def _grouped(
    county_id: str, above_others: set[str], boards: Iterable[Branch]
) -> tuple[dict[tuple[str, ...], _Group], dict[str, Tally]]:
    groups: dict[tuple[str, ...], _Group] = {}
    tallies: dict[str, Tally] = {}
    for number, board in enumerate(boards):
        path = _within(county_id, board.path)
        above = tuple(path if board.id in above_others else path[:-1])  # a general branch may have members of its own
        group = groups.setdefault(above, _Group(above))
        points = numbers(board.points[POINTS_SIZE:])
        group.joined.extend(points)
        group.parts.append((number, points, board.members))
        tallies[board.id] = Tally(board.id, len(points), sum(points), numbers(board.points[:POINTS_SIZE])[0])
    return groups, tallies


def _counted(groups: Iterable[_Group]) -> tuple[defaultdict[str, Counter[int]], defaultdict[str, list[Best]]]:
    counted: defaultdict[str, Counter[int]] = defaultdict(Counter)
    best: defaultdict[str, list[Best]] = defaultdict(list)
    for group in groups:
        of_group = Counter(group.joined)
        leaders = _leaders(group, of_group)
        for organisation in group.above:
            counted[organisation].update(of_group)
            best[organisation] += leaders
    return counted, best


def _tally(organisation_id: str, counted: Mapping[int, int], own: int) -> Tally:
    total = sum(points * count for points, count in counted.items())
    return Tally(organisation_id, sum(counted.values()), total, own)


def _ranked(tally: Tally, counted: Mapping[int, int], best: list[Best], below: list[Tally]) -> Ranked:
    top = sorted(best, key=lambda b: b.key)[: top_kept(tally.members)]
    board = by_average(below)
    return Ranked(tally.organisation_id, Histogram.of(counted), top, board, tally.members, tally.total)


def _leaders(group: _Group, counted: Mapping[int, int]) -> list[Best]:
    """The best members of a group, at most `TOP_KEPT`, who have points at all; of a tie the first in order."""
    least, above = _threshold(counted)
    found, places = [], TOP_KEPT - above
    for number, points, members in group.parts:
        if not points or max(points) < least:
            continue
        found += [_best(number, slot, value, members) for slot, value in enumerate(points) if value > least]
        tied = [slot for slot, value in enumerate(points) if value == least][:places] if places else []
        found += [_best(number, slot, least, members) for slot in tied]
        places -= len(tied)
    return found


def _threshold(counted: Mapping[int, int]) -> tuple[int, int]:
    """The fewest points that may be among the best, and how many members have more than that."""
    above, least = 0, 1
    for value in sorted((v for v in counted if v > 0), reverse=True):
        least = value
        if above + counted[value] >= TOP_KEPT:
            break
        above += counted[value]
    else:
        above -= counted.get(least, 0)
    return least, above


def _best(number: int, slot: int, value: int, members: bytes) -> Best:
    return Best(value, (number, slot), members[slot * ID_SIZE : (slot + 1) * ID_SIZE])
