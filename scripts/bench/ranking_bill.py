#!/usr/bin/env -S bash scripts/python -m scripts.in_account
"""What a ranking costs: the calls that a night and a run of five minutes really make, their units, and dollars.

    scripts/bench/ranking_bill.py [--members 20138]

A county of that size lies in the tables of an engine in this process (moto); the functions are called as the state
machine and the schedule call them, and every call is metered by the sizes of items. From one county the bill of many
follows by formula: units and seconds of a county times counties, and for each 32 of them a part of the night.
"""

import argparse
import json
import logging
import math
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

from functions.ranking import (
    on_nightly_above,
    on_nightly_part,
    on_nightly_planned,
    on_points_posted,
    on_schedule,
    wire,
)
from functions.ranking.planning import COUNTIES_A_TASK
from functions.ranking.tables import Children
from functions.ranking.tables import County as CountyRow
from kernel import aws
from kernel.clock import stamp
from kernel.events import PointsPosted
from kernel.scoreboard import Scoreboard
from scripts.bench.measuring import account
from scripts.bench.metering import engine_time, metered
from scripts.bench.ranking import (
    MEMORY_GB,
    READ_PRICE,
    SECOND_PRICE,
    TRANSITION_PRICE,
    WRITE_PRICE,
    dollars,
)
from scripts.bench.ranking_counties import AS_OF, County, county
from tests.builders import batch, envelope
from tests.conftest import Context

SEASON, CHANGED = "2026", 100
STATES = 6  # of the night beside its parts: plan, map, above, verdict, choice, end
CALL_SECONDS = 0.01  # a call's way there and back, during which a function is paid as well
SIZES = (1_720_000, 100_000_000)
"""Members of a province, and of all there are."""


@dataclass
class Bill:
    """Of some calls: units, seconds of CPU, how many were sent."""

    writes: float = 0
    reads: float = 0
    seconds: float = 0
    transitions: int = 0

    @classmethod
    def of(cls, act: Callable[[], Any]) -> "Bill":
        """What an act costs; it is done twice, to be metered and to be timed: a run is safe to repeat."""
        with metered() as spent, redirect_stdout(StringIO()):
            act()
        return cls(spent.writes + spent.index_writes, spent.reads, _seconds(act) + CALL_SECONDS * len(spent.calls))

    def times(self, number: float) -> "Bill":
        return Bill(self.writes * number, self.reads * number, self.seconds * number)

    def plus(self, other: "Bill", transitions: int = 0) -> "Bill":
        sums = self.writes + other.writes, self.reads + other.reads, self.seconds + other.seconds
        return Bill(*sums, self.transitions + transitions)

    @property
    def dollars(self) -> float:
        return dollars(self.writes, self.reads, self.seconds, self.transitions)

    def __str__(self) -> str:
        told = f"{self.writes:12,.0f} written {self.reads:12,.0f} read {self.seconds:9,.2f} s"
        return f"{told} {self.transitions:5} transitions {self.dollars:10.6f} USD"


def _seconds(act: Callable[[], Any]) -> float:
    with engine_time() as inside, redirect_stdout(StringIO()):
        began = time.process_time_ns()
        act()
        return (time.process_time_ns() - began - sum(inside)) / 1e9


def settled(made: County) -> None:
    """The county in the tables: its boards, and `ranking`'s copy of its tree."""
    client: Any = aws.client("dynamodb")
    for item in (item for page in made.pages for item in wire.page(page).items):
        client.put_item(TableName=Scoreboard.Meta.table_name, Item=item | {"pk": {"S": f"S#{SEASON}#{made.id}"}})
    below: dict[str, list[list[str]]] = {}
    for own, node in made.tree.items():
        below.setdefault(node.parent_id or Children.ROOT, []).append([own, node.level, node.kind])
    for parent, children in below.items():
        Children(Children.partition(made.id), parent, children=children, version=1).save()
    CountyRow(sk=made.id).save()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=20_138)
    members = parser.parse_args().members
    logging.disable()
    made = county(0, members)
    with account():
        settled(made)
        told = figures(made, members)
    print(f"prices: {WRITE_PRICE} and {READ_PRICE} a million units written and read, {TRANSITION_PRICE} a million")
    print(f"transitions, {SECOND_PRICE} a GB-second at {MEMORY_GB} GB; a call takes {CALL_SECONDS} s")
    print("RESULT " + json.dumps(told))
    return 0


def figures(made: County, members: int) -> dict[str, Any]:
    event = {"asOf": stamp(AS_OF), "counties": [made.id]}
    a_county = Bill.of(lambda: on_nightly_part.lambda_handler(event, Context()))
    a_night = Bill.of(lambda: on_nightly_planned.lambda_handler(event, Context())).plus(
        Bill.of(lambda: on_nightly_above.lambda_handler(event, Context()))
    )
    marks, run = incremental(made)
    print(f"a county of {members:,} at night   {a_county}")
    print(f"{CHANGED} changed branches: marks  {marks}")
    print(f"and the run of five minutes   {run}")
    told: dict[str, Any] = {"write_units_per_1000": round(a_county.writes / members * 1000, 2)}
    for size in SIZES:
        counties = math.ceil(size / members)
        parts = math.ceil(counties / COUNTIES_A_TASK)
        full = a_county.times(counties).plus(a_night, STATES + parts)
        print(f"a night of {size:,}: {counties:,} counties {full}")
        told |= {f"full_run_usd_{size}": round(full.dollars, 6), f"transitions_{size}": full.transitions}
    return told | {"incremental_run_usd": round(marks.plus(run).dollars, 6), "incremental_transitions": 0}


def incremental(made: County) -> tuple[Bill, Bill]:
    """Points move in a hundred branches; then the schedule comes. The second bill is of the run that finds the mark."""
    branches = [own for own, node in made.tree.items() if node.level == "BRANCH"][:CHANGED]
    events = [PointsPosted(branch_id=branch, county_id=made.id, season=SEASON, rows=1, total=5) for branch in branches]

    def mark() -> None:
        for event in events:
            on_points_posted.lambda_handler(batch(envelope(event)), Context())

    marks = Bill.of(mark)
    with metered() as spent, engine_time() as inside, redirect_stdout(StringIO()):
        began = time.process_time_ns()
        on_schedule.lambda_handler({}, Context())
        took = (time.process_time_ns() - began - sum(inside)) / 1e9
    return marks, Bill(spent.writes + spent.index_writes, spent.reads, took + CALL_SECONDS * len(spent.calls))


if __name__ == "__main__":
    sys.exit(main())
