"""Each hostile file is refused with its status by a process of 512 MB and two seconds of a core, which stays alive."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from functions.rosters.messages import CSV, XLSX
from scripts.demo.records import MEMBER_HEADER
from tests.unit.rosters import hostile, limited

ROOT = Path(__file__).parents[3]
HEADER = ",".join(MEMBER_HEADER)
SMALL = 5 * 1024

FILES: dict[str, tuple[Callable[[], bytes], str, str, int]] = {
    "a small sheet with a cell at the far end": (hostile.far_cell, XLSX, "too_many_columns", 413),
    "a sheet that unpacks to 500 MB": (lambda: hostile.large_sheet(500_000_000), XLSX, "unpacks_too_large", 413),
    "a million rows": (lambda: hostile.many_rows(1_000_000), XLSX, "too_many_rows", 413),
    "a million rows of four columns": (lambda: hostile.many_rows(1_000_000, "ABCD"), XLSX, "too_many_rows", 413),
    "a million rows of text": (lambda: (HEADER + "\n" + "x,\n" * 1_000_000).encode(), CSV, "too_many_rows", 413),
    "a document type": (hostile.with_doctype, XLSX, "has_doctype", 422),
    "a truncated zip": (lambda: hostile.many_rows(20_000)[:-4_000], XLSX, "damaged", 422),
    "a PDF named as a workbook": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, XLSX, "not_a_workbook", 415),
    "a NUL in a CSV": (lambda: (HEADER + "\n李明,\0\n").encode(), CSV, "has_nul", 415),
}


@pytest.mark.parametrize(("make", "content_type", "problem", "status"), FILES.values(), ids=FILES)
def test_a_hostile_file_is_refused_within_its_limits(
    make: Callable[[], bytes], content_type: str, problem: str, status: int, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(make())
    command = [sys.executable, "-m", "tests.unit.rosters.limited", str(file), content_type]
    paths = {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "layers/kernel/python")))}

    done = subprocess.run(  # noqa: S603 - this interpreter, on a file made here
        command, cwd=ROOT, env=os.environ | paths, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-500:]
    told = json.loads(done.stdout)
    assert (told["problem"], told["status"]) == (problem, status)
    assert told["kb"] < 512 * 1024
    assert told["seconds"] < limited.SECONDS


def test_the_small_sheet_is_small() -> None:
    assert len(hostile.far_cell()) < SMALL
