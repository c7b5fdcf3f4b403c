"""What a queue does not take is sent again; calls stay within what one call may carry; calls per action are counted."""

import json
import os
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import msgspec
import pytest

from functions.rosters.messages import Parsed, WalkOn
from kernel import aws
from kernel.authority import PRINCIPALS
from kernel.errors import Busy
from kernel.ids import new_id
from kernel.message import Message
from kernel.sending import LARGEST_BATCH, send
from scripts.demo.county import county
from scripts.demo.sheets import county_files
from tests.integration.rosters import way

pytestmark = pytest.mark.usefixtures("rosters")


class Long(Message):
    text: str


def queue() -> str:
    return os.environ["APPLY_QUEUE"]


def refusing(monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """The queue refuses the first entry of each call so many times; gives the sizes of the calls."""
    client, sizes = aws.client("sqs"), list[int]()
    real: Callable[..., Any] = client.send_message_batch

    def send_message_batch(QueueUrl: str, Entries: list[Any]) -> Any:  # noqa: N803 - the client's own names
        sizes.append(len(Entries))
        if len(sizes) > times:
            return real(QueueUrl=QueueUrl, Entries=Entries)
        if Entries[1:]:
            real(QueueUrl=QueueUrl, Entries=Entries[1:])
        return {"Failed": [{"Id": Entries[0]["Id"], "SenderFault": False, "Code": "Throttled"}]}

    monkeypatch.setattr(client, "send_message_batch", send_message_batch)
    monkeypatch.setattr("kernel.sending.pause", lambda _: None)
    return sizes


def test_unprocessed_entries_are_sent_again_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = refusing(monkeypatch, 2)

    sent = send(queue(), [WalkOn(roster_id=new_id()) for _ in range(10)])

    found = {msgspec.json.decode(body, type=WalkOn).roster_id for body in way.drain("APPLY_QUEUE")}
    assert (sent, sizes, len(found)) == (10, [10, 1, 1], 10)


def test_a_queue_that_keeps_refusing_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, 1_000)

    with pytest.raises(Busy):
        send(queue(), [WalkOn(roster_id=new_id())])


def test_large_messages_go_in_smaller_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = refusing(monkeypatch, 0)

    send(queue(), [Long(text="x" * (LARGEST_BATCH // 3)) for _ in range(5)])

    assert sizes == [2, 2, 1]


def test_calls_are_as_large_as_they_may_be_and_no_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a call carries is JSON in JSON: quotes inside of a body count twice."""
    bodies = [{"text": '"' * n} for n in range(20_000, 30_000, 1_000)]
    sizes = refusing(monkeypatch, 0)

    send(queue(), [Long(**body) for body in bodies])

    texts = [msgspec.json.encode(Long(**body)).decode() for body in bodies]
    ends = list(accumulate(sizes))
    calls = [texts[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    assert sum(sizes) == 10
    assert all(len(json.dumps(call)) <= LARGEST_BATCH for call in calls)
    following = [texts[end] for end in ends[:-1]]
    assert all(len(json.dumps([*c, one])) > LARGEST_BATCH for c, one in zip(calls, following, strict=False))


def test_a_message_that_is_too_large_goes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = refusing(monkeypatch, 0)

    send(queue(), [Long(text="x" * size) for size in (LARGEST_BATCH + 1, 1, 1)])

    assert sizes == [1, 2]


def test_nothing_to_send_makes_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = refusing(monkeypatch, 0)

    assert (send(queue(), []), sizes) == (0, [])


class Calls:
    """Counts AWS calls by their name while it is entered."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()

    def __enter__(self) -> "Calls":
        for service in ("dynamodb", "sqs", "s3", "kms"):
            aws.client(service).meta.events.register("before-call", self._count, unique_id="count")
        return self

    def __exit__(self, *_: object) -> None:
        for service in ("dynamodb", "sqs", "s3", "kms"):
            aws.client(service).meta.events.unregister("before-call", unique_id="count")

    def _count(self, model: Any, **_: Any) -> None:
        self.made[model.name] += 1


def test_the_calls_of_each_action_are_those_of_the_documentation() -> None:
    county_id = way.tree().county.id
    members = county_files(county(1, small=True))["members.utf8.csv"]
    roster_id = way.upload(county_id, members)
    way.preview(roster_id)
    PRINCIPALS.load(way.ADMIN)
    announcement = way.announcement(county_id, members)

    def counted(method: str, path: str, **more: Any) -> dict[str, int]:
        with Calls() as calls:
            assert way.call(method, path, **more)[0] < 300
        return dict(calls.made)

    one, place, written = "GetItem", "BatchGetItem", "TransactWriteItems"
    mine = f"/v1/rosters/{roster_id}"
    of = {"organisationId": county_id, "kind": "members"}
    assert counted("POST", "/v1/rosters", body=announcement) == {one: 1, place: 2, written: 1}
    assert counted("GET", mine) == {one: 1, place: 1}
    assert counted("GET", f"{mine}/rows") == {one: 1, place: 1, "Query": 1}
    assert counted("GET", f"{mine}/branches") == {one: 1, place: 1, "Query": 1}
    assert counted("GET", f"{mine}/errors") == {one: 1, place: 1}
    assert counted("GET", "/v1/rosters", query={"organisationId": county_id}) == {place: 2, "Query": 1}
    assert counted("GET", "/v1/rosters/mappings", query=of) == {place: 1}
    assert counted("PUT", "/v1/rosters/mappings", body=of | {"headings": {}}) == {one: 1, place: 1, written: 1}
    for act in ("apply", "pause", "resume", "cancellation"):
        assert counted("POST", f"{mine}/{act}") == {one: 2, place: 1, written: 1}


def test_the_chunks_of_a_batch_are_kept_and_sent_together_whatever_comes_twice() -> None:
    roster_id = way.upload(way.tree().county.id, county_files(county(1, small=True))["members.utf8.csv"])
    chunks = [body for body in way.parse(roster_id) if msgspec.json.decode(body, type=Parsed).chunk]

    with Calls() as calls:
        way.keep([*chunks[:4], chunks[0]])

    assert dict(calls.made) == {"BatchWriteItem": 1, "SendMessageBatch": 1}
    assert len(way.drain("MEMBER_ROWS_QUEUE")) == 4


def test_a_batch_of_answers_is_one_transaction() -> None:
    county_id = way.tree().county.id
    members = county_files(county(1, small=True))["members.utf8.csv"]
    roster_id = way.upload(county_id, members)
    way.keep(way.parse(roster_id))
    answers = way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)

    with Calls() as calls:
        way.count(answers[:-1])

    assert dict(calls.made) == {"GetItem": 1, "TransactWriteItems": 1}
