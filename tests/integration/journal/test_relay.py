import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from functions.journal import on_later, relay
from functions.journal.publishing import BusRefused
from kernel import aws
from kernel.errors import Busy
from kernel.events import Envelope
from kernel.ids import new_id
from kernel.record import Entry
from tests.builders import batch
from tests.conftest import Context
from tests.integration.journal.acts import act, entries_of
from tests.template_reader import ROOT
from tests.trust.faults import Fault, KilledError, sends

SAMPLE, LATER = (json.loads((ROOT / f"events/journal/{name}.json").read_text()) for name in ("relay", "on_later"))


@pytest.fixture(autouse=True)
def on_bus() -> Iterator[None]:
    """A queue behind the bus that gets everything."""
    sqs, events = aws.client("sqs"), aws.client("events")
    url = sqs.create_queue(QueueName="everything")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="all", EventBusName="Bus", EventPattern='{"source":["e-branch"]}')
    events.put_targets(Rule="all", EventBusName="Bus", Targets=[{"Id": "q", "Arn": arn}])
    yield
    events.remove_targets(Rule="all", EventBusName="Bus", Ids=["q"])
    events.delete_rule(Name="all", EventBusName="Bus")
    sqs.delete_queue(QueueUrl=url)


def messages(name: str) -> list[Any]:
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    found: list[Any] = []
    while got := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(message["Body"]) for message in got]
    return found


def stream(chain: str) -> list[dict[str, Any]]:
    """The inserts of a chain as the stream tells them."""
    rows = Entry.query(Entry.partition(chain, entries_of(chain)[0]["record"]["at"][:4]))
    return [{"eventName": "INSERT", "dynamodb": {"Keys": row.key(), "NewImage": row.serialize()}} for row in rows]


def test_entries_become_events_of_their_class_with_the_envelope_as_detail() -> None:
    chain = new_id()
    ids = act(chain, events=3)

    relay.lambda_handler({"Records": stream(chain)}, Context())

    told = messages("everything")
    assert [t["detail"]["id"] for t in told] == ids
    assert {(t["source"], t["detail-type"]) for t in told} == {("e-branch", "RoleGranted")}
    first = msgspec.convert(told[0]["detail"], Envelope)
    assert (first.chain, first.seq, first.actor) == (chain, 1, "someone")
    assert first.data == {"subject": "someone", "role": "auditor", "organisationId": chain}


def test_the_sample_batch_is_relayed() -> None:
    relay.lambda_handler(SAMPLE, Context())

    assert [t["detail"]["seq"] for t in messages("everything")] == [1]


def test_many_entries_go_in_batches_of_ten() -> None:
    chain = new_id()
    act(chain, events=23)
    records = stream(chain)

    with sends() as calls:
        relay.lambda_handler({"Records": records}, Context())

    assert calls.seen == ["PutEvents"] * 3


@pytest.mark.parametrize(
    "poison",
    [
        {},
        {"eventName": "INSERT", "dynamodb": {}},
        {"eventName": "INSERT", "dynamodb": {"Keys": {"sk": {"S": "E#1"}}, "NewImage": {"record": {"S": "no json"}}}},
        {"eventName": "INSERT", "dynamodb": {"NewImage": {"record": {"S": '{"id":1}'}}}},
    ],
)
def test_a_poison_record_is_set_aside_and_holds_nobody_up(poison: dict[str, Any]) -> None:
    chain = new_id()
    act(chain, events=2)
    before, after = stream(chain)

    relay.lambda_handler({"Records": [before, poison, after]}, Context())

    assert len(messages("everything")) == 2
    (aside,) = messages("RelayDlq")
    assert aside["entry"] == poison.get("dynamodb", {}).get("Keys")


@pytest.mark.parametrize("fault", [Fault.THROTTLE, Fault.TIMEOUT, Fault.ERROR, Fault.UNPROCESSED, Fault.REPLY_LOST])
def test_a_bus_that_fails_once_is_asked_again(fault: Fault) -> None:
    chain = new_id()
    ids = act(chain, events=12)

    with sends(1, fault) as calls:
        relay.lambda_handler({"Records": stream(chain)}, Context())

    assert calls.struck
    assert {t["detail"]["id"] for t in messages("everything")} == set(ids)


def test_a_bus_that_keeps_failing_raises_so_that_the_stream_delivers_again(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = new_id()
    act(chain)
    failing = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}
    monkeypatch.setattr(aws.client("events"), "put_events", lambda **_: failing, raising=False)

    with sends(), pytest.raises(BusRefused):
        relay.lambda_handler({"Records": stream(chain)}, Context())

    assert messages("RelayDlq") == []


def test_what_the_bus_will_never_take_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = new_id()
    (event_id,) = act(chain)
    hopeless = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "MalformedDetail"}]}
    monkeypatch.setattr(aws.client("events"), "put_events", lambda **_: hopeless, raising=False)

    relay.lambda_handler({"Records": stream(chain)}, Context())

    assert [aside["entry"] for aside in messages("RelayDlq")] == [event_id]


def test_killed_at_any_call_and_delivered_again_every_event_reaches_the_bus() -> None:
    chain = new_id()
    ids = act(chain, events=12)
    records = stream(chain)

    for call in (1, 2):
        for fault in (Fault.KILL_BEFORE, Fault.KILL_AFTER):
            with sends(call, fault), pytest.raises(KilledError):
                relay.lambda_handler({"Records": records}, Context())
            relay.lambda_handler({"Records": records}, Context())
            assert {t["detail"]["id"] for t in messages("everything")} == set(ids)


def waiting() -> list[Any]:
    """What the relay put off, as the queue delivers it."""
    return messages("RelayLaterQueue")


def test_what_is_told_later_waits_while_the_rest_is_told() -> None:
    burst, chain = new_id(), new_id()
    put_off, ids = act(burst, events=12, later=True), act(chain, events=2)

    relay.lambda_handler({"Records": [*stream(burst), *stream(chain)]}, Context())

    assert {t["detail"]["id"] for t in messages("everything")} == set(ids)
    assert [json.loads(one["detail"])["id"] for one in waiting()] == put_off


def test_when_its_time_is_over_it_is_told_as_anything_else() -> None:
    chain = new_id()
    ids = act(chain, events=12, later=True)
    relay.lambda_handler({"Records": stream(chain)}, Context())

    waited = batch(*waiting())

    with sends() as calls:
        assert on_later.lambda_handler(waited, Context()) == {"batchItemFailures": []}

    told = messages("everything")
    assert [t["detail"]["id"] for t in told] == ids
    assert {(t["source"], t["detail-type"]) for t in told} == {("e-branch", "RoleGranted")}
    assert [msgspec.convert(t["detail"], Envelope).seq for t in told] == list(range(1, 13))
    assert calls.seen == ["PutEvents"] * 2


def test_an_entry_says_nothing_of_when_it_is_told_and_verifies_alike() -> None:
    chain = new_id()
    act(chain, later=True)
    act(chain)

    rows = list(Entry.query(Entry.partition(chain, entries_of(chain)[0]["record"]["at"][:4])))

    assert [row.later for row in rows] == [True, None]
    assert rows[0].content().keys() == rows[1].content().keys()


@pytest.mark.parametrize("fault", [Fault.THROTTLE, Fault.TIMEOUT, Fault.ERROR, Fault.UNPROCESSED, Fault.REPLY_LOST])
@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_queue_that_fails_once_is_asked_again(fault: Fault, call: int) -> None:
    burst, chain = new_id(), new_id()
    put_off, ids = act(burst, events=12, later=True), act(chain)

    with sends(call, fault) as calls:
        relay.lambda_handler({"Records": [*stream(burst), *stream(chain)]}, Context())

    assert calls.struck
    assert {t["detail"]["id"] for t in messages("everything")} == set(ids)
    assert {json.loads(one["detail"])["id"] for one in waiting()} == set(put_off)


def test_killed_at_any_call_and_delivered_again_every_event_waits_or_is_told() -> None:
    burst, chain = new_id(), new_id()
    put_off, ids = act(burst, events=12, later=True), act(chain)
    records = [*stream(burst), *stream(chain)]

    for call in (1, 2, 3):
        for fault in (Fault.KILL_BEFORE, Fault.KILL_AFTER):
            with sends(call, fault), pytest.raises(KilledError):
                relay.lambda_handler({"Records": records}, Context())
            relay.lambda_handler({"Records": records}, Context())
            assert {t["detail"]["id"] for t in messages("everything")} == set(ids)
            assert {json.loads(one["detail"])["id"] for one in waiting()} == set(put_off)


def test_a_bus_that_keeps_failing_leaves_the_whole_batch_in_its_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = new_id()
    act(chain, events=2, later=True)
    relay.lambda_handler({"Records": stream(chain)}, Context())
    failing = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}
    monkeypatch.setattr(aws.client("events"), "put_events", lambda **_: failing, raising=False)

    with sends(), pytest.raises(BusRefused):
        on_later.lambda_handler(batch(*waiting()), Context())


@pytest.mark.parametrize("poison", ["no json", {}, {"name": "E"}, {"name": "E", "detail": "{}"}, {"detail": 1}])
def test_a_message_that_is_no_event_comes_again_alone(poison: Any) -> None:
    chain = new_id()
    ids = act(chain, later=True)
    relay.lambda_handler({"Records": stream(chain)}, Context())

    failed = on_later.lambda_handler(batch(poison, *waiting()), Context())

    assert failed == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert [t["detail"]["id"] for t in messages("everything")] == ids


def test_the_sample_of_what_waited_is_told() -> None:
    assert on_later.lambda_handler(LATER, Context()) == {"batchItemFailures": []}

    assert [t["detail-type"] for t in messages("everything")] == ["MembersEnrolled"]


def test_a_queue_that_keeps_failing_holds_up_nothing_that_people_do(monkeypatch: pytest.MonkeyPatch) -> None:
    burst, chain = new_id(), new_id()
    act(burst, later=True)
    ids = act(chain)
    records = [*stream(burst), *stream(chain)]
    refuse = {"Failed": [{"Id": "0"}]}
    monkeypatch.setattr(aws.client("sqs"), "send_message_batch", lambda **_: refuse, raising=False)

    with sends(), pytest.raises(Busy):
        relay.lambda_handler({"Records": records}, Context())

    assert [t["detail"]["id"] for t in messages("everything")] == ids
