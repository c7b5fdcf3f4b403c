"""Two ways to learn whether tests notice a mutant.

The short one: the tests are collected and run once; then each mutant is a fork of that process in which the changed
function's code stands in the sound one's place, and the tests that reach the changed lines run, the quickest first.
The whole one, for what runs at import or keeps what it answered once: a process in which the module is wrong from the
start, under all tests.
"""

import gc
import importlib.abc
import importlib.util
import os
import pickle
import sys
from ast import Module
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from scripts.apart import ROOT
from scripts.proofs.forking import Question, answers
from scripts.proofs.mutating import Mutant
from scripts.proofs.tracing import (
    Reach,
    codes,
    functions_in,
    give_up_after,
    place,
    remembering,
    run,
    traced,
    unwatched,
    watch,
    where,
)

KERNEL = "layers/kernel/python"
QUIET = ("-x", "-q", "-n", "0", "--no-cov", "--tb=native", "-p", "no:cacheprovider", "-W", "ignore")
LONGEST = 3_600
"""Seconds of computing; each test has an end of its own (`tracing.give_up_after`)."""
COLLECTING = 30.0  # what importing the tests of an area takes at most


Swap = tuple[list[FunctionType], CodeType]
"""Functions, and the code that takes the place of theirs."""


@dataclass(frozen=True)
class Area:
    """Modules by their dotted names, the tests that have to notice, and which of these (an expression over marks)."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    marked: str = ""

    @property
    def arguments(self) -> list[str]:
        return [*QUIET, "-m", self.marked]


@dataclass(frozen=True)
class Case:
    module: str
    mutant: Mutant

    @property
    def file(self) -> Path:
        return file_of(self.module)

    @property
    def key(self) -> tuple[str, str]:
        """What it is called among the exceptions."""
        return self.module, self.mutant.name


def file_of(module: str) -> Path:
    below = module.replace(".", "/") + ".py"
    return ROOT / (f"{KERNEL}/{below}" if module.startswith("kernel.") else below)


def survivors(area: Area, cases: list[Case], jobs: int) -> list[Case]:
    """The cases that no test notices. Raises `ValueError` if the tests fail without any."""
    known = _short(area, cases, jobs)
    rest = [number for number, alive in enumerate(known.alive) if alive is None]
    asked = [
        Question(partial(_whole, area, case, known.seconds), LONGEST) for case in (None, *(cases[n] for n in rest))
    ]
    sound, *told = answers(asked, jobs)
    if not sound:
        raise ValueError("the tests fail without any mutant, the whole way")
    alive = dict(enumerate(known.alive)) | dict(zip(rest, told, strict=True))
    return [case for number, case in enumerate(cases) if alive[number]]


@dataclass
class Known:
    """What the short way tells: who survives it (None: not to be told this way), and how long each test takes."""

    alive: list[bool | None] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def _short(area: Area, cases: list[Case], jobs: int) -> Known:
    with TemporaryDirectory() as directory:
        told = Path(directory) / "known"
        if answers([Question(partial(_session, area, cases, jobs, told), LONGEST)], 1) != [True]:
            raise ValueError("the tests fail without any mutant")
        known: Known = pickle.loads(told.read_bytes())  # noqa: S301 - our own file
    return known


def _session(area: Area, cases: list[Case], jobs: int, told: Path) -> bool:
    hunt = Hunt(cases, jobs)
    os.chdir(ROOT)
    passed = pytest.main([*area.arguments, *area.tests], plugins=[hunt]) == pytest.ExitCode.OK
    told.write_bytes(pickle.dumps(hunt.known))
    return passed and bool(hunt.known.seconds)


class Unshrunk:
    """A plugin: a property that fails is enough, whatever its smallest example is."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        settings.register_profile("unshrunk", settings.get_profile("same"), phases=(Phase.explicit, Phase.generate))
        settings.load_profile("unshrunk")


class Hunt(Unshrunk):
    """A plugin: the session's tests, and then each mutant under those that reach it."""

    def __init__(self, cases: list[Case], jobs: int) -> None:
        self.cases, self.jobs, self.known = cases, jobs, Known()
        self.files = {str(case.file) for case in cases}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        super().pytest_collection()
        self.early = watch(self.files)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        unwatched()
        tests = traced(session, self.files)
        self.early |= remembering()
        self.functions = functions_in(self.files)
        if session.testsfailed or answers([Question(partial(run, session, tests), LONGEST)], 1) != [True]:
            return True
        self.known.seconds = {test.item.nodeid: test.seconds for test in tests}
        gc.freeze()  # what a fork collects it would have to copy
        swaps = {number: swap for number, case in enumerate(self.cases) if (swap := self._swap(case))}
        asked = [self._question(session, self.cases[number], swap, tests) for number, swap in swaps.items()]
        told = dict(zip(swaps, answers(asked, self.jobs), strict=True))
        self.known.alive = [told.get(number) for number in range(len(self.cases))]
        return True

    def _swap(self, case: Case) -> Swap | None:
        """The functions that get the changed code; None if that alone would not make the module the wrong one.

        So it is with what ran at import, with what keeps its answers, and with code that closes over less than before.
        """
        if case.mutant.function is None or (str(case.file), *case.mutant.function) in self.early:
            return None
        changed = compile(case.mutant.tree, str(case.file), "exec")
        (code,) = (one for one in codes(changed) if place(one) == case.mutant.function)
        sound = [one for one in self.functions if where(one.__code__) == where(code)]
        fits = all(len(one.__code__.co_freevars) == len(code.co_freevars) for one in sound)
        return (sound, code) if sound and fits else None

    def _question(self, session: pytest.Session, case: Case, swap: Swap, tests: list[Reach]) -> Question:
        lines = {(str(case.file), line) for line in case.mutant.lines}
        reaching = [test for test in tests if test.lines & lines]
        return Question(partial(_survives, session, swap, reaching), LONGEST)


def _survives(session: pytest.Session, swap: Swap, tests: list[Reach]) -> bool:
    functions, code = swap
    for function in functions:
        function.__code__ = code
    return not tests or run(session, tests)


def _whole(area: Area, case: Case | None, seconds: dict[str, float]) -> bool:
    """The tests without an account first: they are collected in no time."""
    os.chdir(ROOT)
    if case is not None:
        sys.meta_path.insert(0, Wrong(case.module, case.file, case.mutant.tree))
    unit = [path for path in area.tests if path.startswith("tests/unit")]
    others = [path for path in area.tests if path not in unit]
    return all(_pass(area, paths, seconds) for paths in (unit, others) if paths)


def _pass(area: Area, paths: list[str], seconds: dict[str, float]) -> bool:
    give_up_after(COLLECTING)  # what runs when a test is imported may fall into a loop, too
    return pytest.main([*area.arguments, *paths], plugins=[InOrder(seconds)]) == pytest.ExitCode.OK


class InOrder(Unshrunk):
    """A plugin: the quickest tests first, none of which goes on for ever."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.seconds[item.nodeid])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        give_up_after(self.seconds[item.nodeid])


class Wrong(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Hands out one module in its mutated form."""

    def __init__(self, module: str, file: Path, tree: Module) -> None:
        self.module, self.file, self.tree = module, file, tree

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:  # noqa: ARG002 - importlib hands them
        return importlib.util.spec_from_loader(name, self, origin=str(self.file)) if name == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.file)
        exec(compile(self.tree, str(self.file), "exec"), module.__dict__)  # noqa: S102 - our own module, a little wrong
