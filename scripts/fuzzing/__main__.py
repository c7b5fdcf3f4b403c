"""Fuzz one reader for a while with atheris, from the corpus that the tests keep.

    scripts/fuzz csv|sheet|xlsx [--seconds 600]

The fuzzer is no part of the environment of tests: it is installed, as locked, into `.local/fuzz` when first asked for.
What it finds new goes to `.local/fuzz/corpus`; an input that breaks a reader is written to `.local/fuzz/found-*` and
belongs into `tests/corpus/rosters/<target>` once it is mended.
"""

import argparse
import importlib
import sys
from typing import Any

from scripts.apart import ROOT, site

HOME = ROOT / ".local" / "fuzz"
CORPUS = ROOT / "tests" / "corpus" / "rosters"
MEGABYTES, LONGEST = 1024, 4096


def _fuzzer() -> Any:
    sys.path.insert(0, str(site("fuzz")))
    return importlib.import_module("atheris")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz a reader of rosters.")
    parser.add_argument("target", choices=("csv", "sheet", "xlsx"))
    parser.add_argument("--seconds", type=int, default=600)
    asked = parser.parse_args()
    fuzzer = _fuzzer()
    with fuzzer.instrument_imports(include=["functions", "scripts.fuzzing.targets", "csv", "zipfile"]):
        targets = importlib.import_module("scripts.fuzzing.targets")
    found = HOME / "corpus" / asked.target
    found.mkdir(parents=True, exist_ok=True)
    options = {
        "max_total_time": asked.seconds,
        "max_len": LONGEST,
        "rss_limit_mb": MEGABYTES,
        "artifact_prefix": f"{HOME}/found-{asked.target}-",
        "print_final_stats": 1,
    }
    folders = [str(found), str(CORPUS / asked.target)]
    fuzzer.Setup(
        [sys.argv[0], *(f"-{name}={value}" for name, value in options.items()), *folders], targets.TARGETS[asked.target]
    )
    fuzzer.Fuzz()


if __name__ == "__main__":
    main()
