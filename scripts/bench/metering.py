"""Watches botocore: which calls are sent, what they cost by `units`, and how much of the CPU the engine itself took.

Units come from what is stored before and after each call, looked up aside; the engine's own count is not asked.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unittest import mock

import botocore.endpoint
from moto.core.botocore_stubber import BotocoreStubber

from kernel import aws
from scripts.bench.units import Index, Item, index_writes, read, weight, write
from tests.template_reader import resources

READS = ("GetItem", "BatchGetItem", "Query", "Scan")
TRANSACTION = "TransactWriteItems"
PARTS_OF_ITEMS = ("ProjectionExpression", "FilterExpression", "ExpressionAttributeNames")


@dataclass
class Spent:
    """The calls of one action in their order, and their units; `index_writes` are those of the indexes alone."""

    calls: list[str] = field(default_factory=list)
    reads: float = 0
    writes: int = 0
    index_writes: int = 0

    @property
    def read_calls(self) -> int:
        return sum(call in READS for call in self.calls)

    @property
    def transactions(self) -> int:
        return self.calls.count(TRANSACTION)


@dataclass(frozen=True)
class Table:
    key: tuple[str, ...]
    indexes: Mapping[str, Index]


@cache
def table(name: str) -> Table:
    """What the template states of a table."""
    stated = resources("AWS::DynamoDB::Table")[name]
    key = tuple(part["AttributeName"] for part in stated["KeySchema"])
    listed = stated.get("GlobalSecondaryIndexes", [])
    return Table(key, {index["IndexName"]: Index.of(index, key) for index in listed})


@contextmanager
def metered() -> Iterator[Spent]:
    """Count what is sent from here on. Retries are sends, and count."""
    spent, aside = Spent(), [False]
    endpoint: Any = botocore.endpoint.Endpoint
    real: Callable[..., Any] = vars(endpoint)["_get_response"]

    def send(self: Any, request: Any, operation: Any, context: Any) -> Any:
        if aside[0]:
            return real(self, request, operation, context)
        service = operation.service_model.service_name
        spent.calls.append(operation.name if service == "dynamodb" else f"{service}:{operation.name}")
        if service != "dynamodb":
            return real(self, request, operation, context)
        with _looking_aside(aside):
            count = COUNTED[operation.name](spent, json.loads(request.body))
        answer = real(self, request, operation, context)
        with _looking_aside(aside):
            count(answer[0][1] if answer[0] else {})
        return answer

    with mock.patch.object(endpoint, "_get_response", send):
        yield spent


@contextmanager
def _looking_aside(aside: list[bool]) -> Iterator[None]:
    aside[0] = True
    yield
    aside[0] = False


@contextmanager
def engine_time() -> Iterator[list[int]]:
    """Nanoseconds of CPU inside the engine (moto), one number for each call: to be taken off the caller's."""
    took: list[int] = []
    real: Callable[..., Any] = vars(BotocoreStubber)["__call__"]

    def answer(self: Any, *given: Any, **named: Any) -> Any:
        began = time.process_time_ns()
        try:
            return real(self, *given, **named)
        finally:
            took.append(time.process_time_ns() - began)

    with mock.patch.object(BotocoreStubber, "__call__", answer):
        yield took


Settle = Callable[[Mapping[str, Any]], None]


def stored(name: str, key: Item) -> Item | None:
    """The item under a key, as it stands now."""
    client: Any = aws.client("dynamodb")
    found: Item | None = client.get_item(TableName=name, Key=key, ConsistentRead=True).get("Item")
    return found


def _get(spent: Spent, sent: Mapping[str, Any]) -> Settle:
    item = stored(sent["TableName"], sent["Key"])
    spent.reads += read(weight(item or {}), consistent=sent.get("ConsistentRead", False))
    return _nothing


def _batch_get(spent: Spent, sent: Mapping[str, Any]) -> Settle:
    for name, wanted in sent["RequestItems"].items():
        for key in wanted["Keys"]:
            size = weight(stored(name, key) or {})
            spent.reads += read(size, consistent=wanted.get("ConsistentRead", False))
    return _nothing


def _query(spent: Spent, sent: Mapping[str, Any]) -> Settle:
    """What was looked at counts: whole items, or whole entries of an index."""
    asked = {name: value for name, value in sent.items() if name not in PARTS_OF_ITEMS}
    used = sent["KeyConditionExpression"]
    names = {alias: name for alias, name in sent.get("ExpressionAttributeNames", {}).items() if alias in used}
    client: Any = aws.client("dynamodb")
    found = client.query(**asked, **({"ExpressionAttributeNames": names} if names else {}))
    items = found["Items"]
    if index := sent.get("IndexName"):
        items = [table(sent["TableName"]).indexes[index].entry(item) or {} for item in items]
    spent.reads += read(sum(map(weight, items)), consistent=sent.get("ConsistentRead", False))
    return _nothing


def _nothing(_: Mapping[str, Any]) -> None:
    return


def _key_of(name: str, change: Mapping[str, Any]) -> Item:
    found: Item = change.get("Key") or {part: change["Item"][part] for part in table(name).key}
    return found


def _changes(spent: Spent, changes: list[tuple[str, Item]], *, transaction: bool = False) -> Settle:
    before = [stored(name, key) for name, key in changes]

    def settle(_: Mapping[str, Any]) -> None:
        for (name, key), old in zip(changes, before, strict=True):
            new = stored(name, key)
            spent.writes += write(old, new, transaction=transaction)
            spent.index_writes += index_writes(table(name).indexes.values(), old, new)

    return settle


def _one(spent: Spent, sent: Mapping[str, Any]) -> Settle:
    return _changes(spent, [(sent["TableName"], _key_of(sent["TableName"], sent))])


def _transaction(spent: Spent, sent: Mapping[str, Any]) -> Settle:
    bodies = [body for operation in sent["TransactItems"] for body in operation.values()]
    return _changes(spent, [(b["TableName"], _key_of(b["TableName"], b)) for b in bodies], transaction=True)


def _batch_write(spent: Spent, sent: Mapping[str, Any]) -> Settle:
    changes = [
        (name, _key_of(name, body))
        for name, requests in sent["RequestItems"].items()
        for request in requests
        for body in request.values()
    ]
    return _changes(spent, changes)


COUNTED: dict[str, Callable[[Spent, Mapping[str, Any]], Settle]] = {
    "GetItem": _get,
    "BatchGetItem": _batch_get,
    "Query": _query,
    "PutItem": _one,
    "UpdateItem": _one,
    "DeleteItem": _one,
    "BatchWriteItem": _batch_write,
    TRANSACTION: _transaction,
}
