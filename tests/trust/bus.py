"""The way from the record to its listeners, as the template draws it: each entry to whoever listens."""

import json
from collections import defaultdict
from functools import cache
from importlib import import_module
from typing import Any

from functions.journal.rules import outgoing
from tests.docs.declared import listeners
from tests.trust import engine
from tests.trust.delivery import Handler, until_done


@cache
def handlers() -> dict[str, list[Handler]]:
    """Event → who listens to it."""
    found: defaultdict[str, list[Handler]] = defaultdict(list)
    for listener in listeners():
        handler = import_module(listener.module).lambda_handler
        for event in listener.events:
            found[event].append(handler)
    return dict(found)


def tell(told: set[str]) -> None:
    """Hand on what was recorded and not told yet, until nothing new is recorded; `told` grows by their ids."""
    while fresh := [record for record in _records() if json.loads(record)["id"] not in told]:
        for record in sorted(fresh, key=_when):
            told.add(json.loads(record)["id"])
            _deliver(record)


def _deliver(record: str) -> None:
    event = outgoing(record)
    body: dict[str, Any] = {
        "version": "0",
        "id": "11111111-1111-1111-1111-111111111111",
        "source": "e-branch",
        "detail-type": event.name,
        "time": "2026-11-01T00:00:00Z",
        "detail": json.loads(event.detail),
    }
    for handler in handlers().get(event.name, ()):
        until_done(handler, body)


def _records() -> list[str]:
    return [row["record"]["S"] for row in engine.rows("JournalTable") if "record" in row]


def _when(record: str) -> tuple[str, int]:
    content = json.loads(record)
    return str(content["at"]), int(content["seq"])
