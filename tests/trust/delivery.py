"""Deliver a message as badly as queues and machines may: again, shuffled, killed at each call, faulted at each call."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.builders import batch
from tests.conftest import Context
from tests.trust import engine
from tests.trust.faults import Fault, KilledError, sends

Handler = Callable[[dict[str, Any], Any], Any]
Eye = Callable[[], Any]


@dataclass(frozen=True)
class Trial:
    """One way in which a delivery went wrong, and what was there after the message came again.

    `struck` says whether the fault's call was made at all; `left` is what was there before, if the handler said that
    it was done: a queue forgets the message then.
    """

    call: int
    operation: str
    fault: Fault
    seen: Any
    struck: bool = True
    left: Any = None


def deliver(handler: Handler, *bodies: Any) -> list[str]:
    """Hand a batch over; returns the ids of the failed messages."""
    told = handler(batch(*bodies), Context()) or {}
    return [failure["itemIdentifier"] for failure in told.get("batchItemFailures", [])]


def until_done(handler: Handler, *bodies: Any, tries: int = 5) -> None:
    """What a queue does: deliver what failed again. Raises `AssertionError` if something fails to the end."""
    left: Sequence[Any] = bodies
    for _ in range(tries):
        failed = deliver(handler, *left)
        left = [left[int(name.removeprefix("message-"))] for name in failed]
        if not left:
            return
    raise AssertionError(f"{len(left)} messages were never carried out")


def thrice_shuffled(handler: Handler, *bodies: Any, seed: int = 1) -> None:
    """Every message three times, in any order, in batches of any size."""
    pile = [*bodies] * 3
    chance = random.Random(seed)  # noqa: S311 - a repeatable order
    chance.shuffle(pile)
    while pile:
        size = chance.randint(1, 4)
        until_done(handler, *pile[:size])
        del pile[:size]


Choice = Callable[[int, str], Sequence[Fault]]


def every_way(
    handler: Handler,
    body: Any,
    eye: Eye,
    faults: Sequence[Fault] = tuple(Fault),
    choose: Choice | None = None,
) -> list[Trial]:
    """Each fault at each call of the handler, then the message again without one: what the eye saw each time.

    It comes again even where the handler said that it was done, since queues deliver twice; what was there before says
    whether that was true.

    `choose` says instead which faults are tried at a call (from 1) of an operation.
    """
    start = engine.snapshot()
    with sends() as clean:
        until_done(handler, body)
    trials = []
    for call, operation in enumerate(clean.seen, 1):
        for fault in choose(call, operation) if choose else faults:
            engine.restore(start)
            struck, done = _go_wrong(handler, body, call, fault)
            left = eye() if done else None
            until_done(handler, body)
            trials.append(Trial(call, operation, fault, eye(), struck, left))
    engine.restore(start)
    until_done(handler, body)
    return trials


def _go_wrong(handler: Handler, body: Any, call: int, fault: Fault) -> tuple[bool, bool]:
    """Whether the fault struck, and whether the handler said that it was done."""
    done = False
    with sends(call, fault) as calls, suppress(KilledError):
        done = not deliver(handler, body)
    return calls.struck, done
