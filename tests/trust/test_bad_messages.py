"""Bad messages on every queue: each fails alone, to end in a dead-letter queue; the one beside it is done."""

import json
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from kernel.ids import new_id
from tests.builders import batch
from tests.conftest import Context
from tests.trust.arrangements import AT
from tests.trust.triggers import TRIGGERS, called, handler_of

QUEUED = sorted(name for name, trigger in TRIGGERS.items() if trigger.adapt is not called and name != "journal.relay")
UNREADABLE = (
    "",
    "{",
    "[]",
    "null",
    "7",
    '"text"',
    "{}",
    '{"detail": 1}',
    '{"Records": 5}',
    '{"detail": {"data": null}}',
)


@pytest.fixture(autouse=True)
def fixed_clock(account: None) -> Iterator[None]:
    """Consumers find the instant of the samples."""
    with mock.patch("kernel.consumer.now", return_value=AT):
        yield


def failed(name: str, *bodies: Any) -> list[str]:
    told = handler_of(name)(batch(*bodies), Context())
    return [one["itemIdentifier"] for one in told["batchItemFailures"]]


def spoilt(body: Any) -> list[dict[str, Any]]:
    """The event without each of its facts, and with each as a list, under ids of their own; in the relay's queue an
    event is text."""
    (record,) = batch(body)["Records"]
    whole = json.loads(record["body"])
    detail = whole.get("detail", {})
    is_text = isinstance(detail, str)
    event = json.loads(detail) if is_text else detail
    facts = event.get("data", {})
    changes = [{name: value for name, value in facts.items() if name != fact} for fact in facts]
    changes += [facts | {fact: [[]]} for fact in facts]
    changed = [event | {"id": new_id(), "data": data} for data in changes]
    return [whole | {"detail": json.dumps(one) if is_text else one} for one in changed]


@pytest.mark.parametrize("name", QUEUED)
def test_what_cannot_be_read_fails_alone(name: str) -> None:
    (good, *_) = TRIGGERS[name].prepare()

    assert failed(name, *UNREADABLE, good) == [f"message-{number}" for number in range(len(UNREADABLE))]


@pytest.mark.parametrize("name", QUEUED)
def test_a_fact_that_is_missing_or_no_fact_spoils_no_other_message(name: str) -> None:
    (good, *_) = TRIGGERS[name].prepare()
    bad = spoilt(good)

    assert f"message-{len(bad)}" not in failed(name, *bad, good)
