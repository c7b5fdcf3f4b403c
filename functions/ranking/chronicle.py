"""A closed season, told of each organisation and its members: the items that charts are made of. Pure."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from functions.ranking import rules
from functions.ranking.history_tables import HistoryRow
from functions.ranking.lineage import Node
from functions.ranking.ranked import Branch, Ranked, Ranks
from functions.ranking.rules import BRANCH, Tally
from kernel.directory import ancestors
from kernel.scoreboard import OWN, numbers


@dataclass(frozen=True)
class Season:
    """A closed season of a county: what its organisations published, by id, and its members' ranks."""

    name: str
    as_of: str
    published: Mapping[str, Ranked]
    ranks: Ranks


def rows(season: Season, branches: Iterable[Branch], known: Mapping[str, Node]) -> Iterator[HistoryRow]:
    """One of every organisation that stands below another or has others below it; `branches` in the ranks' order."""
    published = season.published
    members = dict(_columns(season, branches))
    places = dict(chain.from_iterable(_siblings(one) for one in published.values()))
    for own in dict.fromkeys((*published, *places)):
        row = HistoryRow(*HistoryRow.key_of(own, season.name), as_of=season.as_of, siblings=0, members=0, total=0)
        if own in published:
            row.members, row.total = published[own].members, published[own].total
        if own in places:
            row.members, row.total, row.rank, row.siblings = places[own]
        if own in members:
            _with_members(row, members[own], published, known)
        yield row


def _siblings(above: Ranked) -> Iterator[tuple[str, tuple[int, int, int | None, int]]]:
    """Members, points, rank and number of those directly below an organisation."""
    board = list(map(Tally, *above.board))
    for tally, rank in zip(board, rules.places(board), strict=True):
        yield tally.organisation_id, (tally.members, tally.total, rank, len(board))


@dataclass(frozen=True)
class _Home:
    """A branch with members: the organisations above it, nearest first; points and ranks, a column each."""

    branch: Branch
    above: Sequence[str]
    columns: Sequence["array[int]"]


def _columns(season: Season, branches: Iterable[Branch]) -> Iterator[tuple[str, _Home]]:
    end = 0
    for branch in branches:
        points = numbers(branch.points)
        del points[OWN]
        own = slice(end, end := end + len(points))
        above = [one for one in ancestors(branch.path)[:-1][::-1] if one in season.published]
        ranks = [season.ranks.within[own], *(season.ranks.above[one][own] for one in above)]
        if branch.members:
            yield branch.id, _Home(branch, above, [points, *ranks])


def _with_members(row: HistoryRow, home: _Home, published: Mapping[str, Ranked], known: Mapping[str, Node]) -> None:
    row.ids = home.branch.members
    row.numbers = array("i", chain.from_iterable(zip(*home.columns, strict=True))).tobytes()
    levels = [[own, known[own].level if own in known else None, published[own].members] for own in home.above]
    row.levels = [[home.branch.id, BRANCH, len(home.columns[0])], *levels]


def of_member(row: HistoryRow, packed_id: bytes) -> Sequence[int] | None:
    """Points and ranks of a member in a branch's item; None if the member was not there."""
    ids, width = row.ids or b"", 1 + len(row.levels or ())
    place = next((at for at in range(0, len(ids), len(packed_id)) if ids[at : at + len(packed_id)] == packed_id), None)
    if place is None:
        return None
    first = place // len(packed_id) * width
    return array("i", row.numbers)[first : first + width].tolist()
