"""What moto stores, kept and put back: one arrangement serves many trials, one account many tests.

Only contents are kept (rows, messages, objects), never the tables, queues and buckets themselves: they hold locks, and
are as the template made them. Rows and what streams tell are shared, not copied: moto puts another in their place
(`tests/swift.py`).
"""

import copy
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.events.models import events_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends


def _regions(backends: Any) -> Iterator[Any]:
    for account in list(backends.values()):
        yield from list(account.values())


type Holder = Callable[[], Any]
type Copier = Callable[[Any], Any]
type Kept = list[tuple[Holder, str, Copier, Any]]


def _places() -> Iterator[tuple[Holder, str, Copier]]:
    """Where content is held, and how it is copied. A holder is looked up anew each time: moto replaces tables when a
    transaction fails, tests replace queues."""
    for region in _regions(dynamodb_backends):
        for name, table in region.tables.items():
            yield partial(_table, region, name), "items", _with_same_rows
            if table.stream_shard:
                yield partial(_shard, region, name), "items", copy.copy
    for region in _regions(sqs_backends):
        for name in region.queues:
            for attribute in ("_messages", "_pending_messages", "deleted_messages"):
                yield partial(_queue, region, name), attribute, copy.deepcopy
    for region in _regions(s3_backends):
        for name in region.buckets:
            yield partial(_bucket, region, name), "keys", copy.deepcopy


def _with_same_rows(items: Any) -> Any:
    """Partitions of a table, or its rows where it has no sort key."""
    copied = copy.copy(items)
    for pk, part in items.items():
        if isinstance(part, dict):
            copied[pk] = part.copy()
    return copied


def _table(region: Any, name: str) -> Any:
    return region.tables[name]


def _shard(region: Any, name: str) -> Any:
    return region.tables[name].stream_shard


def _queue(region: Any, name: str) -> Any:
    return region.queues[name]


def _bucket(region: Any, name: str) -> Any:
    return region.buckets[name]


def snapshot() -> Kept:
    """Everything stored in this moment."""
    return [(holder, name, copier, copier(getattr(holder(), name))) for holder, name, copier in _places()]


def restore(kept: Kept) -> None:
    """Put back what was stored then; the same snapshot serves any number of times."""
    for holder, name, copier, content in kept:
        setattr(holder(), name, copier(content))


def held(table: str) -> Any:
    """What moto holds of a table."""
    (found,) = (region.tables[table] for region in _regions(dynamodb_backends) if table in region.tables)
    return found


def count(table: str) -> int:
    """How many rows moto holds, without a call."""
    return sum(len(part) for part in held(table).items.values())


def rows(table: str) -> list[dict[str, Any]]:
    """Every row of a table in DynamoDB JSON, in the order of its keys (the test's eye, not the product's)."""
    items = (item for part in held(table).items.values() for item in _items(part))
    return sorted(({name: _sent(value) for name, value in item.attrs.items()} for item in items), key=str)


def _items(part: Any) -> Iterable[Any]:
    """A partition's rows, or the only row of a table without a sort key."""
    return part.values() if isinstance(part, dict) else (part,)


def _sent(value: Any) -> dict[str, Any]:
    """A value as a client is told it."""
    kind, held = value.type, value.value
    match kind:
        case "M":
            return {kind: {name: _sent(inner) for name, inner in held.items()}}
        case "L":
            return {kind: [_sent(inner) for inner in held]}
    return {kind: list(held) if isinstance(held, list) else held}


def forget_rules() -> None:
    """Drop the rules that tests hung on the bus; the template's are not made in memory."""
    for region in _regions(events_backends):
        for bus in region.event_buses.values():
            bus.rules.clear()
