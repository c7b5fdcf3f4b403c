"""Events put on the bus, and word left of what cannot become one."""

import json
import logging
from collections.abc import Iterable, Sequence
from typing import Any

from functions.journal import rules
from functions.journal.rules import Outgoing
from functions.journal.settings import BusSettings
from kernel import aws
from kernel.log import log
from kernel.tracebacks import frames
from kernel.transaction import pause

TRIES = 4
HOPELESS = {"MalformedDetail", "InvalidArgument"}


class BusRefused(Exception):
    """Entries that the bus did not take for now."""


def publish(events: Iterable[Outgoing]) -> None:
    """Put all of them on the bus. Raises `BusRefused` or the client's error if the bus fails."""
    for batch in rules.batches(events):
        _publish(batch)


def _publish(batch: Sequence[Outgoing]) -> None:
    left = list(batch)
    for attempt in range(TRIES):
        left = _put(left)
        if not left:
            return
        pause(attempt)
    raise BusRefused


def _put(batch: Sequence[Outgoing]) -> list[Outgoing]:
    """Put them on the bus; returns those to send again."""
    bus = BusSettings.load().bus
    entries = [
        {"EventBusName": bus, "Source": rules.SOURCE, "DetailType": event.name, "Detail": event.detail}
        for event in batch
    ]
    told = aws.client("events").put_events(Entries=entries)  # type: ignore[arg-type]  # plain dicts on the wire
    answers = list(zip(batch, told["Entries"], strict=False)) if told["FailedEntryCount"] else []
    for event, answer in answers:
        if answer.get("ErrorCode") in HOPELESS:
            set_aside(json.loads(event.detail)["id"], BusRefused())
    return [event for event, answer in answers if answer.get("ErrorCode", "") not in {"", *HOPELESS}]


def set_aside(which: Any, error: Exception) -> None:
    """Leave word in the relay's queue of where the entry stands; its text stays in the journal."""
    log("record set aside", level=logging.ERROR, error=type(error).__name__, trace=frames(error))
    body = json.dumps({"entry": which, "error": type(error).__name__})
    aws.client("sqs").send_message(QueueUrl=BusSettings.load().relay_dlq, MessageBody=body)
