"""What ministack does over and over, done once, and batches as AWS makes them.

Each item of a transaction had its own look at the policies, though all items of a table ask for the same right, and
each look gathered the caller's policies anew; a condition was read letter by letter for each item that states it; an
answer went out in three pieces; who asks the policies parsed the body of a request up to five times. A batch from a
queue held at most ten messages, and its window was not kept, so that most batches held one; and while the reader of a
stream was at work, nobody looked at the queues. Functions: `workers`.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import h11
from hypercorn.events import RawData
from hypercorn.protocol import h11 as http
from ministack.core import concurrency, iam_actions, iam_evaluator
from ministack.services import dynamodb, lambda_svc, sqs

logger = logging.getLogger("thrift")
REMEMBERED = 4096
BODIES = 8  # of the requests at hand
STREAMS_REST = 0.2
CALLER_KNOWN = 1.0  # seconds
_streams_due = threading.Event()
_waiting: set[str] = set()
PRIVATE = {
    iam_actions: ("dynamodb_transaction_checks", "json"),
    iam_evaluator: ("resolve_principal",),
    dynamodb: ("_condition_syntax_error", "_evaluate_condition", "_tokenize"),
    lambda_svc: (
        *("_dispatch_esm_batch", "_esms", "_iter_all_esms", "_poll_dynamodb_streams", "_poll_sqs"),
        *("parse_arn", "spawn_background"),
    ),
    concurrency: ("esm_wake",),
    sqs: ("_receive_messages_for_esm", "_queues_lock", "_get_q", "_expire_retained", "_dlq_sweep", "_collect_msgs"),
    http.H11Protocol: ("_send_h11_event",),
}


def apply() -> None:
    """Make these changes in this process."""
    ask_once()
    know_callers()
    read_once()
    parse_once()
    read_streams_beside()
    go_on_at_once()
    sqs._receive_messages_for_esm = receive
    http.H11Protocol._send_h11_event = send_together  # type: ignore[method-assign, assignment] # what it is for


def ask_once() -> None:
    """Ask for each right that a transaction needs once."""
    checks = iam_actions.dynamodb_transaction_checks

    def different_checks(*request: Any) -> list[tuple[str, str]]:
        return list(dict.fromkeys(checks(*request)))

    iam_actions.dynamodb_transaction_checks = different_checks


def know_callers() -> None:
    """Gather the policies of a caller once a second, not six times for a transaction; AWS itself takes seconds to hear
    of one that was changed. A signature is checked each time."""
    resolve = iam_evaluator.resolve_principal
    known: dict[tuple[str, str], tuple[float, Any]] = {}

    def resolved(key: str, account: str, credential: Any = None) -> Any:
        at = time.monotonic()
        until, caller = known.get((key, account), (at, None))
        if at >= until:
            caller = resolve(key, account, credential)
            if isinstance(caller, iam_evaluator.PrincipalInfo):
                known[key, account] = (at + CALLER_KNOWN, caller)
        return caller

    iam_evaluator.resolve_principal = resolved


def read_once() -> None:
    """Read the same text of a condition once, and the same name of a resource: a look at the queues reads hundreds.

    What a condition says of an item that is not there, and with no values to compare, is asked twice for each new item.
    """
    lambda_svc.parse_arn = lru_cache(REMEMBERED)(lambda_svc.parse_arn)
    evaluate = dynamodb._evaluate_condition

    @lru_cache(REMEMBERED)
    def of_nothing(condition: str, names: tuple[tuple[str, str], ...], slot: str) -> Any:
        return evaluate(condition, {}, {}, dict(names), slot)

    def evaluated(condition: Any, item: Any, values: Any, names: Any, slot: str = "ConditionExpression") -> Any:
        if item or values or not isinstance(condition, str) or not _plain(names):
            return evaluate(condition, item, values, names, slot)
        return of_nothing(condition, tuple(names.items()), slot)

    dynamodb._evaluate_condition = evaluated
    dynamodb._condition_syntax_error = lru_cache(REMEMBERED)(dynamodb._condition_syntax_error)
    dynamodb._tokenize = lru_cache(REMEMBERED)(dynamodb._tokenize)


def _plain(names: Any) -> bool:
    """Whether these are names of attributes, by placeholder, as they should be."""
    return isinstance(names, dict) and all(isinstance(name, str) for name in names.values())


def parse_once() -> None:
    """Parse the body of a request once for all who ask what rights it needs; they change nothing in it."""
    known = lru_cache(BODIES)(json.loads)

    def loads(body: Any) -> Any:
        return known(body) if isinstance(body, bytes | str) else json.loads(body)

    iam_actions.json = SimpleNamespace(**vars(json) | {"loads": loads})


def go_on_at_once() -> None:
    """Look for the next batch of a queue where one has just ended, there alone: the poller looks at all queues, and
    rests for a twentieth of a second wherever it found nothing."""
    every, poll = lambda_svc._iter_all_esms, lambda_svc._poll_sqs
    dispatch, spawn = lambda_svc._dispatch_esm_batch, lambda_svc.spawn_background
    here, looking = threading.local(), threading.Lock()

    def readers() -> Iterator[Any]:
        alone = getattr(here, "alone", None)
        return (one for one in every() if alone in (None, one[2]["UUID"]))

    def look() -> bool:
        with looking:  # who looks counts the batches under way
            return bool(poll())

    def dispatched(reader: str, *batch: Any) -> None:
        here.reader = reader
        dispatch(reader, *batch)

    def spawned(batch: Callable[[], None], **named: Any) -> None:
        reader = here.reader

        def carried_out() -> None:
            batch()
            here.alone = reader
            look()

        spawn(carried_out, **named)

    lambda_svc._iter_all_esms, lambda_svc._poll_sqs = readers, look
    lambda_svc._dispatch_esm_batch, lambda_svc.spawn_background = dispatched, spawned


def read_streams_beside() -> None:
    """Hand the records of streams over in a thread of its own: its pace is that of the function that reads them.

    After each look it rests: AWS looks four times a second, and a function is called once for all that came meanwhile.
    """
    poll = lambda_svc._poll_dynamodb_streams

    def read() -> None:
        while True:
            _streams_due.wait()
            _streams_due.clear()
            try:
                while poll():
                    time.sleep(STREAMS_REST)
            except Exception:  # whatever it is, the thread must live: nothing would be told any more
                logger.exception("the streams could not be read; tried again with the next record")

    def look() -> bool:
        _streams_due.set()
        return False

    lambda_svc._poll_dynamodb_streams = look
    threading.Thread(target=read, daemon=True, name="streams").start()


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
        now = time.time()
        if not any(message["visible_at"] <= now for message in queue["messages"]):
            return []
        sqs._expire_retained(queue)
        sqs._dlq_sweep(queue)
        stated = queue["attributes"]
        waiting = [message["visible_at"] for message in queue["messages"] if message["visible_at"] <= now]
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
