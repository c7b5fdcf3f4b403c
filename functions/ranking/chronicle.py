"""A closed season, told of each organisation and its members: the items that charts are made of. Pure."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from functions.ranking import placing, rules
from functions.ranking.fold import Branch, Node, Ranked
from functions.ranking.history_tables import HistoryRow
from functions.ranking.rules import BRANCH
from kernel.directory import ancestors
from kernel.scoreboard import OWN, numbers


def rows(
    season: str, as_of: str, ranked: Iterable[Ranked], branches: Iterable[Branch], known: Mapping[str, Node]
) -> Iterator[HistoryRow]:
    """One of every organisation that stands below another or has others below it."""
    published = {one.organisation_id: one for one in ranked}
    members = {branch.id: branch for branch in branches}
    places = dict(chain.from_iterable(_siblings(one) for one in published.values()))
    tables = {own: one.histogram.ranks() for own, one in published.items()}
    for own in dict.fromkeys((*published, *places)):
        row = HistoryRow(*HistoryRow.key_of(own, season), as_of=as_of, siblings=0, members=0, total=0)
        if own in published:
            row.members, row.total = published[own].members, published[own].total
        if own in places:
            row.members, row.total, row.rank, row.siblings = places[own]
        if own in members and members[own].members:
            _with_members(row, members[own], published, tables, known)
        yield row


def _siblings(above: Ranked) -> Iterator[tuple[str, tuple[int, int, int | None, int]]]:
    """Members, points, rank and number of those directly below an organisation."""
    for tally, rank in zip(above.board, rules.places(above.board), strict=True):
        yield tally.organisation_id, (tally.members, tally.total, rank, len(above.board))


def _with_members(
    row: HistoryRow,
    branch: Branch,
    published: Mapping[str, Ranked],
    tables: Mapping[str, Mapping[int, int]],
    known: Mapping[str, Node],
) -> None:
    points = numbers(branch.points).tolist()
    del points[OWN]
    above = [own for own in ancestors(branch.path)[:-1][::-1] if own in published]
    columns = [points, placing.within(points), *(placing.among(points, tables[own]) for own in above)]
    row.ids = branch.members
    row.numbers = array("i", chain.from_iterable(zip(*columns, strict=True))).tobytes()
    levels = [[own, known[own].level if own in known else None, published[own].members] for own in above]
    row.levels = [[branch.id, BRANCH, len(points)], *levels]


def of_member(row: HistoryRow, packed_id: bytes) -> Sequence[int] | None:
    """Points and ranks of a member in a branch's item; None if the member was not there."""
    ids, width = row.ids or b"", 1 + len(row.levels or ())
    place = next((at for at in range(0, len(ids), len(packed_id)) if ids[at : at + len(packed_id)] == packed_id), None)
    if place is None:
        return None
    first = place // len(packed_id) * width
    return array("i", row.numbers)[first : first + width].tolist()
