#!/usr/bin/env -S bash scripts/python
"""What a reminder run reads, in a county and in one ten times as large in which the same is due.

    scripts/bench/reminders.py [--organisations N] [--members N] [--due N]

The county has 852 organisations and 20,138 members (`domain.md` 0). Every branch owes its duties and a sign of life,
and keeps when its members were last seen. A few branches are told to the consumers, and have terms of which `--due`
(60) are to be reminded of on the day of the run; all others are copies of one that was told too, with ids of their own.
The run is that of the product, the engine is moto in this process. Items and messages are counted in the answers and
calls of botocore, units by the sizes of items (`scripts/bench/units.py`). Seconds are CPU without the engine's, of the
run of the next day, on which as much is due and nobody counts.

Fails if the larger county costs more reads than the other and a tenth.
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from typing import Any
from unittest import mock

from tests import cloud, swift

cloud.set_environment()  # tables learn their names when they are imported

import botocore.endpoint  # noqa: E402 - after the environment
from moto.dynamodb.models import dynamodb_backends  # noqa: E402 - after the environment

from functions.notices.tables import shard_of  # noqa: E402 - after the environment
from kernel import aws  # noqa: E402 - after the environment
from kernel.events import TermSet  # noqa: E402 - after the environment
from kernel.ids import derived_id  # noqa: E402 - after the environment
from scripts.bench.measuring import account  # noqa: E402 - after the environment
from scripts.bench.metering import Spent, engine_time, metered  # noqa: E402 - after the environment
from tests.builders import envelope  # noqa: E402 - after the environment
from tests.integration.notices import world  # noqa: E402 - after the environment
from tests.trust import engine  # noqa: E402 - after the environment

ORGANISATIONS, MEMBERS, DUE = 852, 20_138, 60
FOUNDED, DAY = date(2026, 11, 2), date(2026, 11, 11)
AHEAD = timedelta(days=90)
MOST = 1.1
TABLE = "NoticesTable"
PATTERN = world.branch(9_999)
Row = dict[str, Any]


@dataclass
class Counted:
    """What one run read and sent: items in the answers, messages to queues, calls and units."""

    items: int = 0
    messages: int = 0
    spent: Spent = field(default_factory=Spent)

    def see(self, answer: Any) -> None:
        parsed = answer[0][1] if answer[0] else {}
        batches = parsed.get("Responses", {})
        self.items += len(parsed.get("Items", [])) + ("Item" in parsed)
        self.items += sum(map(len, batches.values())) if isinstance(batches, dict) else 0
        self.messages += len(parsed.get("Successful", []))


@contextmanager
def counting() -> Iterator[Counted]:
    """Of the product's own calls: those by which the meter looks items up are left out."""
    counted, inside = Counted(), [False]
    endpoint: Any = botocore.endpoint.Endpoint
    with metered() as counted.spent:
        metering = vars(endpoint)["_get_response"]

        def send(self: Any, request: Any, operation: Any, context: Any) -> Any:
            if inside[0]:
                return metering(self, request, operation, context)
            inside[0] = True
            answer = metering(self, request, operation, context)
            inside[0] = False
            counted.see(answer)
            return answer

        with mock.patch.object(endpoint, "_get_response", send):
            yield counted


def told(branch: str, ends_on: date | None, members: int) -> None:
    """A branch with its members and, if it ends, its committee's term."""
    crowd = [derived_id(branch, number) for number in range(members)]
    world.tell(FOUNDED, world.founded([branch]))
    world.tell(FOUNDED, *(world.enrolled(branch, crowd[at : at + 20]) for at in range(0, members, 20)))
    if ends_on:
        where = {"organisation_id": branch, "county_id": world.COUNTY, "path": world.path_of(branch)}
        world.tell(FOUNDED, envelope(TermSet(starts_on=FOUNDED, ends_on=ends_on, **where)))


def copied(pattern: str, copies: int, members: int) -> None:
    """As many branches with ids of their own, put where moto keeps its rows."""
    said = [
        json.dumps(row) for row in engine.rows(TABLE) if pattern in json.dumps(row) and "DONE#" not in row["pk"]["S"]
    ]
    table = dynamodb_backends["123456789012"][aws.client("dynamodb").meta.region_name].tables[TABLE]
    for number in range(copies):
        own = derived_id("copy", number)
        ids = {pattern: own} | {derived_id(pattern, m): derived_id(own, m) for m in range(members)}
        for text in said:
            table.put_item(_due_in_its_part(_renamed(text, ids), own))


def _renamed(text: str, ids: dict[str, str]) -> Row:
    for old, new in ids.items():
        text = text.replace(old, new)
    row: Row = json.loads(text)
    return row


def _due_in_its_part(row: Row, branch: str) -> Row:
    if row["pk"]["S"].startswith("DUE#"):
        row["pk"]["S"] = f"{row['pk']['S'].rpartition('#')[0]}#{shard_of(branch)}"
    return row


@dataclass(frozen=True)
class Measured:
    """`rows` is how many are stored."""

    organisations: int
    rows: int
    counted: Counted
    sent: int
    seconds: float


def measured(organisations: int, members: int, due: int) -> Measured:
    """A county of this size lives up to the day before; then the day, counted, and the next one, timed."""
    each = members // organisations
    with account(), redirect_stdout(StringIO()):
        for number in range(2 * due):
            told(world.branch(number), DAY + AHEAD + timedelta(days=number % 2), each)
        told(PATTERN, None, each)
        world.run(DAY - timedelta(days=1))
        copied(PATTERN, organisations - 2 * due - 1, each)
        before = notices()
        with counting() as counted:
            world.run(DAY)
        sent, began = notices() - before, time.process_time_ns()
        with engine_time() as inside:
            world.run(DAY + timedelta(days=1))
        seconds = (time.process_time_ns() - began - sum(inside)) / 1e9
        return Measured(organisations, engine.count(TABLE), counted, sent, seconds)


def notices() -> int:
    return sum(row["pk"]["S"].startswith("BOX#") for row in engine.rows(TABLE))


def shown(found: Measured) -> str:
    spent = found.counted.spent
    units = f"{spent.reads:g} read and {spent.writes + spent.index_writes} write units"
    calls = f"{spent.read_calls} reads and {spent.transactions} transactions"
    items = f"{found.counted.items} items read of {found.rows} stored, by {calls}; {units}"
    out = f"{found.sent} notices, {found.counted.messages} messages; {found.seconds:.2f} s of CPU"
    return f"{found.organisations} organisations: {items}; {out}"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--organisations", type=int, default=ORGANISATIONS)
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--due", type=int, default=DUE)
    asked = parser.parse_args()
    logging.getLogger("e-branch").setLevel(logging.WARNING)
    swift.hasten()
    found = []
    for times in (1, 10):
        one = measured(asked.organisations * times, asked.members * times, asked.due)
        print(shown(one), flush=True)
        found.append(one)
    small, large = found
    figures: dict[str, float] = {"reads": small.counted.items, "reads_10x": large.counted.items, "sent": large.sent}
    figures |= {"read_units": small.counted.spent.reads, "read_units_10x": large.counted.spent.reads}
    print("RESULT " + json.dumps(figures | {"seconds": round(large.seconds, 2)}))
    return int(large.counted.items > MOST * small.counted.items or small.sent != large.sent)


if __name__ == "__main__":
    sys.exit(main())
