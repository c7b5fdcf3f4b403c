"""Questions that are each answered in a process of its own, forked from this one."""

import os
import resource
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

BROKEN = 70
SLOWEST = 40
"""How many times as many seconds may pass by the clock: a crowded machine is not one that waits for nothing."""


@dataclass(frozen=True)
class Question:
    """`seconds` of computing are allowed; one that takes more is answered with no."""

    ask: Callable[[], bool]
    seconds: float


def answers(questions: list[Question], jobs: int) -> list[bool]:
    """Each one's answer, so many asked at once. Raises `RuntimeError` if one could not be asked."""
    waiting, running, told = list(enumerate(questions)), dict[int, tuple[int, float]](), dict[int, bool]()
    while waiting or running:
        while waiting and len(running) < jobs:
            number, question = waiting.pop(0)
            running[_forked(question)] = number, time.monotonic() + SLOWEST * question.seconds
        time.sleep(0.01)
        for child, (number, deadline) in [*running.items()]:
            if (answer := _ended(child, deadline)) is not None:
                told[number] = answer
                del running[child]
    return [told[number] for number in sorted(told)]


def _forked(question: Question) -> int:
    """The process that asks it in silence, and ends with 0 for yes and 1 for no."""
    if child := os.fork():
        return child
    said = os.fdopen(os.dup(2), "w")
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        limit = int(time.process_time() + question.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        os._exit(0 if question.ask() else 1)
    except BaseException:  # noqa: BLE001 - a fork never goes on as its parent
        traceback.print_exc(file=said)
        said.flush()
        os._exit(BROKEN)


def _ended(child: int, deadline: float) -> bool | None:
    """Its answer; None while it runs."""
    done, status = os.waitpid(child, os.WNOHANG)
    if done:
        code = os.waitstatus_to_exitcode(status)
        if code == BROKEN:
            raise RuntimeError("a question could not be asked")
        return code == 0
    if time.monotonic() < deadline:
        return None
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False
