"""What an effect left behind, without what differs from one time to the next: instants, salts, sealed bytes."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

from tests.trust import engine

STAMP = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")
CHANGING = frozenset(
    {"expires_at", "moved", "since", "deltas", "steps", "p2", "p3", "wrapped", "sealed", "key", "sealed_by"}
)
"""Attributes of rows and fields of messages that are of one moment, or random."""
OF_AN_ENTRY = ("chain", "seq", "action", "subject", "event", "cause", "data", "actor")

Eye = Callable[[], Any]


def rows(table: str, without: Iterable[str] = ()) -> list[str]:
    """The rows of a table as comparable text."""
    dropped = CHANGING | set(without)
    return sorted(_text({k: v for k, v in row.items() if k not in dropped}) for row in engine.rows(table))


def entries() -> list[str]:
    """The record: what was done, where and why; hashes and salts are of their own kind each time."""
    records = [json.loads(row["record"]["S"]) for row in engine.rows("JournalTable") if "record" in row]
    return sorted(_text({name: record[name] for name in OF_AN_ENTRY}) for record in records)


def heads() -> list[tuple[str, str]]:
    return sorted((row["chain"]["S"], row["n"]["N"]) for row in engine.rows("HeadsTable") if "n" in row)


def queues() -> dict[str, set[str]]:
    """What waits in each queue, each thing told once: who receives it counts it once, in whatever messages it comes."""
    found: dict[str, set[str]] = {}
    for region in [*dict(sqs_backends).values()]:
        for backend in region.values():
            for queue in backend.queues.values():
                found[queue.name] = {_text(one) for message in queue._messages for one in _unwrapped(message.body)}
    return {name: bodies for name, bodies in found.items() if bodies}


def objects() -> list[tuple[str, str, str]]:
    """Bucket, key and hash of every object; of a seal, what it states."""
    found = []
    for region in [*dict(s3_backends).values()]:
        for backend in region.values():
            for bucket in backend.buckets.values():
                found += [(bucket.name, key, _content(key, stored.value)) for key, stored in bucket.keys.items()]
    return sorted(found)


def _content(key: str, body: bytes) -> str:
    if key.startswith("seals/"):
        stated = json.loads(body)["statement"]
        return f"seal {stated['n']} of {stated['count']}"
    return hashlib.sha256(body).hexdigest()


def everything(*tables: str, without: Iterable[str] = ()) -> Eye:
    """An eye on these tables, the record, the queues and the buckets."""
    dropped = tuple(without)

    def look() -> Any:
        seen: dict[str, Any] = {table: rows(table, dropped) for table in tables}
        return seen | {"entries": entries(), "heads": heads(), "queues": queues(), "objects": objects()}

    return look


def _unwrapped(body: str) -> list[Any]:
    """What a message tells, as JSON: one thing or several; of an event on its way from the bus, what it tells."""
    told = json.loads(body)
    if isinstance(told, list):
        return told
    return [told["detail"] if "detail-type" in told else told]


def _text(value: Any) -> str:
    return STAMP.sub("T", json.dumps(_plain(value), sort_keys=True, ensure_ascii=False))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if name not in CHANGING}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        return _plain(json.loads(value))
    return value


def same(one: Any, other: Any) -> str:
    """Where two looks differ; empty if they do not."""
    if not isinstance(one, dict):
        return "" if one == other else "differs"
    return ", ".join(name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name))
