"""Which lines of a few modules each test reaches, and how long the test takes."""

import gc
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType

import pytest

LINE, START = sys.monitoring.events.LINE, sys.monitoring.events.PY_START
TOOL = sys.monitoring.PROFILER_ID
LOOPING, SLOWER = 10, 5
"""Seconds beside those of the sound module, and how many times as slow one that is wrong may be."""


@dataclass
class Reach:
    """A test, its seconds of computing, and the lines that it runs, each with its file."""

    item: pytest.Item
    seconds: float = 0.0
    lines: set[tuple[str, int]] = field(default_factory=set)


def functions_in(files: set[str]) -> list[FunctionType]:
    """Every function that was made from these files, whoever holds it."""
    return [one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__code__.co_filename in files]


def codes(code: CodeType) -> Iterator[CodeType]:
    """A code object and those within it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from codes(inner)


def place(code: CodeType) -> tuple[str, int]:
    """By what a mutant names its function."""
    return code.co_qualname, code.co_firstlineno


def where(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, *place(code)


def watch(files: set[str]) -> set[tuple[str, str, int]]:
    """The functions of these files that are entered from now on, until `unwatched`; the set grows."""
    entered: set[tuple[str, str, int]] = set()

    def enter(code: CodeType, _: int) -> object:
        if code.co_filename in files:
            entered.add(where(code))
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(TOOL, __name__)
    sys.monitoring.register_callback(TOOL, START, enter)
    sys.monitoring.set_events(TOOL, START)
    return entered


def unwatched() -> None:
    sys.monitoring.free_tool_id(TOOL)


def remembering() -> set[tuple[str, str, int]]:
    """The functions whose results are kept."""
    kept = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
    return {where(one.__wrapped__.__code__) for one in kept if isinstance(one.__wrapped__, FunctionType)}


def traced(session: pytest.Session, files: set[str]) -> list[Reach]:
    """The session's tests, run once, the quickest first. What the session set up stays set up."""
    told = [Reach(item) for item in session.items]
    here = told[0]

    def reach(code: CodeType, line: int) -> object:
        here.lines.add((code.co_filename, line))
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(TOOL, __name__)
    sys.monitoring.register_callback(TOOL, LINE, reach)
    for code in {inner for one in functions_in(files) for inner in codes(one.__code__)}:
        sys.monitoring.set_local_events(TOOL, code, LINE)
    for here, following in zip(told, [*session.items[1:], session.items[0]], strict=True):
        sys.monitoring.restart_events()
        began = time.process_time()
        here.item.ihook.pytest_runtest_protocol(item=here.item, nextitem=following)
        here.seconds = time.process_time() - began
    sys.monitoring.free_tool_id(TOOL)
    return sorted(told, key=lambda test: test.seconds)


def run(session: pytest.Session, tests: list[Reach]) -> bool:
    """Whether they pass, in this order, up to the first that does not. Ends the process at one that does not end."""
    for test, following in zip(tests, [*tests[1:], tests[0]], strict=True):
        give_up_after(test.seconds)
        test.item.ihook.pytest_runtest_protocol(item=test.item, nextitem=following.item)
        if session.testsfailed:
            return False
    return True


def give_up_after(seconds: float) -> None:
    """End this process if it computes much longer than that: it has fallen into a loop."""
    signal.setitimer(signal.ITIMER_PROF, LOOPING + SLOWER * seconds)
