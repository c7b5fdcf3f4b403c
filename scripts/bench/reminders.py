#!/usr/bin/env -S bash scripts/python -m scripts.in_account
"""What a reminder run reads, in a county and in one ten times as large in which the same is due.

    scripts/bench/reminders.py [--organisations N] [--members N] [--due N]

The county has 852 organisations and, in equal branches, 20,138 members or a few more (`domain.md` 0). Every branch owes
its duties and a sign of life, and keeps when its members were last seen. Some are told to the consumers, and have terms
of which `--due` (60) are to be reminded of on the day of the run; the others have the rows that the consumers wrote of
one that was told too, under ids of their own, and it is looked whether branches that are told have the same. The run is
that of the product, the engine is moto in this process. Items and messages are counted in the answers and calls of
botocore, units by the sizes of items (`scripts/bench/units.py`). Seconds are CPU without the engine's, of the run of
the next day, on which as much is due and nobody counts.

Fails if the larger county costs a read more than the other, of which the same is due.
"""

import argparse
import json
import logging
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from typing import Any
from unittest import mock

import botocore.endpoint

from functions.notices.tables import shard_of
from kernel.events import TermSet
from kernel.ids import derived_id
from scripts.bench.measuring import account
from scripts.bench.metering import Spent, engine_time, metered
from tests import swift
from tests.builders import envelope
from tests.integration.notices import world
from tests.trust import engine

ORGANISATIONS, MEMBERS, DUE = 852, 20_138, 60
FOUNDED, DAY = date(2026, 11, 2), date(2026, 11, 11)
AHEAD = timedelta(days=90)
SAMPLES = 4  # branches that are told beside those with a term; the first is the pattern
TABLE = "NoticesTable"
ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b")
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


def crowd(branch: str, members: int) -> list[str]:
    """In the order in which the consumers keep them."""
    return sorted(derived_id(branch, number) for number in range(members))


def told(branch: str, ends_on: date | None, members: int) -> None:
    """A branch with its members and, if it ends, its committee's term."""
    came = crowd(branch, members)
    world.tell(FOUNDED, world.founded([branch]))
    world.tell(FOUNDED, *(world.enrolled(branch, came[at : at + 20]) for at in range(0, members, 20)))
    if ends_on:
        where = {"organisation_id": branch, "county_id": world.COUNTY, "path": world.path_of(branch)}
        world.tell(FOUNDED, envelope(TermSet(starts_on=FOUNDED, ends_on=ends_on, **where)))


def rows_about(branch: str) -> list[Row]:
    """What the consumers keep of a branch, but for the marks of the events that they took over."""
    return [row for row in engine.rows(TABLE) if branch in str(row) and not row["pk"]["S"].startswith("DONE#")]


@dataclass(frozen=True)
class Pattern:
    """The rows of a branch that was told, as text, from which those of others are made."""

    branch: str
    members: int
    rows: tuple[str, ...]

    @classmethod
    def of(cls, branch: str, members: int) -> "Pattern":
        told(branch, None, members)
        return cls(branch, members, tuple(map(json.dumps, rows_about(branch))))

    def made(self, branch: str) -> Iterator[Row]:
        """The rows that the consumers would keep of this branch."""
        own = {self.branch: branch}
        own |= dict(zip(crowd(self.branch, self.members), crowd(branch, self.members), strict=True))
        for text in self.rows:
            row: Row = json.loads(ID.sub(lambda found: own.get(found[0], found[0]), text))
            if row["pk"]["S"].startswith("DUE#"):  # a branch has its place in one part of its county
                row["pk"]["S"] = f"{row['pk']['S'].rpartition('#')[0]}#{shard_of(branch)}"
            yield row

    def holds(self, branch: str) -> bool:
        """Whether a branch that is told too has the very rows that would be made of it."""
        told(branch, None, self.members)
        return rows_about(branch) == sorted(self.made(branch), key=str)


class World:
    """A county that has lived up to the day before; the engine holds it. A branch has `members`."""

    def __init__(self, members: int, due: int) -> None:
        """`due` terms are to be reminded of on the day, and as many on the next one."""
        self.members = members
        for number in range(2 * due):
            told(world.branch(number), DAY + AHEAD + timedelta(days=number % 2), members)
        world.run(DAY - timedelta(days=1))
        self.pattern = Pattern.of(world.branch(2 * due), members)
        others = (world.branch(2 * due + sample) for sample in range(1, SAMPLES))
        assert all(map(self.pattern.holds, others)), "consumers write other rows than are made here"
        self.organisations = 2 * due + SAMPLES

    def grow(self, organisations: int) -> None:
        """More branches of the pattern, up to so many in all, put where moto keeps its rows."""
        table = engine.held(TABLE)
        for number in range(self.organisations, organisations):
            for row in self.pattern.made(world.branch(number)):
                table.put_item(row)
        self.organisations = organisations


@dataclass(frozen=True)
class Measured:
    """`rows` is how many are stored."""

    organisations: int
    members: int
    rows: int
    counted: Counted
    sent: int
    seconds: float


def measured(county: World) -> Measured:
    """The day, counted, and the next one, timed."""
    rows, before = engine.count(TABLE), notices()
    with counting() as counted:
        world.run(DAY)
    sent, began = notices() - before, time.process_time_ns()
    with engine_time() as inside:
        world.run(DAY + timedelta(days=1))
    seconds = (time.process_time_ns() - began - sum(inside)) / 1e9
    return Measured(county.organisations, county.organisations * county.members, rows, counted, sent, seconds)


def notices() -> int:
    return sum(row["pk"]["S"].startswith("BOX#") for row in engine.rows(TABLE))


def shown(found: Measured) -> str:
    spent = found.counted.spent
    size = f"{found.organisations} organisations, {found.members} members"
    units = f"{spent.reads:g} read and {spent.writes + spent.index_writes} write units"
    calls = f"{spent.read_calls} reads and {spent.transactions} transactions"
    items = f"{found.counted.items} items read of {found.rows} stored, by {calls}; {units}"
    out = f"{found.sent} notices, {found.counted.messages} messages; {found.seconds:.2f} s of CPU"
    return f"{size}: {items}; {out}"


def both(organisations: int, members: int, due: int) -> tuple[Measured, Measured]:
    """The county, and once the day is undone the one ten times as large."""
    with account(), redirect_stdout(StringIO()):
        county = World(-(-members // organisations), due)
        county.grow(organisations)
        kept = engine.snapshot()
        small = measured(county)
        engine.restore(kept)
        county.grow(10 * organisations)
        return small, measured(county)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--organisations", type=int, default=ORGANISATIONS)
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--due", type=int, default=DUE)
    asked = parser.parse_args()
    logging.getLogger("e-branch").setLevel(logging.WARNING)
    swift.hasten()
    small, large = both(asked.organisations, asked.members, asked.due)
    print(shown(small), shown(large), sep="\n")
    figures: dict[str, float] = {"reads": small.counted.items, "reads_10x": large.counted.items, "sent": large.sent}
    figures |= {"read_units": small.counted.spent.reads, "read_units_10x": large.counted.spent.reads}
    print("RESULT " + json.dumps(figures | {"seconds": round(large.seconds, 2)}))
    return int(large.counted.items > small.counted.items or small.sent != large.sent)


if __name__ == "__main__":
    sys.exit(main())
