"""Every script can be started from the root of a clean clone, and a bench ends with its figures."""

import os
import re
from pathlib import Path

import pytest

from tests.docs.code import ROOT

FIRST_LINE = b"#!"
SCRIPTS = sorted(
    path for path in (ROOT / "scripts").rglob("*") if path.is_file() and path.read_bytes().startswith(FIRST_LINE)
)
BENCHES = [path for path in SCRIPTS if path.parent.name == "bench"]
SETS_UP = re.compile(r"""(?:scripts|\$\(dirname "\$0"\))/(?:setup|python|uv)\b""")
BY_THEMSELVES = {
    "uv": "finds or makes what sets up",
    "setup": "sets up",
    "verify": "a member's own Python runs it, without any package",
}
"""Scripts that lean on nothing that has to be set up, and why."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "scripts"))


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_a_script_is_executable_and_sets_itself_up(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert named(script) in BY_THEMSELVES or SETS_UP.search(script.read_text())


def test_every_bench_of_the_makefile_is_a_script() -> None:
    called = set(re.findall(r"scripts/bench/(\w+\.py)", (ROOT / "Makefile").read_text()))

    assert called <= {path.name for path in BENCHES}


@pytest.mark.parametrize("bench", BENCHES, ids=named)
def test_a_bench_ends_with_one_line_of_figures(bench: Path) -> None:
    assert bench.read_text().count('print("RESULT " + json.dumps(') == 1


def test_the_shells_syntax_is_checked_in_every_script() -> None:
    checked = set(re.findall(r"(?:scripts|\.ci)/\w+", (ROOT / "scripts/check").read_text().partition("bash -n")[2]))
    shells = {f"scripts/{named(path)}" for path in SCRIPTS if path.read_text().startswith("#!/usr/bin/env bash\n")}

    assert checked == shells | {".ci/run"}


def test_ci_is_the_command_of_the_readme() -> None:
    assert (ROOT / ".ci/run").read_text().splitlines()[-1] == "exec scripts/test"
    assert "\nscripts/test " in (ROOT / "README.md").read_text()
