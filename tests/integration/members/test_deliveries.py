"""Chunks are applied once, whatever the queue does, and answered alike; bad messages go back."""

import random
from copy import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.members import on_rows
from functions.members.chunks import Chunks
from functions.members.tables import ChunkAnswered, Member
from kernel import aws
from kernel.ids import derived_id
from kernel.record import Head
from kernel.rows import OutcomesMessage, answers_of
from tests.builders import Tree, batch, recorded
from tests.integration.members.people import (
    OTHER_ROSTER,
    ROSTER,
    answers,
    deliver,
    enrolled,
    message,
    on_record,
    outcomes,
    row,
    sample,
)
from tests.integration.members.watching import before_first_transaction

pytestmark = pytest.mark.usefixtures("account")


def test_chunks_delivered_three_times_and_shuffled_are_applied_once_and_answered_alike(tree: Tree) -> None:
    chunks = [message(tree, [row(n), row(n + 1, branch_post="OTHER")], chunk=n) for n in (2, 4, 6)]
    deliveries = chunks * 3
    random.Random(7).shuffle(deliveries)  # noqa: S311 - an order, not a secret

    found = deliver(*deliveries)

    assert len(found) == 9
    assert {o.outcome for answer in found for o in answer.outcomes} == {"create"}
    assert len(recorded(tree.branch.id)) == 3
    assert len(list(Member.home.query(tree.branch.id))) == 6


def test_a_delivery_after_the_member_was_changed_is_answered_as_the_first(tree: Tree) -> None:
    chunk = message(tree, [row(2)])
    deliver(chunk)
    outcomes(tree, row(2, name="李四"), roster_id=OTHER_ROSTER)

    (again,) = deliver(chunk)

    assert [o.outcome for o in again.outcomes] == ["create"]
    assert on_record(derived_id(ROSTER, 2)).name == "李四"


def test_two_deliveries_at_once_write_once_and_answer_alike(tree: Tree) -> None:
    chunk = message(tree, [row(2)])
    enrolled(tree, 9)  # so that the county has its keys

    said: list[OutcomesMessage] = []
    with before_first_transaction(lambda: said.append(on_rows.on_rows(chunk, Chunks()))):
        said.append(on_rows.on_rows(chunk, Chunks()))

    assert [o.outcome for answer in said for o in answer.outcomes] == ["create", "create"]
    assert len(recorded(tree.branch.id)) == 2


def test_a_number_taken_between_reading_and_writing_is_planned_anew(tree: Tree) -> None:
    enrolled(tree, 9)
    elsewhere = message(tree, [row(2, tree.sister)], roster_id=OTHER_ROSTER)

    said: list[OutcomesMessage] = []
    with before_first_transaction(lambda: said.append(on_rows.on_rows(elsewhere, Chunks()))):
        said.append(on_rows.on_rows(message(tree, [row(2), row(3)]), Chunks()))

    quick, slow = said
    assert [o.outcome for o in quick.outcomes] == ["create"]
    assert [(o.outcome, o.code) for o in slow.outcomes] == [("conflict", "enrolled_elsewhere"), ("create", None)]


def test_a_dossier_written_between_reading_and_writing_is_planned_anew(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2)
    other = message(tree, [row(2, name="李四")], roster_id=OTHER_ROSTER)

    with before_first_transaction(lambda: on_rows.on_rows(other, Chunks())):
        on_rows.on_rows(message(tree, [row(2, name="王五")], roster_id=derived_id("third")), Chunks())

    assert on_record(member_id).name == "王五"
    assert int(on_record(member_id).version) == 3


def test_the_answers_of_a_batch_are_one_message(tree: Tree, outcomes_queue: str) -> None:
    on_rows.lambda_handler(batch(*(message(tree, [row(n)], chunk=n) for n in (2, 3, 4))), None)

    told = aws.client("sqs").receive_message(QueueUrl=outcomes_queue, MaxNumberOfMessages=10)["Messages"]
    assert [[answer.chunk for answer in answers_of(one["Body"])] for one in told] == [[2, 3, 4]]


def test_an_answer_that_could_not_be_sent_is_sent_by_the_next_delivery(
    tree: Tree, outcomes_queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunk = message(tree, [row(2)])
    aws.client("sqs").delete_queue(QueueUrl=outcomes_queue)
    with pytest.raises(ClientError):
        on_rows.lambda_handler(batch(chunk), None)
    aws.client("sqs").create_queue(QueueName="RosterOutcomesQueue")

    (answer,) = deliver(chunk)

    assert [o.outcome for o in answer.outcomes] == ["create"]
    assert len(recorded(tree.branch.id)) == 1


def failed(*bodies: Any) -> list[str]:
    return [f["itemIdentifier"] for f in on_rows.lambda_handler(batch(*bodies), None)["batchItemFailures"]]


def test_a_parcel_that_nobody_sealed_goes_back_and_writes_nothing(tree: Tree) -> None:
    answered = on_rows.lambda_handler(sample("on_rows"), None)

    assert answered == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert answers() == []


def test_a_parcel_under_the_number_of_another_chunk_goes_back(tree: Tree) -> None:
    chunk = message(tree, [row(2)])

    assert failed(replace(chunk, chunk=1)) == ["message-0"]


def test_rows_of_two_branches_in_one_chunk_go_back(tree: Tree) -> None:
    assert failed(message(tree, [row(2), row(3, tree.sister)])) == ["message-0"]


def test_one_bad_message_does_not_hold_up_the_others(tree: Tree) -> None:
    assert failed("no json", message(tree, [row(2)])) == ["message-0"]

    assert [o.outcome for answer in answers() for o in answer.outcomes] == ["create"]


def test_an_applied_chunk_keeps_its_answer_without_a_person_in_it(tree: Tree) -> None:
    outcomes(tree, row(2), row(3, sex="2"))

    kept = ChunkAnswered.demand(ChunkAnswered.partition(ROSTER, 0), "OUTCOMES")

    assert kept.outcomes == (
        '[{"row":2,"outcome":"create"},{"row":3,"outcome":"error","code":"sex_contradicts_id","column":"sex"}]'
    )


def test_the_chains_head_counts_every_entry(tree: Tree) -> None:
    enrolled(tree, 2)
    enrolled(tree, 3)

    assert int(Head.demand(tree.branch.id).n) == 2


def test_a_log_of_it_all_names_nobody(tree: Tree, caplog: pytest.LogCaptureFixture) -> None:
    failed(message(tree, [row(2), row(3, tree.sister)]), message(tree, [row(4)], chunk=1))

    written = str([record.__dict__ for record in caplog.records])

    assert "message failed" in caplog.messages
    for number in (2, 3, 4):
        assert row(number).id_number not in written
        assert row(number).name not in written
