"""A file arrived under `incoming/`, or is to be read anew: read it, whatever it is, and send what it holds.

The only function that touches a file from outside. Its role may read that prefix, ask for a data key and send to one
queue; it reaches no table (`reliability.md` 8.2).
"""

import hashlib
import json
import tempfile
from typing import IO, Any

import msgspec

from functions.rosters.errors import Unreadable
from functions.rosters.messages import METADATA, PREFIX, Mapping, Order, Parsed, ReadAnew, Summary
from functions.rosters.parsing import parse
from kernel import aws
from kernel.consumer import Failures, each_body
from kernel.parcel import Packer
from kernel.sending import send
from kernel.settings import Settings

PIECE = 1024 * 1024


class ParserSettings(Settings):
    roster_bucket: str
    parsed_rows_queue: str


def on_uploaded(bucket: str, key: str, mapping: Mapping | None = None, attempt: int = 0) -> None:
    """Parse one object. A second delivery sends the same messages again; who receives them counts each once."""
    stored = aws.client("s3").get_object(Bucket=bucket, Key=key)
    order = Order.unpacked(stored["Metadata"][METADATA])
    if key != PREFIX + order.roster_id:
        raise ValueError("the object is not the one that was ordered")
    queue = ParserSettings.load().parsed_rows_queue
    with tempfile.TemporaryFile() as file:  # without a name: nothing of it outlives this call
        try:
            _download(stored["Body"], file, order)
        except Unreadable as error:
            summary = Summary(problem=error.problem, attempt=attempt)
            refusal = Parsed(roster_id=order.roster_id, summary=summary)
            send(queue, [refusal])
            return
        send(queue, parse(order, file, Packer.of(order.roster_id), mapping, attempt))


def _download(body: Any, file: IO[bytes], order: Order) -> None:
    """Raises `Unreadable` if size or hash are not those that were declared."""
    digest, size = hashlib.sha256(), 0
    while piece := body.read(PIECE):
        size += len(piece)
        if size > order.size_bytes:
            break
        digest.update(piece)
        file.write(piece)
    if size != order.size_bytes:
        raise Unreadable("size_differs")
    if digest.hexdigest() != order.sha256:
        raise Unreadable("digest_differs")


def _handle(body: str) -> None:
    message = json.loads(body)
    if "detail" in message:
        on_uploaded(message["detail"]["bucket"]["name"], message["detail"]["object"]["key"])
    else:
        anew = msgspec.convert(message, ReadAnew)
        on_uploaded(ParserSettings.load().roster_bucket, PREFIX + anew.roster_id, anew.mapping, anew.attempt)


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_body(event, _handle, "roster uploaded")
