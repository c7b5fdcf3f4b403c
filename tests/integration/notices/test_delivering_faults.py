"""Messages and faults: at most once, and lost only while they are handed over."""

from contextlib import suppress
from datetime import date, timedelta
from unittest import mock

import msgspec
import pytest

from functions.notices import channel_sms, on_delivery_due
from functions.notices.channels import Answer, Outcome
from functions.notices.delivery_rules import IN_HAND
from functions.notices.sent_tables import Delivery
from kernel.errors import Busy
from tests.builders import Tree, batch
from tests.conftest import Context
from tests.integration.notices.carrying import noticed
from tests.integration.notices.outgoing import (
    Clock,
    Texts,
    deliver,
    digest,
    said,
    state,
)
from tests.template_reader import resources
from tests.trust import faults
from tests.trust.faults import KilledError, sends


def test_an_address_that_cannot_be_opened_now_is_used_later(tree: Tree, member_id: str, texts: Texts) -> None:
    noticed(tree, member_id)
    body = msgspec.json.encode(digest(tree, member_id)).decode()
    with mock.patch("functions.notices.readers.sealer", side_effect=Busy):
        failed = on_delivery_due.lambda_handler(batch(body), Context())
    assert (failed["batchItemFailures"], said(texts), state(member_id)) == ([{"itemIdentifier": "message-0"}], [], [])

    deliver(digest(tree, member_id))

    assert len(said(texts)) == 1


def test_a_message_that_another_worker_asks_for_is_left_to_it(
    tree: Tree, member_id: str, texts: Texts, at: Clock
) -> None:
    noticed(tree, member_id)
    due = digest(tree, member_id)
    body = msgspec.json.encode(due).decode()
    seen: list[tuple[int, list[str]]] = []

    def beside(*_: object) -> Answer:
        at("2026-11-25T08:06")
        failed = on_delivery_due.lambda_handler(batch(body), Context())
        seen.append((len(failed["batchItemFailures"]), state(member_id)))
        return Answer(Outcome.SENT, "receipt")

    with mock.patch.object(channel_sms, "handed_over", side_effect=beside):
        deliver(due)
    deliver(due)

    assert seen == [(1, ["SENDING"])]
    assert state(member_id) == ["SENT"]


def test_a_message_is_in_hand_for_as_long_as_its_function_may_run() -> None:
    limit = resources("AWS::Serverless::Function")["NoticesOnDeliveryDue"]["Timeout"]

    assert timedelta(seconds=limit) == IN_HAND
    assert resources("AWS::SQS::Queue")["DeliveryQueue"]["VisibilityTimeout"] > limit


@pytest.mark.parametrize("fault", [faults.Fault.KILL_BEFORE, faults.Fault.KILL_AFTER])
def test_killed_at_any_call_it_is_said_at_most_once_and_only_lost_while_it_is_handed_over(
    tree: Tree, member_id: str, texts: Texts, at: Clock, fault: faults.Fault
) -> None:
    noticed(tree, member_id)
    lost = []
    for place in range(1, 31):
        due = digest(tree, member_id, day=date(2027, 1, place))
        at(f"{due.day}T08:05")
        for gone in Delivery.query(Delivery.partition(member_id)):
            gone.delete()
        before = len(said(texts))
        with sends(place, fault) as calls, suppress(KilledError):
            deliver(due)
        if not calls.struck:
            break
        at(f"{due.day}T08:17")
        deliver(due)
        deliver(due)
        count = len(said(texts)) - before
        assert count <= 1
        assert state(member_id) in (["SENT"], ["UNKNOWN"])
        if not count:
            lost.append(calls.seen[-1])

    assert set(lost) <= {"TransactWriteItems", "Publish"}
    assert place > 8


@pytest.mark.parametrize(
    "fault", [faults.Fault.REPLY_LOST, faults.Fault.CONFLICT, faults.Fault.ERROR, faults.Fault.THROTTLE]
)
def test_a_fault_of_the_table_changes_nothing(
    tree: Tree, member_id: str, texts: Texts, at: Clock, fault: faults.Fault
) -> None:
    noticed(tree, member_id)
    with sends() as counted:
        deliver(digest(tree, member_id, day=date(2027, 2, 1)))
    for place, operation in enumerate(counted.seen, 1):
        if operation == "Publish" or not fault.applies(operation):
            continue
        before, day = len(said(texts)), date(2027, 3, place)
        at(f"{day}T08:05")
        with sends(place, fault):
            deliver(digest(tree, member_id, day=day))
        assert len(said(texts)) == before + 1
