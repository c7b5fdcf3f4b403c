"""Other rules are tried on what was counted: of one branch in the request, of more by the queue of the checks."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from functions.points import checking, comparing, replaying, rulebook, standings
from functions.points.history_tables import HistoryRow
from functions.points.replaying import Known, Replay, Rulings
from functions.points.rules import RuleSet, Standing
from functions.points.simulation_messages import Found, Order
from functions.points.simulation_tables import SimulationRow
from kernel import directory
from kernel.clock import now
from kernel.directory import covers
from kernel.errors import Changed
from kernel.projection import retrying
from kernel.transaction import Writes, transact


def carry_out(order: Order) -> None:
    """Try it, and keep what came out. The same whoever does it, and as often. Raises `Busy`."""
    writes, outcome = Writes(), found(order, _below(order))
    writes.put_anyway(SimulationRow.of(order.simulation_id, SimulationRow.FOUND, outcome))
    retrying(partial(_keep, writes))


def _keep(writes: Writes) -> None:
    if transact(writes.rows):
        raise Changed


def _below(order: Order) -> list[str]:
    """The branches of the organisation that have a board in the season, where they stand now."""
    ids = [board.branch_id for board in checking.boards(order.season, order.county_id)]
    branches = directory.organisations(ids)
    return [branch.id for branch in branches.values() if covers(order.organisation_id, branch.path)]


def found(order: Order, branches: Sequence[str]) -> Found:
    """Both trials, compared. Of a single branch each member is told."""
    rows = replaying.in_order(row for branch in branches for row in history(order.season, branch))
    shelf = rulebook.Shelf(row.path for row in rows if row.path)
    before = Replay(shelf.of).run(rows)
    after = Replay(_proposed(order, shelf), _known(order.rule_set, branches)).run(rows)
    _begin(order, shelf, rows, after)
    accounts = sorted({*before.members, *after.members})
    alone = branches == [order.organisation_id]
    return Found(
        members=comparing.compare(before.members, after.members),
        branches=comparing.compare(before.branches, after.branches),
        bands=comparing.bands(before.members, after.members, order.target) if order.target else (),
        each={a: (before.members[a], after.members[a]) for a in accounts} if alone else {},
        as_of=now(),
    )


def history(season: str, branch_id: str) -> Iterator[HistoryRow]:
    yield from HistoryRow.query(HistoryRow.partition(season, branch_id), consistent_read=True)


def _known(rule_set: RuleSet, branches: Iterable[str]) -> Known:
    """What is kept now of the members' standings, if the rules that are tried leave any out."""
    asked = branches if rule_set.excludes else ()
    found = [item for branch in asked for item in standings.kept(branch)]

    def on(wanted: Collection[Standing], day: date) -> frozenset[str]:
        return standings.among(found, wanted, day)

    return on


def _proposed(order: Order, shelf: rulebook.Shelf) -> Rulings:
    """The set that is tried, except where a committee below has its own."""

    def of(path: str, day: date) -> RuleSet:
        present = shelf.of(path, day)
        places = directory.ancestors(path)
        nearer = places[places.index(order.organisation_id) + 1 :] if order.organisation_id in places else places
        return present if present.organisation_id in nearer else order.rule_set

    return of


def _begin(order: Order, shelf: rulebook.Shelf, rows: Sequence[HistoryRow], after: Replay) -> None:
    """Members who have no base under the rules that count have that of the rules that are tried."""
    paths = [row.path for row in rows if row.path]
    day = date.fromisoformat(rows[-1].held_on) if rows else None
    if day and paths and not any(row.what == row.OPENED for row in rows) and not shelf.of(paths[-1], day).base:
        after.begin(sorted(set(after.members) - after.known(order.rule_set.excludes, day)), order.rule_set, day)
