"""What ministack does over and over, done once, and batches as AWS makes them.

Each worker of a function unpacked its code anew, and Python compiled it anew; each item of a transaction had its own
look at the policies, though all items of a table ask for the same right; a condition was read letter by letter for
each item that states it; an answer went out in three pieces. A batch from a queue held at most ten messages, and its
window was not kept, so that most batches held one.
"""

import hashlib
import threading
import time
import zipfile
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import h11
from hypercorn.events import RawData
from hypercorn.protocol import h11 as http
from ministack.core import concurrency, iam_actions, lambda_runtime
from ministack.services import dynamodb, lambda_svc, sqs

REMEMBERED = 4096
_waiting: set[str] = set()
UNPACKED = "unpacked"
PRIVATE = {
    lambda_runtime: ("zipfile",),
    iam_actions: ("dynamodb_transaction_checks",),
    dynamodb: ("_condition_syntax_error", "_tokenize"),
    lambda_svc: ("_esms",),
    concurrency: ("esm_wake",),
    sqs: ("_receive_messages_for_esm", "_queues_lock", "_get_q", "_expire_retained", "_dlq_sweep", "_collect_msgs"),
    http.H11Protocol: ("_send_h11_event",),
}


def apply() -> None:
    """Make these changes in this process."""
    lambda_runtime.zipfile = SimpleNamespace(**vars(zipfile) | {"ZipFile": UnpackedOnce})
    ask_once()
    read_once()
    sqs._receive_messages_for_esm = receive
    http.H11Protocol._send_h11_event = send_together  # type: ignore[method-assign, assignment] # what it is for


class UnpackedOnce(zipfile.ZipFile):
    """An archive that leaves a link where it is unpacked: equal archives share one folder, and what Python compiles."""

    def extractall(self, path: Any = None, *_: Any) -> None:
        place, archive = Path(path), Path(str(self.filename))
        kept = archive.parent.parent / UNPACKED / hashlib.sha256(archive.read_bytes()).hexdigest()
        if not kept.exists():
            draft = place.with_suffix(".draft")
            super().extractall(draft)
            kept.parent.mkdir(exist_ok=True)
            try:
                draft.rename(kept)
            except OSError:  # another worker was quicker
                if not kept.exists():
                    raise
        place.rmdir()
        place.symlink_to(kept)


def ask_once() -> None:
    """Ask for each right that a transaction needs once."""
    checks = iam_actions.dynamodb_transaction_checks

    def different_checks(*request: Any) -> list[tuple[str, str]]:
        return list(dict.fromkeys(checks(*request)))

    iam_actions.dynamodb_transaction_checks = different_checks


def read_once() -> None:
    """Read the same text of a condition once."""
    dynamodb._condition_syntax_error = lru_cache(REMEMBERED)(dynamodb._condition_syntax_error)
    dynamodb._tokenize = lru_cache(REMEMBERED)(dynamodb._tokenize)


async def send_together(protocol: Any, event: Any) -> None:
    """Send the head of an answer with the first piece of its body, or with its end."""
    try:
        data = protocol.connection.send(event)
    except h11.LocalProtocolError:
        if protocol.connection.their_state != h11.ERROR:
            raise
        return
    data = protocol.__dict__.pop("head", b"") + data
    if type(event) is h11.Response:
        protocol.head = data
    elif data:
        await protocol.send(RawData(data=data))


def receive(queue_url: str, most: int) -> list[dict[str, Any]]:
    """The next batch for a function: up to `most` messages, once so many wait or the first has waited long enough."""
    with sqs._queues_lock:
        queue = sqs._get_q(queue_url)
        sqs._expire_retained(queue)
        sqs._dlq_sweep(queue)
        stated, now = queue["attributes"], time.time()
        waiting = [message["sent_at"] for message in queue["messages"] if message["visible_at"] <= now]
        left = min(waiting) + window_of(stated["QueueArn"]) - now if waiting else 0.0
        if len(waiting) < most and left > 0:
            look_again(queue_url, left)
            return []
        taken: list[dict[str, Any]] = sqs._collect_msgs(queue, most, int(stated.get("VisibilityTimeout", 30)))
        return taken


def look_again(queue_url: str, seconds: float) -> None:
    """Let the poller look when a window is over: by itself it looks when something is sent, and once a second."""

    def wake() -> None:
        _waiting.discard(queue_url)
        concurrency.esm_wake.set()

    if queue_url not in _waiting:
        _waiting.add(queue_url)
        timer = threading.Timer(seconds, wake)
        timer.daemon = True
        timer.start()


def window_of(queue_arn: str) -> float:
    """How long a function lets the messages of a queue gather, in seconds."""
    readers = (reader for reader in lambda_svc._esms.values() if reader.get("EventSourceArn") == queue_arn)
    return max((float(reader.get("MaximumBatchingWindowInSeconds") or 0) for reader in readers), default=0.0)
