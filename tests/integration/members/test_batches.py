"""The chunks of a batch are read together, and are what they would be by themselves."""

from collections import Counter
from unittest import mock

import pytest

from functions.members import on_rows
from functions.members.tables import Member
from kernel.ids import derived_id
from kernel.journal import UnitOfWork
from kernel.record import Head
from kernel.rows import OutcomesMessage
from tests.builders import Tree, batch, recorded
from tests.integration.members.people import (
    OTHER_ROSTER,
    ROSTER,
    answers,
    deliver,
    enrolled,
    message,
    on_record,
    row,
)
from tests.integration.members.watching import before_first_transaction, calls_to

pytestmark = pytest.mark.usefixtures("account")


def told(found: list[OutcomesMessage]) -> list[tuple[int, str, str | None]]:
    return sorted((answer.chunk, o.outcome, o.code) for answer in found for o in answer.outcomes)


def test_ten_chunks_are_previewed_with_a_read_for_each_hundred_keys_and_one_for_each_branch(tree: Tree) -> None:
    rows = [row(n, tree.sister if n >= 170 else None) for n in range(2, 202)]
    chunks = [message(tree, rows[at : at + 20], "preview", chunk=at) for at in range(0, 200, 20) if at != 160]

    with calls_to("dynamodb") as calls:
        found = deliver(*chunks)

    assert Counter(calls) == {"BatchGetItem": 2, "Query": 2}
    assert sum(len(answer.outcomes) for answer in found) == 180
    assert {answer.effect.branch_id for answer in found if answer.effect} == {tree.branch.id, tree.sister.id}


def test_chunks_of_one_branch_follow_each_other_on_its_record_without_another_read(tree: Tree) -> None:
    enrolled(tree, 9)
    chunks = [message(tree, [row(n)], chunk=n) for n in (2, 4, 6)]

    with calls_to("dynamodb") as calls:
        found = deliver(*chunks)

    assert Counter(calls) == {"BatchGetItem": 1, "TransactWriteItems": 3}
    assert told(found) == [(2, "create", None), (4, "create", None), (6, "create", None)]
    assert int(Head.demand(tree.branch.id).n) == len(recorded(tree.branch.id)) == 4


def test_a_number_twice_in_a_batch_belongs_to_the_first_branch(tree: Tree) -> None:
    chunks = [message(tree, [row(2)], chunk=2), message(tree, [row(2, tree.sister)], chunk=4)]

    assert told(deliver(*chunks)) == [(2, "create", None), (4, "conflict", "enrolled_elsewhere")]


def test_two_chunks_of_a_batch_that_correct_one_member_leave_the_later_facts(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2)
    chunks = [
        message(tree, [row(2, name=name)], roster_id=OTHER_ROSTER, chunk=n) for n, name in ((2, "李四"), (4, "王五"))
    ]

    assert told(deliver(*chunks)) == [(2, "update", None), (4, "update", None)]
    assert on_record(member_id).name == "王五"
    assert int(on_record(member_id).version) == 3


def test_a_chunk_of_another_roster_in_the_batch_is_answered_by_itself(tree: Tree) -> None:
    enrolled(tree, 2)
    chunks = [message(tree, [row(2)], chunk=2), message(tree, [row(2)], roster_id=OTHER_ROSTER, chunk=2)]

    assert told(deliver(*chunks)) == [(2, "create", None), (2, "same", None)]


def test_who_was_quicker_than_the_batch_is_seen_by_who_asks_again(tree: Tree) -> None:
    """Between the reading of the batch and the writing of its second chunk the number goes to another branch."""
    enrolled(tree, 9)
    elsewhere = message(tree, [row(4, tree.sister)], roster_id=OTHER_ROSTER)

    with before_first_transaction(lambda: deliver(elsewhere)):
        found = deliver(message(tree, [row(2)], chunk=2), message(tree, [row(4), row(6)], chunk=4))

    assert told(found) == [(2, "create", None), (4, "conflict", "enrolled_elsewhere"), (4, "create", None)]


def test_an_entry_that_somebody_else_wrote_meanwhile_is_not_overwritten(tree: Tree) -> None:
    enrolled(tree, 9)
    commit, others = UnitOfWork.commit, [message(tree, [row(8)], roster_id=OTHER_ROSTER)]

    def beside(work: UnitOfWork) -> bool:
        if others and work.act.cause == derived_id(ROSTER, "apply", 4):
            deliver(others.pop())
        return commit(work)

    with mock.patch.object(UnitOfWork, "commit", beside):
        deliver(*(message(tree, [row(n)], chunk=n) for n in (2, 4)))

    assert int(Head.demand(tree.branch.id).n) == len(recorded(tree.branch.id)) == 4


def test_a_batch_that_cannot_be_read_together_is_read_one_by_one(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: object) -> None:
        raise RuntimeError(row(2).id_number)

    monkeypatch.setattr("functions.members.chunks.look_all", fails)

    assert told(deliver(message(tree, [row(2)], chunk=2), message(tree, [row(4)], chunk=4))) == [
        (2, "create", None),
        (4, "create", None),
    ]
    assert "not together" in caplog.messages
    assert row(2).id_number not in str([record.__dict__ for record in caplog.records])


def test_a_chunk_without_rows_goes_back_alone(tree: Tree) -> None:
    messages = [message(tree, [], chunk=1), message(tree, [row(2)], chunk=2)]

    failed = on_rows.lambda_handler(batch(*messages), None)["batchItemFailures"]

    assert failed == [{"itemIdentifier": "message-0"}]
    assert told(answers()) == [(2, "create", None)]


def test_the_acts_of_a_batch_are_of_their_own_rosters(tree: Tree) -> None:
    deliver(message(tree, [row(2)], chunk=2), message(tree, [row(4)], roster_id=OTHER_ROSTER, chunk=2))

    assert {member.id for member in Member.home.query(tree.branch.id)} == {
        derived_id(ROSTER, 2),
        derived_id(OTHER_ROSTER, 4),
    }
