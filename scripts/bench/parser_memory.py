"""Peak memory of the roster's parser on a made-up file, in a process of its own.

    python -m scripts.bench.parser_memory FILE CONTENT-TYPE

prints what VmHWM says when the last message has been made: `ru_maxrss` of a child starts at its parent's size.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec
from openpyxl import Workbook

from functions.rosters.messages import CSV, XLSX, Order
from functions.rosters.parsing import parse
from kernel.ids import new_id
from kernel.parcel import Packer
from scripts.demo.identifiers import FEMALE, MALE, id_number
from scripts.demo.records import MEMBER_HEADER

IN_A_BRANCH, BORN_ON_A_DAY = 24, 400
FIRST_BORN = date(1950, 1, 1)


@dataclass(frozen=True)
class Peak:
    """What reading a file took: `mb` at most, `seconds` of CPU."""

    rows: int
    mb: float
    seconds: float


def people(rows: int) -> Iterator[tuple[str, ...]]:
    """So many good lines of a member roster, in no order of branches; no two have one ID number."""
    for number in range(rows):
        born = FIRST_BORN + timedelta(days=number // BORN_ON_A_DAY)
        sex = MALE if number % 2 else FEMALE
        branch = number * 7919 % max(1, rows // IN_A_BRANCH)
        yield (
            f"张{chr(ord('一') + number % 5000)}{chr(ord('丁') + number // 5000)}",
            id_number(born, sex, number % BORN_ON_A_DAY),
            sex,
            "汉族",
            born.isoformat(),
            "高中",
            "正式党员",
            "1985-07-01",
            "1986-07-01",
            "农牧渔民",
            f"431128-{branch // 40:03d}-{branch % 40:03d}",
            f"154{number:08d}",
            f"湖南省永州市新田县龙泉街道双碧路{number}号",
            "",
            "否",
            "",
            "",
        )


def made(folder: Path, rows: int, content_type: str) -> Path:
    """A roster file of so many rows."""
    file = folder / f"{rows}.{'csv' if content_type == CSV else 'xlsx'}"
    if content_type == CSV:
        with file.open("w", newline="", encoding="gb18030") as text:
            csv.writer(text).writerows([MEMBER_HEADER, *people(rows)])
        return file
    book = Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    for line in (MEMBER_HEADER, *people(rows)):
        sheet.append(line)
    book.save(file)
    return file


def peak(folder: Path, rows: int, content_type: str) -> Peak:
    """Raises `CalledProcessError` if the parser failed."""
    file = made(folder, rows, content_type)
    command = [sys.executable, "-P", "-m", "scripts.bench.parser_memory", str(file), content_type]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    if told["rows"] != rows or told["refused"]:
        raise RuntimeError(f"the parser read {told}")
    return Peak(rows, told["kb"] / 1024, told["seconds"])


def main(file: Path, content_type: str) -> None:
    order = Order(
        roster_id=new_id(),
        kind="members",
        organisation_id=new_id(),
        organisation_code="431128-000",
        county_id=new_id(),
        actor="bench",
        day=date(2026, 11, 21),
        size_bytes=file.stat().st_size,
        sha256="0" * 64,
        content_type=content_type,
    )
    packer, rows, refused = Packer(order.roster_id, os.urandom(32), "wrapped"), 0, 0
    with file.open("rb") as opened:
        for message in parse(order, opened, packer):
            msgspec.json.encode(message).decode()  # as it is sent
            if message.summary:
                rows, refused = message.summary.rows, message.summary.refused
    status = Path("/proc/self/status").read_text()
    kilobytes = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
    times = os.times()
    print(json.dumps({"rows": rows, "refused": refused, "kb": kilobytes, "seconds": times.user + times.system}))


if __name__ == "__main__":
    assert sys.argv[2] in (CSV, XLSX)
    main(Path(sys.argv[1]), sys.argv[2])
