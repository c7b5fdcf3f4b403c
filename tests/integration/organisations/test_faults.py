"""Whatever goes wrong at whatever call of a chunk, delivered again it founds once and answers the same."""

from contextlib import suppress

import pytest

from functions.organisations.on_rows import lambda_handler
from kernel.rows import RowsMessage
from tests.builders import Tree, recorded
from tests.integration.organisations.test_rows import Roster, answers, branch, outcomes, standing, tree
from tests.trust.delivery import deliver, until_done
from tests.trust.faults import Fault, KilledError, sends

__all__ = ["tree"]
pytestmark = pytest.mark.usefixtures("account")

CALLS = ("Decrypt", "GetItem", "BatchGetItem", "BatchGetItem", "GetItem", "TransactWriteItems", "SendMessage")


def chunk(tree: Tree, number: int) -> RowsMessage:
    """A chunk of its own upload that founds two organisations nobody else speaks of, and refuses a third."""
    below = {"lineage": ("431128-101",)}
    rows = [branch(n + 3 * number, **below) for n in (100, 101)] + [branch(102 + 3 * number, kind="CLUB", **below)]
    return Roster(tree.county).chunk("apply", 0, *rows)


def test_these_are_the_calls_of_a_chunk(tree: Tree) -> None:
    message = chunk(tree, 0)

    with sends() as made:
        until_done(lambda_handler, message)

    assert tuple(made.seen) == CALLS


@pytest.mark.parametrize("fault", Fault)
def test_a_chunk_stands_or_falls_as_one(tree: Tree, fault: Fault) -> None:
    for call in range(1, len(CALLS) + 1):
        message = chunk(tree, call)

        with sends(call, fault), suppress(KilledError):
            deliver(lambda_handler, message)
        until_done(lambda_handler, message)

        entries = [e["event"] for e in recorded(tree.county.id) if e["subject"] == message.roster_id]
        assert entries == ["OrganisationsFounded"], CALLS[call - 1]
        assert standing(tree, branch(100 + 3 * call).code), CALLS[call - 1]
        assert {tuple(outcomes(answer)) for answer in answers()} == {("create", "create", "error")}, CALLS[call - 1]
