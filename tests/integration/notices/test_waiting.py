"""Messages that waited are ordered ten at a time; what the queue does not take goes on waiting."""

from datetime import datetime
from typing import Any
from unittest import mock

import msgspec
import pytest

from functions.notices import waiting
from functions.notices.messages import Due
from functions.notices.sent_tables import Delivery, Waiting
from functions.notices.tables import SHARDS
from kernel import aws
from kernel.ids import derived_id, new_id
from tests.integration.notices.outgoing import DAY
from tests.integration.notices.queues import queued
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")
AT = datetime.fromisoformat("2026-11-25T08:15+08:00")


def wait(count: int) -> set[str]:
    """So many messages wait. Returns whose they are."""
    members = {derived_id("waits", number) for number in range(count)}
    for member in members:
        due = Due(box=f"BOX#MEMBER#{member}", county_id=new_id(), day=DAY, reader=member)
        told = Delivery(Delivery.partition(member), due.key, due=msgspec.json.encode(due).decode())
        Waiting.of(told, AT).save()
    return members


def left() -> list[Waiting]:
    return [row for shard in range(SHARDS) for row in Waiting.until(AT, shard)]


def test_they_are_ordered_ten_at_a_time() -> None:
    members = wait(23)

    with sends() as calls:
        assert waiting.take_up(AT) == 23

    assert calls.seen.count("SendMessageBatch") == 3
    assert {message["reader"] for message in queued("DELIVERY_QUEUE")} == members
    assert left() == []


def test_what_the_queue_does_not_take_waits_and_the_others_go(monkeypatch: pytest.MonkeyPatch) -> None:
    members = wait(12)
    client, unwanted = aws.client("sqs"), sorted(members)[3]

    def answer(**batch: Any) -> Any:
        taken = [entry for entry in batch["Entries"] if unwanted not in entry["MessageBody"]]
        refused = [{"Id": entry["Id"]} for entry in batch["Entries"] if entry not in taken]
        if taken:
            send(QueueUrl=batch["QueueUrl"], Entries=taken)
        return {"Failed": refused}

    send = client.send_message_batch
    monkeypatch.setattr("kernel.sending.pause", lambda _tried: None)
    with mock.patch.object(client, "send_message_batch", side_effect=answer):
        ordered = waiting.take_up(AT)

    assert ordered == 11
    assert {message["reader"] for message in queued("DELIVERY_QUEUE")} == members - {unwanted}
    assert [unwanted in row.sk for row in left()] == [True]
    assert waiting.take_up(AT) == 1
