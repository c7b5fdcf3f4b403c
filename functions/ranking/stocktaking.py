"""Where those who want to be told stood when a week ended: exact as of the night's run, at every level it ranked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from functions.ranking import running, scores, trees
from functions.ranking.histogram import Histogram, decode
from functions.ranking.ranked import Branch
from functions.ranking.rules import BRANCH
from functions.ranking.tables import RankRow
from functions.ranking.weekly_rules import Place, Stock
from kernel.clock import stamp
from kernel.directory import ancestors
from kernel.events import RankWeekEnded
from kernel.scoreboard import OWN, Board, member_ids, numbers

Level = tuple[str | None, Histogram]


@dataclass(frozen=True)
class Home:
    """A branch as of the night, its members' ids, and the organisations above it, nearest first."""

    branch: Branch
    members: Sequence[str]
    above: Sequence[str]


def take(event: RankWeekEnded, wanted: set[str]) -> dict[str, Stock]:
    """By member; whoever was on no board of the county that night is left out. Empty where the county was not ranked.

    Raises `TooOld`.
    """
    homes = list(_homes(event, wanted))
    levels = _levels(event, {one for home in homes for one in home.above})
    if event.county_id not in levels:
        return {}
    return {
        member: Stock(event.season, stamp(event.as_of), home.branch.id, places)
        for home in homes
        for member, places in _places(home, levels)
        if member in wanted
    }


def _homes(event: RankWeekEnded, wanted: set[str]) -> Iterator[Home]:
    """Branches with somebody who wants to be told."""
    known = trees.tree(event.county_id)
    county = known.get(event.county_id)
    over = trees.above_counties().get(county.parent_id) if county else None
    beyond = ancestors(over.path)[::-1] if over else []
    boards = scores.as_of(scores.boards(event.season, event.county_id), event.as_of)
    for branch in running.placed(event.county_id, known, boards):
        members = member_ids(Board(branch.members))
        if not wanted.isdisjoint(members):
            above = ancestors(branch.path)[:-1]
            yield Home(branch, members, [*above[above.index(event.county_id) :][::-1], *beyond])


def _levels(event: RankWeekEnded, above: Iterable[str]) -> dict[str, Level]:
    """What the night said of these organisations."""
    keys = [RankRow.key_of(event.season, one, stamp(event.as_of)) for one in sorted(above)]
    rows = RankRow.find_all(keys, consistent=True)
    return {row.pk.rpartition("#")[2]: (row.level, decode(row.histogram)) for row in rows}


def _places(home: Home, levels: Mapping[str, Level]) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """Each member of a branch, and where they stand in it and above it."""
    points = numbers(home.branch.points).tolist()
    del points[OWN]
    own: Level = BRANCH, Histogram.of(Counter(points))
    among = [(home.branch.id, own), *((one, levels[one]) for one in home.above if one in levels)]
    for member, value in zip(home.members, points, strict=True):
        yield member, tuple(Place(one, level, value, h.rank(value), h.members) for one, (level, h) in among)
