"""Somebody who may publish rules tries them first."""

import msgspec

from functions.points import checking, rule_checks, simulating
from functions.points.checking import Check
from functions.points.simulation_messages import Found, Order
from functions.points.simulation_models import SimulateRules, SimulationOut
from functions.points.simulation_tables import SimulationRow
from kernel import directory, seasons
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.errors import Invalid, NotFound
from kernel.events import RulesSimulated
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.record import Head

ACTION = "points.rules.simulate"


def simulate(caller: Asking, body: SimulateRules) -> SimulationOut:
    """Of one branch at once; of more by the queue, and found under its id. Raises `Invalid` for a faulty set."""
    where, head = directory.organisation_and(body.organisation_id, Head, body.organisation_id)
    caller.may(ACTION, Target(path=where.path))
    order = _order(body, where)
    if faults := rule_checks.faults(order.rule_set):
        raise Invalid(fields=faults)
    work = UnitOfWork(
        caller.act(), chain=where.id, action=ACTION, subject=order.simulation_id, head=head or Head(where.id)
    )
    work.put_new(SimulationRow.of(order.simulation_id, SimulationRow.ASKED, order))
    outcome = _found(work, order) if where.holds_members else None
    if outcome is None:
        _send(order)
    work.record(_simulated(order))
    reply = _out(order, outcome)
    work.commit(reply)
    return reply


def _found(work: UnitOfWork, order: Order) -> Found:
    """Of one branch it is done at once, and kept with the order."""
    outcome = simulating.found(order, [order.organisation_id])
    work.put_new(SimulationRow.of(order.simulation_id, SimulationRow.FOUND, outcome))
    return outcome


def _simulated(order: Order) -> RulesSimulated:
    return RulesSimulated(
        organisation_id=order.organisation_id,
        county_id=order.county_id,
        simulation_id=order.simulation_id,
        season=order.season,
    )


def _order(body: SimulateRules, where: Organisation) -> Order:
    today = business_day(now())
    return Order(
        simulation_id=new_id(),
        organisation_id=where.id,
        county_id=where.county_id,
        season=body.season or seasons.season_of(today),
        rule_set=body.as_set(new_id(), where.id, today),
        target=body.target,
    )


def _send(order: Order) -> None:
    """Before it is kept: what is asked for in vain leaves an outcome that nobody knows of, and no more."""
    checking.send(Check(county_id=order.county_id, as_of=now(), simulation=order))


def show(caller: Asking, simulation_id: str) -> SimulationOut:
    """What was asked for, and what came out if it is there. Raises `NotFound`."""
    partition = SimulationRow.partition(simulation_id)
    rows = {row.sk: row.content for row in SimulationRow.query(partition, consistent_read=True)}
    if SimulationRow.ASKED not in rows:
        raise NotFound
    order = msgspec.json.decode(rows[SimulationRow.ASKED], type=Order)
    caller.may(ACTION, Target(path=directory.organisation(order.organisation_id).path))
    outcome = rows.get(SimulationRow.FOUND)
    return _out(order, msgspec.json.decode(outcome, type=Found) if outcome else None)


def _out(order: Order, outcome: Found | None) -> SimulationOut:
    stated = msgspec.to_builtins(outcome, builtin_types=()) if outcome else {}
    each = stated.pop("each", {})
    return SimulationOut(
        id=order.simulation_id,
        organisation_id=order.organisation_id,
        season=order.season,
        state="DONE" if outcome else "RUNNING",
        each=[{"member_id": m, "before": before, "after": after} for m, (before, after) in each.items()],
        **stated,
    )
