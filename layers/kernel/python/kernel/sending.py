"""Messages to a queue, ten at a time; what the queue did not take is sent again."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from kernel import aws
from kernel.errors import Busy
from kernel.message import Message
from kernel.transaction import TRIES, pause

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

IN_BATCH, LARGEST_BATCH = 10, 240_000


def send(queue: str, messages: Iterable[Message | Sequence[msgspec.Raw]]) -> int:
    """Send all; returns how many. Raises `Busy` when the queue keeps refusing: a repetition sends all anew."""
    sent = 0
    for bodies in _batches(msgspec.json.encode(message).decode() for message in messages):
        if _refused(queue, bodies):
            raise Busy
        sent += len(bodies)
    return sent


def send_few(queue: str, messages: Sequence[Message]) -> list[int]:
    """Send up to ten small ones at once. Returns the places of those that the queue keeps refusing."""
    return _refused(queue, [msgspec.json.encode(message).decode() for message in messages])


def _batches(bodies: Iterable[str]) -> Iterator[list[str]]:
    """Up to ten bodies, together smaller than what one call may carry (256 KB)."""
    batch: list[str] = []
    size = 0
    for body in bodies:
        more = len(json.dumps(body)) + len(", ")
        if len(batch) == IN_BATCH or (batch and size + more > LARGEST_BATCH):
            yield batch
            batch, size = [], 0
        batch.append(body)
        size += more
    if batch:
        yield batch


def _refused(queue: str, bodies: list[str]) -> list[int]:
    """The places of those that are not taken after several tries."""
    left: dict[str, SendMessageBatchRequestEntryTypeDef] = {
        str(i): {"Id": str(i), "MessageBody": body} for i, body in enumerate(bodies)
    }
    for tried in range(TRIES):
        answer = aws.client("sqs").send_message_batch(QueueUrl=queue, Entries=list(left.values()))
        refused = {failed["Id"] for failed in answer.get("Failed", [])}
        left = {place: entry for place, entry in left.items() if place in refused}
        if not left:
            break
        pause(tried)
    return [int(place) for place in left]
