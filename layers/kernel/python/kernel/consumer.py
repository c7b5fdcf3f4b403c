"""A batch from a queue: each message by itself, failures reported one by one, the rest done.

Exactly once is not made here but by each handler's transaction: its event id comes from the cause (`Act.cause`).
"""

import json
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kernel.clock import now
from kernel.events import PUBLISHED, Envelope, Event
from kernel.journal import Act
from kernel.log import log
from kernel.message import Message
from kernel.tracebacks import frames, name

Batch = Mapping[str, Any]
Failures = dict[str, list[dict[str, str]]]
Told = Sequence[tuple[Act, Any]]
AT_ONCE = 25  # events in one transaction, in which each may have four rows


def each_event[E: Event](
    batch: Batch,
    handlers: Mapping[type[E], Callable[[Act, Any], None]],
    trigger: str,
    together: Mapping[type[Event], Callable[[Told], bool]] | None = None,
) -> Failures:
    """Hand every event of an SQS batch to the handler of its class; a class without a handler is an error.

    Those of a class in `together` go there first, up to 25 at once; where that writes nothing (False) or fails, each
    goes to its handler by itself, which knows what was done.
    """
    by_name = {event.__name__: handle for event, handle in handlers.items()}
    done: set[str] = set()
    for event, handle_all in (together or {}).items():
        done |= _handled_together(batch, event, handle_all, trigger)

    def handle(body: str) -> None:
        act, event = _opened(body, trigger)
        by_name[type(event).__name__](act, event)

    return each_body(batch, handle, trigger, done)


def _opened(body: str, trigger: str) -> tuple[Act, Event]:
    message = json.loads(body)
    envelope = msgspec.convert(message.get("detail", message), Envelope)
    event = msgspec.convert(envelope.data, PUBLISHED[envelope.event])
    return Act(f"system:{trigger}", now(), cause=envelope.id, caused_at=envelope.at, cause_seq=envelope.seq), event


def _handled_together(batch: Batch, wanted: type[Event], handle: Callable[[Told], bool], trigger: str) -> set[str]:
    """The ids of the messages that were handled."""
    told, done = list(_told(batch, wanted, trigger)), set[str]()
    for start in range(0, len(told), AT_ONCE):
        part = told[start : start + AT_ONCE]
        try:
            if len(part) > 1 and handle([(act, event) for _, act, event in part]):
                done |= {message_id for message_id, _, _ in part}
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one of them, each is tried by itself
            log("not together", level=logging.WARNING, trigger=trigger, error=name(error), trace=frames(error))
    return done


def _told(batch: Batch, wanted: type[Event], trigger: str) -> Iterator[tuple[str, Act, Event]]:
    """The events of a class that can be read."""
    for record in batch["Records"]:
        try:
            act, event = _opened(record["body"], trigger)
        except Exception:  # noqa: BLE001, S112 - it is told of when it is handled by itself
            continue
        if type(event) is wanted:
            yield record["messageId"], act, event


def each_message[M: Message](batch: Batch, model: type[M], handle: Callable[[M], None], trigger: str) -> Failures:
    """Hand every message of an SQS batch, parsed as `model`, to the handler."""
    return each_body(batch, lambda body: handle(msgspec.json.decode(body, type=model)), trigger)


def each_body(
    batch: Batch, handle: Callable[[str], None], trigger: str, done: Collection[str] = frozenset()
) -> Failures:
    """Hand over the body of every message that is not `done`, by its id."""
    failed = []
    for record in batch["Records"]:
        if record["messageId"] in done:
            continue
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
