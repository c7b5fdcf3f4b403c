"""Everything that is claimed of trust, tried and counted, in one table.

    make trust                 some twenty minutes: the tests, two minutes of fuzz, every tenth mutant
    make trust LONG=1          hours: twenty times as many random cases, an hour of fuzz, every mutant

Ends with a RESULT line; exit status 1 if anything was found.
"""

import argparse
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.apart import ROOT

TESTS = ("tests/trust", "tests/template", "tests/docs/test_packages.py", "tests/docs/test_security_page.py")
FIGURES = {
    "matrix_requests": "requests in the matrix",
    "canary_runs": "canary runs",
    "canary_requests": "requests among canaries",
    "policy_requests": "requests decided by both sets of rules",
    "kill_points": "kill points",
    "faults": "faults at single calls",
    "appends_at_once": "appends at once",
    "append_faults": "faults among them",
    "tamperings": "tamperings",
    "seconds_for_81000_heads": "seconds to verify 81,000 heads",
    "torn_copies": "torn copies",
    "fuzz_cases": "fuzz cases",
    "mutants": "mutants",
    "killed": "mutants noticed",
}
KINDS = {
    "leaks": ("test_matrix", "test_canaries", "test_policies", "test_tokens", "test_bad_input"),
    "lost": (
        "test_consumers",
        "test_untold_events",
        "test_bad_messages",
        "test_restore",
        "test_history",
        "test_base",
        "at_once",
    ),
    "doubled": ("test_together", "test_repeated_requests"),
    "tamperings_missed": ("test_tampering",),
    "personal_data_hits": ("test_scanner", "test_people_on_record", "test_words"),
    "template_findings": ("tests.template",),
}
"""What a failure of a file of tests means; one that a test states otherwise is counted by what it says."""


def tested(directory: Path, trials: int) -> tuple[Counter[str], Counter[str]]:
    """The figures that tests told, and the failures by what they mean."""
    figures, report = directory / "figures.jsonl", directory / "report.xml"
    environment = os.environ | {"TRUST_FIGURES": str(figures), "TRIALS": str(trials)}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", "not e2e", "--no-cov"]
    subprocess.run([*command, f"--junitxml={report}", *TESTS], cwd=ROOT, env=environment, check=False)
    told: Counter[str] = Counter()
    for line in figures.read_text().splitlines() if figures.exists() else ():
        told.update(json.loads(line))
    failed = [case for case in ET.parse(report).iter("testcase") if case.find("failure") is not None]  # noqa: S314 - our own report
    failed += [case for case in ET.parse(report).iter("testcase") if case.find("error") is not None]  # noqa: S314 - our own report
    return told, Counter(meaning(case) for case in failed)


def meaning(case: ET.Element) -> str:
    said = "".join(inner.get("message", "") + (inner.text or "") for inner in case)
    if "personal data got out" in said:
        return "personal_data_hits"
    if "stands 2 times" in said:
        return "doubled"
    name = case.get("classname", "")
    return next((kind for kind, files in KINDS.items() if any(file in name for file in files)), "other_failures")


def asked(module: str, *arguments: str) -> dict[str, float]:
    """What the RESULT line of another proof says."""
    command = [sys.executable, "-P", "-m", f"scripts.proofs.{module}", *arguments]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    print(told.stdout)
    lines = [line for line in told.stdout.splitlines() if line.startswith("RESULT ")]
    return dict(json.loads(lines[-1].removeprefix("RESULT "))) if lines else {"other_failures": 1}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true")
    long = parser.parse_args().long
    with TemporaryDirectory() as directory:
        figures, failures = tested(Path(directory), 20 if long else 1)
    template, supply = asked("checkov"), asked("supply")
    fuzz = asked("fuzz_api", "--seconds", "3600" if long else "120")
    mutants = asked("mutants", "--every", "1" if long else "10")
    figures["fuzz_cases"] = int(fuzz.get("fuzz_cases", 0))
    for name in ("mutants", "killed"):
        figures[name] = int(sum(value for key, value in mutants.items() if key.endswith(f"_{name}")))
    result = {name: failures[name] for name in (*KINDS, "other_failures")}
    result["template_findings"] += int(template.get("template_findings", 1))
    result["other_failures"] += int(supply.get("advisories", 1)) + int(supply.get("without_licence", 1))
    result["other_failures"] += int(mutants.get("areas_below_goal", 1)) + len(untried(figures))
    result |= {"fuzz_failures": int(fuzz.get("fuzz_failures", 1))}
    show(figures, result)
    print("RESULT " + json.dumps(result | {"mutants_killed_share": mutants.get("mutants_killed_share", 0)}))
    sys.exit(1 if sum(result.values()) else 0)


def untried(figures: Counter[str]) -> list[str]:
    """What nothing was told of: a proof that did not run has found nothing, and shows nothing."""
    return [title for name, title in FIGURES.items() if not figures[name]]


def show(figures: Counter[str], found: dict[str, int]) -> None:
    for name, title in FIGURES.items():
        print(f"{title:44} {figures[name]:>12,}")
    for name, number in found.items():
        print(f"{name.replace('_', ' '):44} {number or 'none':>12}")
    for title in untried(figures):
        print(f"{title}: not tried")


if __name__ == "__main__":
    main()
