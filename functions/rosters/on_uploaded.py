"""A file arrived under `incoming/`: read it, whatever it is, and send what it holds to the queue of parsed rows.

The only function that touches a file from outside. Its role may read that prefix, ask for a data key and send to one
queue; it reaches no table (`reliability.md` 8.2).
"""

import hashlib
import json
import tempfile
from typing import IO, Any

from functions.rosters.errors import Unreadable
from functions.rosters.messages import METADATA, PREFIX, Order, Parsed, Summary
from functions.rosters.parsing import parse
from functions.rosters.sending import send
from kernel import aws
from kernel.consumer import Failures, each_body
from kernel.parcel import Packer
from kernel.settings import Settings

PIECE = 1024 * 1024


class ParserSettings(Settings):
    parsed_rows_queue: str


def on_uploaded(bucket: str, key: str) -> None:
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
            refusal = Parsed(roster_id=order.roster_id, summary=Summary(problem=error.problem))
            send(queue, [refusal])
            return
        send(queue, parse(order, file, Packer.of(order.roster_id)))


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
    detail = json.loads(body)["detail"]
    on_uploaded(detail["bucket"]["name"], detail["object"]["key"])


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_body(event, _handle, "roster uploaded")
