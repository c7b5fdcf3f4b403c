"""The test base tests itself: a green result means nothing while the instruments are not known to work."""

import os
from typing import Any

import botocore.endpoint
import pytest

from kernel import aws
from kernel.directory import Account
from kernel.errors import Busy
from kernel.events import RoleGranted
from kernel.ids import derived_id, new_id
from kernel.journal import Act, UnitOfWork
from kernel.transaction import put as put_row
from kernel.transaction import transact
from tests.builders import batch, recorded
from tests.trust import engine
from tests.trust.delivery import every_way, thrice_shuffled
from tests.trust.faults import Fault, KilledError, sends

COUNTY = new_id()


def put(subject: str) -> None:
    Account(Account.partition(subject), version=1).save()


def counted(subject: str) -> int:
    return int(Account.demand(Account.partition(subject), "ACCOUNT").version)


def test_the_place_of_the_faults_exists() -> None:
    assert callable(vars(botocore.endpoint.Endpoint)["_get_response"])


@pytest.mark.usefixtures("account")
class TestFaults:
    def test_sends_are_counted_by_operation(self) -> None:
        with sends() as calls:
            put("a")

        assert calls.seen == ["PutItem"]

    @pytest.mark.parametrize("fault", [Fault.THROTTLE, Fault.ERROR, Fault.TIMEOUT, Fault.REPLY_LOST])
    def test_the_sdk_sends_again_after_a_passing_fault(self, fault: Fault) -> None:
        with sends(1, fault) as calls:
            put("a")

        assert calls.seen == ["PutItem", "PutItem"]
        assert calls.struck
        assert Account.find(Account.partition("a"), "ACCOUNT")

    def test_killed_before_nothing_is_done_killed_after_it_is(self) -> None:
        with sends(1, Fault.KILL_BEFORE), pytest.raises(KilledError):
            put("before")
        with sends(1, Fault.KILL_AFTER), pytest.raises(KilledError):
            put("after")

        assert Account.find(Account.partition("before"), "ACCOUNT") is None
        assert Account.find(Account.partition("after"), "ACCOUNT")

    def test_a_conflict_is_not_sent_again_by_the_sdk_but_by_the_journal(self) -> None:
        work = UnitOfWork(Act("someone"), chain=COUNTY, action="test", subject="x")
        work.record(RoleGranted(subject="x", role="auditor", organisation_id=COUNTY))

        with sends(2, Fault.CONFLICT) as calls:
            work.commit()

        assert calls.seen.count("TransactWriteItems") == 2
        assert len(recorded(COUNTY)) == 1

    def test_a_batch_of_rows_that_comes_back_undone_is_asked_for_again(self) -> None:
        put("a")

        with sends(1, Fault.UNPROCESSED) as calls:
            found = Account.find_all([(Account.partition("a"), "ACCOUNT")])

        assert [row.pk for row in found] == ["SUBJECT#a"]
        assert calls.seen == ["BatchGetItem", "BatchGetItem"]

    def test_a_batch_of_writings_that_comes_back_undone_is_written_again(self) -> None:
        with sends(1, Fault.UNPROCESSED) as calls, Account.batch_write() as batch:
            batch.save(Account(Account.partition("a"), version=1))

        assert counted("a") == 1
        assert calls.seen == ["BatchWriteItem", "BatchWriteItem"]

    def test_a_lost_answer_of_a_persons_act_counts_as_done_once(self) -> None:
        work = UnitOfWork(Act("someone"), chain=COUNTY, action="test", subject="x")
        work.record(RoleGranted(subject="x", role="auditor", organisation_id=COUNTY))

        with sends(2, Fault.REPLY_LOST):
            assert work.commit() is True

        assert len(recorded(COUNTY)) == 1

    def test_a_chain_that_stays_contended_is_busy_and_nothing_is_written(self, monkeypatch: Any) -> None:
        monkeypatch.setattr("kernel.journal.transact", lambda _: [_conflict()])
        work = UnitOfWork(Act("someone"), chain=COUNTY, action="test", subject="x")
        work.record(RoleGranted(subject="x", role="auditor", organisation_id=COUNTY))

        with sends(), pytest.raises(Busy):
            work.commit()

        assert recorded(COUNTY) == []


def _conflict() -> Any:
    from kernel.transaction import Reason

    return Reason("TransactionConflict", None)


def bare_add(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """The usual mistake: a counter moved without a row that remembers why."""
    for _record in event["Records"]:
        aws.client("dynamodb").update_item(
            TableName=Account.Meta.table_name,
            Key={"pk": {"S": "SUBJECT#counter"}, "sk": {"S": "ACCOUNT"}},
            UpdateExpression="ADD version :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )
    return {}


def in_one_transaction(event: dict[str, Any], _: Any) -> dict[str, Any]:
    for record in event["Records"]:
        work = UnitOfWork(Act("system:test", cause=derived_id(record["body"])), chain=COUNTY, action="t", subject="x")
        work.record(RoleGranted(subject="x", role="auditor", organisation_id=COUNTY))
        work.commit()
    return {}


def hasty(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Another mistake: what came of the transaction is not asked."""
    for record in event["Records"]:
        transact([put_row(Account(Account.partition(record["body"])), "attribute_not_exists(pk)")])
    return {}


@pytest.mark.usefixtures("account")
class TestDelivery:
    def test_a_bare_counter_is_caught_by_every_way(self) -> None:
        trials = every_way(bare_add, "once", lambda: counted("counter"))

        assert {t.seen for t in trials if t.fault in (Fault.KILL_AFTER, Fault.REPLY_LOST)} == {2, 3}

    def test_an_effect_with_its_event_row_survives_every_way(self) -> None:
        trials = every_way(in_one_transaction, "once", lambda: len(recorded(COUNTY)))

        assert len(trials) == 2 * len(Fault)
        assert {t.seen for t in trials} == {1}

    def test_what_a_handler_calls_done_is_looked_at_before_the_message_comes_again(self) -> None:
        def there() -> bool:
            return Account.find(Account.partition("once"), "ACCOUNT") is not None

        trials = every_way(hasty, "once", there, faults=[Fault.KILL_BEFORE, Fault.CONFLICT])

        assert [(trial.left, trial.seen) for trial in trials] == [(None, True), (False, True)]

    def test_three_deliveries_in_any_order_are_one(self) -> None:
        thrice_shuffled(in_one_transaction, "a", "b", "c")

        assert len(recorded(COUNTY)) == 3

    def test_a_queue_that_a_test_replaced_is_emptied_all_the_same(self) -> None:
        sqs, kept = aws.client("sqs"), engine.snapshot()
        sqs.delete_queue(QueueUrl=os.environ["PARSED_ROWS_QUEUE"])
        url = sqs.create_queue(QueueName="ParsedRowsQueue")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="left behind")

        engine.restore(kept)

        assert "Messages" not in sqs.receive_message(QueueUrl=url)

    def test_a_snapshot_serves_again_and_again(self) -> None:
        put("kept")
        kept = engine.snapshot()
        for _ in range(2):
            put("later")
            engine.restore(kept)
            assert Account.find(Account.partition("later"), "ACCOUNT") is None
            assert Account.find(Account.partition("kept"), "ACCOUNT")


def test_a_batch_is_what_queues_deliver() -> None:
    assert [record["messageId"] for record in batch("a", "b")["Records"]] == ["message-0", "message-1"]
