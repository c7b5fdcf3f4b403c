"""Template and code agree on what travels: patterns, handlers, and a sample for every trigger."""

import json
from typing import Any

import msgspec
import pytest

from kernel.events import PUBLISHED, Envelope
from tests.docs.code import ROOT, handled
from tests.docs.declared import Listener, bus_patterns, listeners, readers, triggered


@pytest.mark.parametrize(("rule", "pattern"), bus_patterns().items())
def test_every_pattern_names_events_that_exist(rule: str, pattern: list[str]) -> None:
    assert [event for event in pattern if event not in PUBLISHED] == [], rule


@pytest.mark.parametrize("listener", listeners(), ids=lambda listener: str(listener.function))
def test_a_rule_lets_through_what_its_handler_knows_and_nothing_else(listener: Listener) -> None:
    assert handled(listener.module) == listener.events


@pytest.mark.parametrize(("function", "module"), triggered().items())
def test_whoever_handles_an_event_is_reached_by_a_rule(function: str, module: str) -> None:
    reached = {listener.function for listener in listeners()}

    assert not handled(module) or function in reached, f"no rule leads {handled(module)} to {function}"


def test_every_queue_has_one_reader() -> None:
    queues = [queue for _, queue in readers()]

    assert sorted({queue for queue in queues if queues.count(queue) > 1}) == []


def sample(module: str) -> Any:
    _, domain, name = module.split(".")
    return json.loads((ROOT / "events" / domain / f"{name}.json").read_text())


@pytest.mark.parametrize("module", sorted(set(triggered().values())))
def test_every_trigger_has_a_sample(module: str) -> None:
    assert isinstance(sample(module), dict)


@pytest.mark.parametrize("listener", listeners(), ids=lambda listener: str(listener.function))
def test_the_sample_of_a_listener_is_an_event_that_it_knows(listener: Listener) -> None:
    (record, *_) = sample(listener.module)["Records"]

    envelope = msgspec.convert(json.loads(record["body"])["detail"], Envelope)

    assert envelope.event in listener.events
    msgspec.convert(envelope.data, PUBLISHED[envelope.event])
