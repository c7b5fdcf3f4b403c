"""A batch from a queue: each message by itself, failures reported one by one, the rest done.

Exactly once is not made here but by each handler's transaction: its event id comes from the cause (`Act.cause`).
"""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from kernel.clock import now
from kernel.events import PUBLISHED, Envelope, Event
from kernel.journal import Act
from kernel.log import log
from kernel.tracebacks import frames, name

Batch = Mapping[str, Any]
Failures = dict[str, list[dict[str, str]]]


def each_event[E: Event](
    batch: Batch, handlers: Mapping[type[E], Callable[[Act, Any], None]], trigger: str
) -> Failures:
    """Hand every event of an SQS batch to the handler of its class; a class without a handler is an error."""
    by_name = {event.__name__: handle for event, handle in handlers.items()}

    def handle(body: str) -> None:
        message = json.loads(body)
        envelope = Envelope.model_validate(message.get("detail", message))
        event = PUBLISHED[envelope.event].model_validate(envelope.data)
        act = Act(f"system:{trigger}", now(), cause=envelope.id, caused_at=envelope.at, cause_seq=envelope.seq)
        by_name[envelope.event](act, event)

    return each_body(batch, handle, trigger)


def each_message[M: BaseModel](batch: Batch, model: type[M], handle: Callable[[M], None], trigger: str) -> Failures:
    """Hand every message of an SQS batch, parsed as `model`, to the handler."""
    return each_body(batch, lambda body: handle(model.model_validate_json(body)), trigger)


def each_body(batch: Batch, handle: Callable[[str], None], trigger: str) -> Failures:
    failed = []
    for record in batch["Records"]:
        try:
            handle(record["body"])
        except Exception as error:  # noqa: BLE001 - one bad message must not hold up the others; it goes to the DLQ
            log(
                "message failed",
                level=logging.ERROR,
                trigger=trigger,
                error=name(error),
                trace=frames(error),
            )
            failed.append({"itemIdentifier": record["messageId"]})
    log("batch", trigger=trigger, records=len(batch["Records"]), failed=len(failed))
    return {"batchItemFailures": failed}
