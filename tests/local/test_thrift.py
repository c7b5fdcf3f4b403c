"""What the local cloud does once: code unpacked, rights asked for, batches gathered."""

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from ministack.core import iam_actions
from ministack.services import dynamodb, lambda_svc, sqs

from scripts.local import thrift

ARN = "arn:aws:sqs:ap-southeast-1:000000000000:gathered"
WINDOW = 2.0


def archive(folder: Path) -> Path:
    """As a worker's folder looks before its code is unpacked."""
    (folder / "code").mkdir(parents=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writing:
        writing.writestr("package/module.py", "NAME = 1")
    (folder / "code.zip").write_bytes(packed.getvalue())
    return folder / "code.zip"


def unpack(folder: Path) -> Path:
    with thrift.UnpackedOnce(archive(folder)) as opened:
        opened.extractall(folder / "code")
    return folder / "code"


def test_two_workers_share_what_is_unpacked(tmp_path: Path) -> None:
    first, second = unpack(tmp_path / "one"), unpack(tmp_path / "two")

    assert (second / "package" / "module.py").read_text() == "NAME = 1"
    assert first.resolve() == second.resolve()


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


def test_a_condition_with_a_fault_is_told_of_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_condition_syntax_error", "_tokenize"):
        monkeypatch.setattr(dynamodb, name, getattr(dynamodb, name))
    plain = dynamodb._condition_syntax_error("a = ", "ConditionExpression")

    thrift.read_once()

    assert plain
    assert [dynamodb._condition_syntax_error("a = ", "ConditionExpression") for _ in range(2)] == [plain, plain]


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


def message(age: float) -> dict[str, Any]:
    sent = time.time() - age
    return {"id": "m", "body": "", "sent_at": sent, "visible_at": sent, "receive_count": 0}


@pytest.mark.parametrize(
    ("ages", "taken"), [([0.1] * 24, 0), ([0.1] * 25, 25), ([0.1] * 30, 25), ([WINDOW + 1, 0.1], 2), ([], 0)]
)
def test_a_batch_goes_when_it_is_full_or_its_window_is_over(
    queue: dict[str, Any], ages: list[float], taken: int
) -> None:
    queue["messages"] += [message(age) for age in ages]

    assert len(thrift.receive("url", 25)) == taken
