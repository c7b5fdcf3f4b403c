"""Does any test notice? Every small wrong change to the modules that trust rests on, one by one, under their tests.

    make mutants                         or scripts/python -m scripts.proofs.mutants authority [--jobs 2] [--every 5]

No file is changed: each mutant is a process of its own, in which the module is compiled wrongly and the tests are run
until one fails. Ends with the share that was noticed; what was not is named with its line. Exit status 1 below GOAL.
"""

import argparse
import ast
import importlib.abc
import importlib.util
import json
import os
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scripts.proofs.mutating import Mutant, mutants

ROOT = Path(__file__).parents[2]
KERNEL = "layers/kernel/python"
GOAL = 0.95
SECONDS = 180
HEAVY = ("moto", "boto3", "pynamodb.models", "hypothesis", "pydantic", "aws_lambda_powertools", "msgspec", "yaml")
"""Packages that every mutant needs and none changes: loaded once."""


@dataclass(frozen=True)
class Area:
    """Modules by their dotted names, and the tests that have to notice, the quickest first."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


AREAS = {
    "authority": Area(
        ("kernel.authority",),
        (
            "tests/unit/kernel/test_authority.py",
            "tests/integration/kernel/test_principals.py",
            "tests/integration/kernel/test_http.py",
            "tests/trust/test_policies.py",
        ),
    ),
    "journal": Area(
        ("kernel.chain", "kernel.journal"),
        (
            "tests/unit/journal",
            "tests/integration/kernel/test_unit_of_work.py",
            "tests/integration/kernel/test_repeated.py",
            "tests/integration/journal/test_verify.py",
            "tests/integration/journal/test_sealing.py",
            "tests/integration/journal/test_journal_routes.py",
            "tests/trust/test_history.py",
        ),
    ),
    "points": Area(
        ("functions.points.rules", "functions.points.caps", "functions.points.posting", "kernel.scoreboard"),
        ("tests/unit/points", "tests/integration/points"),
    ),
    "vault": Area(
        ("kernel.vault",),
        (
            "tests/unit/kernel_vault",
            "tests/integration/kernel_vault",
            "tests/integration/members/test_revealing.py",
        ),
    ),
}


class Wrong(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Hands out one module in its mutated form."""

    def __init__(self, module: str, file: Path, tree: ast.Module) -> None:
        self.module, self.file, self.tree = module, file, tree

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:  # noqa: ARG002 - importlib hands them
        return importlib.util.spec_from_loader(name, self, origin=str(self.file)) if name == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.file)
        exec(compile(self.tree, str(self.file), "exec"), module.__dict__)  # noqa: S102 - our own module, a little wrong


def file_of(module: str) -> Path:
    below = module.replace(".", "/") + ".py"
    return ROOT / (f"{KERNEL}/{below}" if module.startswith("kernel.") else below)


def alive(wanted: Iterable[tuple[str, Mutant | None]], tests: tuple[str, ...], jobs: int) -> list[bool]:
    """Of each mutant, whether all tests pass all the same; one that never ends is noticed.

    Each runs in a process of its own, forked from this one, which has no threads.
    """
    waiting, running, told = list(enumerate(wanted)), dict[int, tuple[int, float]](), dict[int, bool]()
    while waiting or running:
        while waiting and len(running) < jobs:
            number, (module, mutant) = waiting.pop(0)
            child = os.fork()
            if child == 0:
                os._exit(_run(module, mutant, tests))
            running[child] = number, time.monotonic() + SECONDS
        time.sleep(0.02)
        for child, (number, deadline) in [*running.items()]:
            if (passed := _ended(child, deadline)) is not None:
                told[number] = passed
                del running[child]
    return [told[number] for number in sorted(told)]


def _ended(child: int, deadline: float) -> bool | None:
    """Whether its tests passed; None while it runs."""
    done, status = os.waitpid(child, os.WNOHANG)
    if done:
        return os.waitstatus_to_exitcode(status) == 0
    if time.monotonic() < deadline:
        return None
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _run(module: str, mutant: Mutant | None, tests: tuple[str, ...]) -> int:
    os.chdir(ROOT)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    if mutant is not None:
        sys.meta_path.insert(0, Wrong(module, file_of(module), mutant.tree))
    quiet = ["-x", "-q", "-n", "0", "--no-cov", "-p", "no:cacheprovider", "-W", "ignore"]
    return int(pytest.main([*quiet, *tests]))


def tried(area: Area, jobs: int, every: int) -> tuple[int, list[str]]:
    """How many mutants were tried, and those that nothing noticed."""
    wanted = [(module, mutant) for module in area.modules for mutant in mutants(file_of(module).read_text())][::every]
    left = [one for one, stays in zip(wanted, alive(wanted, area.tests, jobs), strict=True) if stays]
    return len(wanted), [f"{name}:{mutant.line}: {mutant.what}" for name, mutant in left]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("areas", nargs="*", choices=[*AREAS, []], default=list(AREAS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=int, default=1, help="only every so-manieth mutant")
    asked = parser.parse_args()
    for name in HEAVY:
        importlib.import_module(name)
    told: dict[str, float] = {}
    for area in asked.areas:
        if alive([("", None)], AREAS[area].tests, 1) != [True]:
            sys.exit(f"the tests of {area} fail without any mutant")
        number, left = tried(AREAS[area], asked.jobs, asked.every)
        print(f"{area}: {number - len(left)} of {number} noticed", *left, sep="\n  ")
        told |= {f"{area}_mutants": number, f"{area}_killed": number - len(left)}
    share = sum(v for k, v in told.items() if k.endswith("_killed")) / sum(
        v for k, v in told.items() if k.endswith("_mutants")
    )
    print("RESULT " + json.dumps(told | {"mutants_killed_share": round(share, 3)}))
    sys.exit(0 if share >= GOAL else 1)


if __name__ == "__main__":
    main()
