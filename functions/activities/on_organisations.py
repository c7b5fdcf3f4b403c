"""Organisations moved or were closed: records wait for the committees that they stand under now, plans are called
off, nobody belongs to a Party group that is no more. A committee set a switch: sign-in follows it. A dispatch or a
committee's tasks put a burden on branches: it counts against their budgets."""

from collections.abc import Callable
from typing import Any

from functions.activities import following
from functions.activities.attendance import switches
from functions.activities.roll import group_keeping
from functions.activities.tasks import burden_keeping
from kernel.consumer import Batch, Failures, each_event
from kernel.events import (
    BranchBurdened,
    Event,
    OrganisationDissolved,
    OrganisationMoved,
    OrganisationsMerged,
    PolicyChanged,
    TasksAssigned,
)
from kernel.journal import Act


def _moved(act: Act, event: OrganisationMoved) -> None:
    following.moved(act, event)
    group_keeping.moved(act, event)


def _dissolved(act: Act, event: OrganisationDissolved) -> None:
    following.closed(act, event)
    group_keeping.closed(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    OrganisationMoved: _moved,
    OrganisationsMerged: following.closed,
    OrganisationDissolved: _dissolved,
    PolicyChanged: switches.take_over,
    BranchBurdened: burden_keeping.burdened,
    TasksAssigned: burden_keeping.assigned,
}


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_event(event, HANDLERS, "activities.organisations")
