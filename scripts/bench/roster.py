#!/usr/bin/env -S bash scripts/python
"""A member roster from file to readable members on the local cloud, against a floor; the parser's memory.

    scripts/bench/roster.py [--rows N | --full] [--xlsx]

The whole tree of the demo county is founded from its roster, then the first N member rows (2,000; `--full`: all) go the
way that a committee's go: form, parser, queues, preview, apply, while everybody who listens to the record does so.
`rows_per_s` counts all of that way, from the sending of the file until every member is on the lists, which is when the
roster is `APPLIED`; it leaves out the time in which a committee thinks about the preview. Preview and apply by
themselves, and how long the listeners went on, are printed beside it. `units_per_row` is what the transaction that
enrols writes, without indexes; theirs and those of the roster itself are printed.

The floor is measured in the same run: the same items in a bare loop of transactions of the same size, on the same
emulator once it is quiet; nothing is read, nothing checked, nobody listens. `peak_mb` is the most that the parser held
of 20 thousand and of 200 thousand rows; `--xlsx` measures it on sheets too. All others work on one chunk, or on fifty
answers, at a time; the most that any function's process held is printed. Goals: half of the floor, 40 rows a second,
12 write units a row.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from functions.rosters.messages import CSV, XLSX
from scripts.bench import parser_memory
from scripts.bench.roster_floor import Written, bare, enrolments, items, physical
from scripts.bench.units import weight, write
from scripts.demo.county import county
from scripts.demo.records import MEMBER_HEADER
from scripts.demo.sheets import csv_bytes
from scripts.local import deploy, emulator
from scripts.local.emulator import Emulator
from scripts.local.people import People
from scripts.local.process import free_port
from scripts.story import founding
from scripts.story.api import Api
from scripts.story.cast import ADMIN, Cast, cast

ROWS, MEMORY_ROWS = 2_000, (20_138, 200_000)
QUIET_LOOKS, BETWEEN_LOOKS = 6, 0.5


def timed[T](act: Callable[[], T]) -> tuple[T, float]:
    began = time.monotonic()
    told = act()
    return told, time.monotonic() - began


def founded(running: Emulator) -> tuple[Api, Cast]:
    """The county and its 852 organisations, from their roster."""
    outputs = deploy.deploy(running)
    people = People(running, outputs)
    api, who = Api(running.api(outputs["ApiId"]), people), cast(county(), 0, 0)
    founding.found(running, outputs, api, who, people.make_all(list(who.sign_ins())))
    roster = founding.upload(api, who, "organisations", founding.organisation_file(who), XLSX)
    founding.preview(api, roster)
    founding.apply(api, roster)
    wait_until_quiet(running)
    return api, who


def wait_until_quiet(running: Emulator) -> None:
    """No queue holds anything, for a while; what is put off for minutes (likely duplicates) is not waited for."""
    sqs, quiet = running.client("sqs"), 0
    counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    while quiet < QUIET_LOOKS:
        waiting = 0
        for url in sqs.list_queues(MaxResults=1000)["QueueUrls"]:
            put_off = ["ApproximateNumberOfMessagesDelayed"] if "RelayLaterQueue" in url else []
            told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[*counts, *put_off])["Attributes"]
            waiting += sum(map(int, told.values())) if not url.endswith("Dlq") else 0
        quiet = 0 if waiting else quiet + 1
        time.sleep(BETWEEN_LOOKS)


def take(api: Api, who: Cast, rows: int) -> dict[str, Any]:
    """Upload, preview, apply: seconds of each, and what was counted."""
    content = csv_bytes(MEMBER_HEADER, who.county.member_rows[:rows], "gb18030")
    roster, announced = timed(lambda: founding.upload(api, who, "members", content, CSV))
    _, previewed = timed(lambda: founding.preview(api, roster))
    applied, apply = timed(lambda: founding.apply(api, roster))
    return {"preview": announced + previewed, "apply": apply, "counters": applied["counters"]}


def readable(api: Api, who: Cast, rows: int) -> int:
    """How many members the lists of the branches show."""
    codes = {person.branch for person in who.county.people[:rows]}
    return sum(len(api.all(ADMIN, f"/v1/members?branchId={who.id_of(code)}&limit=100")) for code in codes)


def kept_units(running: Emulator, names: dict[str, str]) -> int:
    """Write units of what `rosters` keeps: chunks by themselves, outcomes in transactions."""
    units = 0
    for item in items(running, names["RostersTable"]):
        place = item["sk"]["S"]
        if place.startswith("CHUNK#"):
            units += write(None, item)
        elif place.startswith(("PREVIEW#", "APPLY#")):
            units += write(None, item, transaction=True)
    return units


def workers(running: Emulator) -> float:
    """The most megabytes that any process of a function has held (`VmHWM`), of those that still run."""
    peaks = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):  # it may end while it is looked at
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if int(told["PPid"]) == running.pid and "VmHWM" in told:
                peaks.append(int(told["VmHWM"].split()[0]) / 1024)
    return max(peaks, default=0.0)


def largest(chunks: list[Written]) -> int:
    return max(weight(item) for chunk in chunks for name, item in chunk.items if name == "MembersTable")


def on_the_cloud(rows: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        running = emulator.start(Path(folder) / "state", free_port())
        try:
            api, who = founded(running)
            names = physical(running, deploy.STACK)
            before = kept_units(running, names)
            told = take(api, who, rows)
            held = workers(running)
            _, listened = timed(lambda: wait_until_quiet(running))
            shown, listing = timed(lambda: readable(api, who, rows))
            chunks = enrolments(running, names)
            kept = kept_units(running, names) - before
            floor = bare(running, chunks)
        finally:
            emulator.stop(running.state)
    created = sum(chunk.members for chunk in chunks)
    if shown != created:
        raise RuntimeError(f"{shown} members can be read of {created} that were written")
    told |= {"floor": floor, "listing": listing, "listened": listened, "held": held, "kept": kept}
    return _told(rows, told, chunks, created)


def _told(rows: int, told: dict[str, Any], chunks: list[Written], created: int) -> dict[str, Any]:
    """The figures, printed with what stands beside them."""
    preview, apply, floor = told["preview"], told["apply"], told["floor"]
    index_units = sum(chunk.index_units for chunk in chunks) / created
    print(f"{rows} rows, {len(chunks)} chunks: {told['counters']}")
    print(f"preview {preview:.1f} s, apply {apply:.1f} s, floor {floor:.1f} s, reading {told['listing']:.1f} s")
    print(f"rows per second: preview {rows / preview:.1f}, apply {rows / apply:.1f}")
    print(f"those who listen went on for {told['listened']:.1f} s; a function held {told['held']:.0f} MB at most")
    print(f"largest member item {largest(chunks)} bytes; all of {created} members readable")
    print(f"write units a row beside these: indexes {index_units:.2f}, roster {told['kept'] / rows:.2f}")
    return {
        "rows_per_s": round(rows / (preview + apply), 1),
        "floor_rows_per_s": round(created / floor, 1),
        "units_per_row": round(sum(chunk.units for chunk in chunks) / created, 2),
    }


def memory(content_types: tuple[str, ...]) -> dict[str, float]:
    """Peak megabytes of the parser by kind and number of rows."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for content_type in content_types:
            for rows in MEMORY_ROWS:
                peak = parser_memory.peak(Path(folder), rows, content_type)
                name = f"{'csv' if content_type == CSV else 'xlsx'}_{rows}"
                print(f"parser {name}: {peak.mb:.0f} MB, {rows / peak.seconds:.0f} rows per CPU second")
                found[name] = round(peak.mb, 1)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--full", action="store_true", help="every row of the county")
    parser.add_argument("--xlsx", action="store_true", help="the parser's memory on sheets, too")
    chosen = parser.parse_args()
    peaks = memory((CSV, XLSX) if chosen.xlsx else (CSV,))
    figures = on_the_cloud(len(county().member_rows) if chosen.full else chosen.rows)
    print("RESULT " + json.dumps(figures | {"peak_mb": max(peaks.values())}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
