"""What the local cloud does once: rights asked for, conditions read, batches gathered."""

import json
import queue as queues
import time
from types import SimpleNamespace
from typing import Any

import pytest
from ministack.core import iam_actions, iam_evaluator
from ministack.services import dynamodb, lambda_svc, sqs

from scripts.local import thrift

ARN = "arn:aws:sqs:ap-southeast-1:000000000000:gathered"
WINDOW = 2.0


def test_each_right_of_a_transaction_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iam_actions, "dynamodb_transaction_checks", iam_actions.dynamodb_transaction_checks)
    items = [{"Put": {"TableName": name}} for name in ("one", "two", "one")]
    items += [{"Delete": {"TableName": "one"}}]
    body = json.dumps({"TransactItems": items}).encode()

    thrift.ask_once()
    told = iam_actions.dynamodb_transaction_checks("dynamodb:TransactWriteItems", body, "ap-southeast-1", "0" * 12)

    assert [(action, arn.rpartition("/")[2]) for action, arn in told] == [
        ("dynamodb:PutItem", "one"),
        ("dynamodb:PutItem", "two"),
        ("dynamodb:DeleteItem", "one"),
    ]


def test_a_caller_is_known_for_a_second_and_asked_for_anew_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    at, asked, credentials = 100.0, list[tuple[str, str]](), list[Any]()
    answers = {"known": iam_evaluator.PrincipalInfo("arn", "AssumedRole", "1", [], {}, [])}
    refused = iam_evaluator.AuthError("UnrecognizedClientException", "")

    def resolve(key: str, account: str, credential: Any = None) -> Any:
        asked.append((key, account))
        credentials.append(credential)
        return answers.get(key, refused)

    monkeypatch.setattr(iam_evaluator, "resolve_principal", resolve)
    monkeypatch.setattr(thrift, "time", SimpleNamespace(monotonic=lambda: at))
    thrift.know_callers()

    def told(*keys: str) -> list[Any]:
        return [iam_evaluator.resolve_principal(key, "1") for key in keys]

    assert told("known", "known", "other", "other") == [answers["known"]] * 2 + [refused] * 2
    assert asked == [("known", "1"), ("other", "1"), ("other", "1")]
    assert iam_evaluator.resolve_principal("known", "2", "checked") == answers["known"]
    assert credentials == [None, None, None, "checked"]
    at += thrift.CALLER_KNOWN
    assert told("known") == [answers["known"]]
    assert asked[3:] == [("known", "2"), ("known", "1")]


def test_a_condition_with_a_fault_is_told_of_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_condition_syntax_error", "_tokenize"):
        monkeypatch.setattr(dynamodb, name, getattr(dynamodb, name))
    monkeypatch.setattr(lambda_svc, "parse_arn", lambda_svc.parse_arn)
    plain = dynamodb._condition_syntax_error("a = ", "ConditionExpression")

    thrift.read_once()

    assert plain
    assert [dynamodb._condition_syntax_error("a = ", "ConditionExpression") for _ in range(2)] == [plain, plain]


def test_what_a_condition_says_of_nothing_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    plain = dynamodb._evaluate_condition

    def evaluate(condition: str, item: Any, *more: Any) -> Any:
        asked.append(item)
        return plain(condition, item, *more)

    for name in ("_condition_syntax_error", "_tokenize"):
        monkeypatch.setattr(dynamodb, name, getattr(dynamodb, name))
    monkeypatch.setattr(lambda_svc, "parse_arn", lambda_svc.parse_arn)
    monkeypatch.setattr(dynamodb, "_evaluate_condition", evaluate)
    thrift.read_once()
    new, old = "attribute_not_exists(#k)", "attribute_exists(#k)"
    names, values, stands = {"#k": "pk"}, {":v": {"N": "1"}}, {"pk": {"S": "a"}}

    told = [dynamodb._evaluate_condition(c, item, {}, names) for c in (new, old) for item in ({}, stands, {})]

    assert told == [True, False, True, False, True, False]
    assert asked == [{}, stands, {}, stands]
    assert dynamodb._evaluate_condition("n = :v", {"n": {"N": "1"}}, values, {})
    assert not dynamodb._evaluate_condition("n = :v", {}, values, {})
    assert dynamodb._evaluate_condition("attribute_not_exists(pk)", {}, None, None)
    for _ in range(2):
        with pytest.raises(ValueError, match="Invalid"):
            dynamodb._evaluate_condition("attribute_not_exists(", {}, {}, {})


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A queue whose function lets messages gather for two seconds."""
    held: dict[str, Any] = {
        "messages": [],
        "attributes": {"QueueArn": ARN, "VisibilityTimeout": "90"},
        "is_fifo": False,
    }
    monkeypatch.setattr(sqs, "_get_q", lambda _: held)
    monkeypatch.setattr(sqs, "_dlq_sweep", lambda _: None)
    monkeypatch.setattr(sqs, "_expire_retained", lambda _: None)
    reader = {"EventSourceArn": ARN, "MaximumBatchingWindowInSeconds": WINDOW}
    monkeypatch.setattr(lambda_svc, "_esms", {"reader": reader})
    return held


def message(age: float, delay: float = 0) -> dict[str, Any]:
    """One that could be read for so many seconds, after its delay."""
    since = time.time() - age
    return {"id": "m", "body": "", "sent_at": since - delay, "visible_at": since, "receive_count": 0}


@pytest.mark.parametrize(
    ("ages", "taken"), [([0.1] * 24, 0), ([0.1] * 25, 25), ([0.1] * 30, 25), ([WINDOW + 1, 0.1], 2), ([], 0)]
)
def test_a_batch_goes_when_it_is_full_or_its_window_is_over(
    queue: dict[str, Any], ages: list[float], taken: int
) -> None:
    queue["messages"] += [message(age) for age in ages]

    assert len(thrift.receive("url", 25)) == taken


def test_a_window_begins_when_a_message_that_was_put_off_may_be_read(queue: dict[str, Any]) -> None:
    queue["messages"] += [message(0.1, delay=30), message(-1, delay=30)]

    assert thrift.receive("url", 25) == []
    queue["messages"].append(message(WINDOW + 1, delay=30))
    assert len(thrift.receive("url", 25)) == 2


def test_a_body_is_parsed_once_for_all_who_ask_what_rights_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[Any] = []

    def loads(body: Any) -> Any:
        parsed.append(body)
        return json.loads(body)

    monkeypatch.setattr(thrift, "json", SimpleNamespace(**vars(json) | {"loads": loads}))
    monkeypatch.setattr(iam_actions, "json", json)
    thrift.parse_once()
    body, other = (json.dumps({"TableName": name}).encode() for name in ("one", "other"))

    told = [iam_actions.dynamodb_resource_arns(asked, "ap-southeast-1", "0" * 12) for asked in (body, body, other)]

    assert [arn.rpartition("/")[2] for (arn,) in told] == ["one", "one", "other"]
    assert parsed == [body, other]
    assert iam_actions.dynamodb_resource_arns(b"no json", "ap-southeast-1", "0" * 12) == []


def test_streams_are_read_beside_the_queues_and_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[bool | Exception] = [True, RuntimeError("a record cannot be read"), True, False]
    done: queues.Queue[int] = queues.Queue()

    def poll() -> bool:
        found = passes.pop(0)
        done.put(len(passes))
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(lambda_svc, "_poll_dynamodb_streams", poll)
    thrift.read_streams_beside()

    for left in ([3, 2], [1, 0]):
        assert lambda_svc._poll_dynamodb_streams() is False
        assert [done.get(timeout=5) for _ in left] == left


def test_the_next_batch_of_a_queue_goes_when_one_has_ended_without_a_look_at_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batches, looked, done = {"busy": 3, "other": 1}, list[list[str]](), queues.Queue[str]()

    def poll() -> bool:
        readers = [one["UUID"] for _, _, one in lambda_svc._iter_all_esms()]
        looked.append(readers)
        waiting = [reader for reader in readers if batches[reader] and not lambda_svc._esm_inflight.get(reader)]
        for reader in waiting:
            batches[reader] -= 1
            lambda_svc._dispatch_esm_batch(reader, done.put, reader)
        if not waiting:
            done.put("nothing")
        return bool(waiting)

    names = ("_dispatch_esm_batch", "_iter_all_esms", "_poll_sqs", "spawn_background")
    every = [("", "", {"UUID": reader}) for reader in batches]
    for name in names:
        monkeypatch.setattr(lambda_svc, name, getattr(lambda_svc, name))
    monkeypatch.setattr(lambda_svc, "_iter_all_esms", lambda: iter(every))
    monkeypatch.setattr(lambda_svc, "_poll_sqs", poll)
    thrift.go_on_at_once()

    assert lambda_svc._poll_sqs()

    went = sorted(done.get(timeout=5) for _ in range(6))
    assert went == ["busy"] * 3 + ["nothing"] * 2 + ["other"]
    assert looked[0] == ["busy", "other"]
    assert all(len(readers) == 1 for readers in looked[1:])
