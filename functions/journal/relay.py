"""Stream of the journal's table → bus. What is committed is told, at least once; consumers know what they have done.

A record that cannot become an event goes to the relay's own queue and holds nobody up. What may pass (a throttled
bus) raises, and the stream delivers the batch again.
"""

import json
import logging
from collections.abc import Sequence
from typing import Any

from functions.journal import rules
from functions.journal.rules import Outgoing
from functions.journal.settings import RelaySettings
from kernel import aws
from kernel.log import log
from kernel.tracebacks import frames
from kernel.transaction import pause

TRIES = 4
HOPELESS = {"MalformedDetail", "InvalidArgument"}


class BusRefused(Exception):
    """Entries that the bus did not take for now."""


def lambda_handler(event: dict[str, Any], _context: Any) -> None:
    """Publish the entries of one batch of the stream. Raises `BusRefused` or the client's error if the bus fails."""
    events = [told for record in event["Records"] if (told := _read(record))]
    for batch in rules.batches(events):
        _publish(batch)
    log("relay", records=len(event["Records"]), sent=len(events))


def _read(record: dict[str, Any]) -> Outgoing | None:
    try:
        return rules.outgoing(record["dynamodb"]["NewImage"]["record"]["S"])
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one record, the others must pass
        _set_aside(record.get("dynamodb", {}).get("Keys"), error)
        return None


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
    bus = RelaySettings.load().bus
    entries = [
        {"EventBusName": bus, "Source": rules.SOURCE, "DetailType": event.name, "Detail": event.detail}
        for event in batch
    ]
    told = aws.client("events").put_events(Entries=entries)  # type: ignore[arg-type]  # plain dicts on the wire
    answers = list(zip(batch, told["Entries"], strict=False)) if told["FailedEntryCount"] else []
    for event, answer in answers:
        if answer.get("ErrorCode") in HOPELESS:
            _set_aside(json.loads(event.detail)["id"], BusRefused())
    return [event for event, answer in answers if answer.get("ErrorCode", "") not in {"", *HOPELESS}]


def _set_aside(which: Any, error: Exception) -> None:
    """Leave word in the relay's queue of where the entry stands; its text stays in the journal."""
    log("record set aside", level=logging.ERROR, error=type(error).__name__, trace=frames(error))
    body = json.dumps({"entry": which, "error": type(error).__name__})
    aws.client("sqs").send_message(QueueUrl=RelaySettings.load().relay_dlq, MessageBody=body)
