#!/usr/bin/env -S bash scripts/python -m scripts.in_account
"""Points of one county on the local cloud's DynamoDB: every event three times, in any order, by several workers.

    scripts/bench/posting.py [--events N] [--branches N] [--workers N]

The county has branches of twenty members; ten of one branch are in each event: lectures whose rule is capped a day, a
month and a year, talks of which a third is withdrawn, and reviews of what branches held. All of them, three times each,
are shuffled and taken in batches of five by worker processes that run the product's consumers. What a queue would send
again they take again, at most forty times.

Afterwards every balance on every board is compared with a plain count of what happened (`different`), and with the sum
of its ledger rows (`unproved`); `over` counts the days, months and years in which an account has more under a rule than
its cap allows. `per_second` counts deliveries. Calls and units are of one more posting of ten members, of one review
and of one withdrawal, by the calls that botocore really sends and the sizes of items (`scripts/bench/units.py`).

Fails if a balance is different or unproved, or a cap exceeded.
"""

import argparse
import json
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from io import StringIO
from itertools import batched
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from functions.points import (
    checking,
    on_activity_reviewed,
    on_attendance_confirmed,
    on_members,
)
from functions.points.tables import LedgerRow
from kernel import scoreboard, seasons
from kernel.clock import business_day, now
from kernel.events import Envelope, Event
from scripts.bench import posting_county
from scripts.bench.metering import Spent, metered
from scripts.bench.posting_county import COUNTY, RULE, County
from scripts.bench.roster_floor import items
from scripts.local import emulator
from scripts.local.emulator import Emulator
from tests.builders import batch, envelope
from tests.conftest import Context
from tests.trust.local_engine import reaching, started

EVENTS, BRANCHES, WORKERS = 3000, 50, 8
TIMES, OF_BATCH, TRIES = 3, 5, 40
CONTEXT: Any = Context()
CAP_OF = {len("2026-01-01"): "per_day", len("2026-01"): "per_month", len("2026"): "per_year"}
HANDLERS = {
    "ActivityReviewed": on_activity_reviewed.lambda_handler,
    "MembersEnrolled": on_members.lambda_handler,
}


def taken(told: Sequence[Envelope]) -> int:
    """A batch, handed over by name of the consumer until nothing failed. Returns how often something came again."""
    again = 0
    for name in sorted({one.event for one in told}):
        handler = HANDLERS.get(name, on_attendance_confirmed.lambda_handler)
        left = [one for one in told if one.event == name]
        for _ in range(TRIES):
            with redirect_stdout(StringIO()):
                failed = handler(batch(*left), CONTEXT)["batchItemFailures"]
            left = [left[int(one["itemIdentifier"].removeprefix("message-"))] for one in failed]
            again += len(left)
            if not left:
                break
        else:
            raise RuntimeError(f"{len(left)} messages were never carried out")
    return again


def delivered(events: Sequence[Event], workers: int, chance: random.Random, running: Emulator) -> tuple[float, int]:
    """Seconds for all of them three times, and how often something came again."""
    told = [envelope(event) for event in events] * TIMES
    chance.shuffle(told)
    piles = list(batched(told, OF_BATCH, strict=False))
    start: dict[str, Any] = {
        "mp_context": get_context("spawn"),
        "initializer": _join,
        "initargs": (running.environment(),),
    }
    with ProcessPoolExecutor(workers, **start) as pool:
        list(pool.map(taken, [()] * workers))  # every process has read its code
        began = time.monotonic()
        again = sum(pool.map(taken, piles))
        return time.monotonic() - began, again


def _join(environment: dict[str, str]) -> None:
    """A worker, which has read the template's environment, reaches the emulator."""
    os.environ.update(environment)
    os.environ.pop("AWS_SESSION_TOKEN", None)
    logging.disable(logging.CRITICAL)


def kept(running: Emulator) -> Counter[tuple[str, str, str]]:
    """What the ledger adds up to, by account, rule and day."""
    found: Counter[tuple[str, str, str]] = Counter()
    for item in items(running, LedgerRow.Meta.table_name):
        if item["pk"]["S"].startswith("LEDGER#") and "value" in item:
            key = item["pk"]["S"].removeprefix("LEDGER#"), item["rule_id"]["S"], item["held_on"]["S"]
            found[key] += int(item["value"]["N"])
    return found


def over(ledger: Counter[tuple[str, str, str]]) -> int:
    """How many periods of an account hold more than their cap."""
    periods: Counter[tuple[str, str, str]] = Counter()
    for (account, rule_id, day), value in ledger.items():
        for length in CAP_OF:
            periods[account, rule_id, day[:length]] += value
    caps = ((value, getattr(RULE[rule_id], CAP_OF[len(period)])) for (_, rule_id, period), value in periods.items())
    return sum(cap is not None and value > cap for value, cap in caps)


def standing() -> dict[str, int]:
    """Every balance on every board."""
    found: dict[str, int] = {}
    for item in checking.boards(seasons.season_of(business_day(now())), COUNTY):
        values = scoreboard.numbers(item.board.points)
        found |= dict(zip((item.branch_id, *scoreboard.member_ids(item.board)), values, strict=True))
    return found


def compared(county: County, running: Emulator) -> dict[str, int]:
    ledger, boards = kept(running), standing()
    wanted: Counter[str] = Counter()
    proved: Counter[str] = Counter()
    for (account, _), value in county.expected().items():
        wanted[account] += value
    for (account, _, _), value in ledger.items():
        proved[account] += value
    return {
        "different": sum(boards.get(account) != wanted[account] for account in county.accounts),
        "unproved": sum(boards.get(account) != proved[account] for account in county.accounts),
        "over": over(ledger),
    }


def costs(branch: str) -> dict[str, Spent]:
    """What one more event of each kind costs a warm function."""
    found: dict[str, Spent] = {}
    for name, event in posting_county.samples(branch, business_day(now())).items():
        with metered() as found[name]:
            taken([envelope(event)])
    return found


def on_the_cloud(running: Emulator, chosen: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    chance = random.Random(chosen.events)  # noqa: S311 - a repeatable county
    county = posting_county.lived(chosen.events, chosen.branches, chance)
    for item in posting_county.rules_in_force():
        item.save()
    for event in posting_county.enrolments(county.branches):
        taken([envelope(event)])
    seconds, again = delivered(county.told, chosen.workers, chance, running)
    found = compared(county, running)
    deliveries = len(county.told) * TIMES
    print(f"{len(county.told)} events, {deliveries} deliveries by {chosen.workers} workers in {seconds:.1f} s: {found}")
    print(
        f"{deliveries / seconds:.0f} deliveries, {len(county.told) / seconds:.0f} events a second; {again} came again"
    )
    figures: dict[str, Any] = found | {"per_second": round(deliveries / seconds), "came_again": again}
    for name, spent in costs(county.branches[0]).items():
        print(f"{name}: {', '.join(spent.calls)}: {spent.reads:g} read units, {spent.writes} write units")
        figures[name] = {"calls": len(spent.calls), "read_units": spent.reads, "write_units": spent.writes}
    return figures, not any(found.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--branches", type=int, default=BRANCHES)
    parser.add_argument("--workers", type=int, default=WORKERS)
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name, started(Path(name) / "state") as running, reaching(running):
        try:
            figures, sound = on_the_cloud(running, chosen)
        except BaseException:
            emulator.stop(running.state)
            raise
    print("RESULT " + json.dumps(figures))
    return not sound


if __name__ == "__main__":
    sys.exit(main())
