"""A branch that moved: the township that had it sees nothing of it any more, the one that has it now what that one saw.

Moved by the product's own route after everything was arranged, and told to every listener.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions.organisations import app as organisations
from functions.ranking import standing
from kernel.authority import PRINCIPALS, Role
from tests.trust import bus, engine
from tests.trust.asking import ask
from tests.trust.figures import figure
from tests.trust.matrix import ALLOWED, GRANTED, ROWS, Cell, Row, cells
from tests.trust.places import World, demand
from tests.trust.test_matrix import complaint, entries
from tests.trust.trees import Level, Relation, caller

MOVER = caller(Role.COUNTY_ADMIN, Relation.ABOVE, Level.BRANCH)
FORMER, PRESENT = Relation.PARENT, Relation.COUSIN
NOT_HANDED_ON = {"GET /v1/dispatches/<dispatch_id>/unread"}
"""Of what went to the former township's branches: whoever has the branch now has not sent it, and is not asked."""
ROWS_OF_A_BRANCH = [row for row in ROWS if row.at is Level.BRANCH and not row.signed]


@pytest.fixture(scope="module")
def moved(arranged: tuple[World, Any], mapped: None) -> Iterator[tuple[World, Any]]:
    world, kept = arranged
    engine.restore(kept)
    told = {json.loads(record)["id"] for record in bus._records()}
    body = {"newParentId": world.trees.other_township.id, "reason": "区划调整"}
    path = f"/v1/organisations/{world.trees.branch.id}/moves"
    demand(organisations.lambda_handler, "POST", path, MOVER, body)
    bus.tell(told)
    PRINCIPALS.cached.clear()
    standing.WARM.clear()
    yield world, engine.snapshot()
    engine.restore(kept)


def changed_places(row: Row) -> Iterator[Cell]:
    """What each grant at the former and at the present township is answered now."""
    before = {cell.subject: cell.status for cell in cells(row)}
    for role in GRANTED:
        former, present = (caller(role, relation, Level.BRANCH) for relation in (FORMER, PRESENT))
        yield Cell(former, before[present])
        gone = row.name in NOT_HANDED_ON and before[former] == ALLOWED
        yield Cell(present, 404 if gone else before[former])


@pytest.mark.parametrize("row", ROWS_OF_A_BRANCH, ids=lambda row: row.name)
def test_who_had_it_and_who_has_it_change_places(row: Row, moved: tuple[World, Any]) -> None:
    world, kept = moved
    engine.restore(kept)
    complaints = []
    for cell in changed_places(row):
        before = entries()
        status, body = ask(world, row, cell.subject)
        said = complaint(row, cell, status, body, entries() - before)
        complaints += [said] if said else []
        if row.writes and status // 100 == 2:
            engine.restore(kept)

    figure("matrix_requests", 2 * len(GRANTED))
    assert complaints == []


def test_there_is_something_that_nobody_there_sees_any_more() -> None:
    allowed = [cell for row in ROWS_OF_A_BRANCH for cell in changed_places(row) if cell.status == ALLOWED]

    assert len(allowed) > len(ROWS_OF_A_BRANCH)
