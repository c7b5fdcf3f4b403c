"""Faults under the AWS clients: what can go wrong at the n-th send, injected below the SDK's retries.

Works with moto in this process and with any server, since it wraps the one place where botocore sends (a private
name, so `test_the_place_of_the_faults_exists` holds it).
"""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from random import Random
from threading import Lock
from types import SimpleNamespace
from typing import Any
from unittest import mock

import botocore.endpoint
from botocore.exceptions import ReadTimeoutError


class Fault(StrEnum):
    """What happens at one send."""

    KILL_BEFORE = "the process dies before the call"
    KILL_AFTER = "the process dies after the call, before its answer"
    THROTTLE = "the service says slow down, nothing done"
    TIMEOUT = "no answer, nothing done"
    ERROR = "the service fails with 500, nothing done"
    REPLY_LOST = "done, but the answer is lost"
    CONFLICT = "another transaction was in the way"
    UNPROCESSED = "a batch comes back undone"

    def applies(self, operation: str) -> bool:
        """Whether a call of this operation can go wrong so."""
        return operation in ONLY.get(self, (operation,))


ONLY = {
    Fault.CONFLICT: ("TransactWriteItems",),
    Fault.UNPROCESSED: ("SendMessageBatch", "PutEvents", "BatchWriteItem", "BatchGetItem"),
}


class KilledError(BaseException):
    """The process died here. Not an Exception: no handler may survive it."""


@dataclass
class Calls:
    """The sends of one run: their operations in order, and the fault that waits at one of them (from 1)."""

    at: int = 0
    fault: Fault | None = None
    seen: list[str] = field(default_factory=list)
    struck: bool = False

    def due(self) -> Fault | None:
        if len(self.seen) != self.at or self.fault is None:
            return None
        self.struck = True
        return self.fault


@contextmanager
def sends(at: int = 0, fault: Fault | None = None) -> Iterator[Calls]:
    """Count every send, and strike once at the given one. Waits between retries are skipped."""
    calls = Calls(at, fault)
    endpoint: Any = botocore.endpoint.Endpoint
    real: Callable[..., Any] = vars(endpoint)["_get_response"]

    def send(self: Any, request: Any, operation: Any, context: Any) -> Any:
        calls.seen.append(operation.name)
        act = partial(real, self, request, operation, context)
        due = calls.due()
        return act() if due is None else _strike(due, operation.name, request, act)

    with mock.patch.object(endpoint, "_get_response", send), _without_waiting():
        yield calls


@contextmanager
def at_random(seed: int, share: float, faults: Sequence[Fault]) -> Iterator[Calls]:
    """Strike a share of all sends, of any thread; `seen` are the struck. The server is asked by one at a time."""
    calls, chance, one_at_a_time = Calls(), Random(seed), Lock()  # noqa: S311 - a repeatable choice
    endpoint: Any = botocore.endpoint.Endpoint
    real: Callable[..., Any] = vars(endpoint)["_get_response"]

    def send(self: Any, request: Any, operation: Any, context: Any) -> Any:
        def act() -> Any:
            with one_at_a_time:
                return real(self, request, operation, context)

        fitting = [fault for fault in faults if fault.applies(operation.name)]
        if chance.random() >= share or not fitting:
            return act()
        calls.seen.append(operation.name)
        return _strike(chance.choice(fitting), operation.name, request, act)

    with mock.patch.object(endpoint, "_get_response", send), _without_waiting():
        yield calls


@contextmanager
def _without_waiting() -> Iterator[None]:
    still = SimpleNamespace(sleep=lambda _: None)
    with mock.patch("botocore.endpoint.time", still), mock.patch("kernel.transaction.time", still):
        yield


def _strike(fault: Fault, operation: str, request: Any, act: Callable[[], Any]) -> Any:
    match fault:
        case Fault.KILL_BEFORE:
            raise KilledError
        case Fault.KILL_AFTER:
            act()
            raise KilledError
        case Fault.THROTTLE:
            return _refused(400, "ThrottlingException")
        case Fault.ERROR:
            return _refused(500, "InternalServerError")
        case Fault.TIMEOUT:
            return None, ReadTimeoutError(endpoint_url="https://service.test")
        case Fault.REPLY_LOST:
            act()
            return None, ReadTimeoutError(endpoint_url="https://service.test")
        case Fault.CONFLICT:
            return _conflict() if operation == "TransactWriteItems" else act()
        case Fault.UNPROCESSED:
            return _undone(operation, request, act)


def _refused(status: int, code: str) -> Any:
    http = SimpleNamespace(status_code=status, headers={})
    return (http, {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}), None


def _conflict() -> Any:
    (http, parsed), _ = _refused(400, "TransactionCanceledException")
    return (http, parsed | {"CancellationReasons": [{"Code": "TransactionConflict"}] * 100}), None


def _undone(operation: str, request: Any, act: Callable[[], Any]) -> Any:
    """All of a batch undone; other operations have no such answer and are carried out."""
    empty: dict[str, dict[str, Any]] = {
        "SendMessageBatch": {"Successful": [], "Failed": [{"Id": str(n), "Code": "InternalError"} for n in range(10)]},
        "PutEvents": {"FailedEntryCount": 10, "Entries": [{"ErrorCode": "InternalFailure"}] * 10},
        "BatchWriteItem": {"UnprocessedItems": _asked(request)},
        "BatchGetItem": {"Responses": {table: [] for table in _asked(request)}, "UnprocessedKeys": _asked(request)},
    }
    if operation not in empty:
        return act()
    http = SimpleNamespace(status_code=200, headers={})
    return (http, empty[operation] | {"ResponseMetadata": {"HTTPStatusCode": 200}}), None


def _asked(request: Any) -> Any:
    """What a batch of DynamoDB asked for, as the SDK would parse it from an answer."""
    asked = json.loads(request.body, object_hook=_binary)
    return asked.get("RequestItems", {}) if isinstance(asked, dict) else {}


def _binary(value: dict[str, Any]) -> dict[str, Any]:
    return {"B": base64.b64decode(value["B"])} if value.keys() == {"B"} and isinstance(value["B"], str) else value
