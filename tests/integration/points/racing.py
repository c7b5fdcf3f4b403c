"""Two at once, in one thread: somebody else's act lands between our reading and our writing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kernel import aws

EVENT = "before-call.dynamodb.TransactWriteItems"


@contextmanager
def meanwhile(act: Callable[[], None]) -> Iterator[None]:
    """Do something once, right before the next transaction is sent."""
    waiting = [act]

    def interleave(**_: Any) -> None:
        if waiting:
            waiting.pop()()

    hooks = aws.client("dynamodb").meta.events
    hooks.register(EVENT, interleave)
    yield
    hooks.unregister(EVENT, interleave)
    assert not waiting, "nothing was written"
