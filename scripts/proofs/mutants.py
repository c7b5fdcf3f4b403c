"""Does any test notice? Every small wrong change to the modules that trust rests on, one by one, under their tests.

    make mutants                         or scripts/python -m scripts.proofs.mutants authority [--jobs 2] [--every 5]

No file is changed (`scripts/proofs/hunting.py`). Ends with the share that was noticed; what was not is named with its
line. Exit status 1 if an area is below GOAL, or if `scripts/proofs/equivalents.py` says what is not so.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.proofs.equivalents import EQUIVALENT
from scripts.proofs.hunting import Area, Case, file_of, survivors
from scripts.proofs.mutating import mutants

GOAL = 0.95
HEAVY = ("moto", "boto3", "pynamodb.models", "hypothesis", "pydantic", "aws_lambda_powertools", "msgspec", "yaml")
"""Packages that every mutant needs and none changes: loaded once."""
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
            "tests/integration/kernel/test_stored_entries.py",
            "tests/integration/kernel/test_together.py",
            "tests/integration/kernel/test_unit_of_work.py",
            "tests/integration/kernel/test_repeated.py",
            "tests/integration/journal/test_verify.py",
            "tests/integration/journal/test_receipts.py",
            "tests/integration/journal/test_journal_routes.py",
            "tests/trust/test_history.py",
        ),
    ),
    "points": Area(
        ("functions.points.rules", "functions.points.caps", "functions.points.posting", "kernel.scoreboard"),
        ("tests/unit/points", "tests/integration/points"),
        "not no_cover",
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


@dataclass(frozen=True)
class Found:
    """Of an area: how many mutants count, which of them nothing noticed, how many are excepted, and which wrongly."""

    number: int
    left: list[Case]
    excepted: int
    dishonest: list[str]

    @property
    def killed(self) -> int:
        return self.number - len(self.left)

    @property
    def holds(self) -> bool:
        return self.killed >= GOAL * self.number and not self.dishonest

    def lines(self) -> list[str]:
        return [f"{case.module}:{case.mutant.line}: {case.mutant.name}" for case in self.left] + self.dishonest


def cases(area: Area) -> list[Case]:
    return [Case(module, mutant) for module in area.modules for mutant in mutants(file_of(module).read_text())]


def tried(area: Area, jobs: int, every: int) -> Found:
    """Every so-manieth mutant of an area."""
    known = cases(area)
    wanted = known[::every]
    excepted = [case for case in wanted if case.key in EQUIVALENT]
    alive = survivors(area, wanted, jobs)
    dishonest = [f"{case.mutant.name}: excepted, and noticed" for case in excepted if case not in alive]
    gone = {key for key in EQUIVALENT if key[0] in area.modules} - {case.key for case in known}
    dishonest += [f"{name}: excepted, and no mutant of {module}" for module, name in sorted(gone)]
    left = [case for case in alive if case not in excepted]
    return Found(len(wanted) - len(excepted), left, len(excepted), dishonest)


def figures(found: dict[str, Found]) -> dict[str, float]:
    told: dict[str, float] = {}
    for area, one in found.items():
        told |= {f"{area}_mutants": one.number, f"{area}_killed": one.killed, f"{area}_equivalent": one.excepted}
    share = sum(one.killed for one in found.values()) / sum(one.number for one in found.values())
    missed = sum(not one.holds for one in found.values())
    return told | {"areas_below_goal": missed, "mutants_killed_share": round(share, 3)}


def parsed(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("areas", nargs="*", metavar="area", help=f"{', '.join(AREAS)}; none for all of them")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="only every so-manieth mutant")
    asked = parser.parse_args(words)
    if unknown := set(asked.areas) - AREAS.keys():
        parser.error(f"no such area: {', '.join(sorted(unknown))}")
    return asked


def main() -> None:
    asked = parsed()
    for name in HEAVY:
        importlib.import_module(name)
    found = {}
    for area in asked.areas or AREAS:
        found[area] = one = tried(AREAS[area], asked.jobs, asked.every)
        print(f"{area}: {one.killed} of {one.number} noticed", *one.lines(), sep="\n  ", flush=True)
    told = figures(found)
    print("RESULT " + json.dumps(told))
    sys.exit(1 if told["areas_below_goal"] else 0)


if __name__ == "__main__":
    main()
