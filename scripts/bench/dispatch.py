#!/usr/bin/env -S bash scripts/python -m scripts.in_account
"""What it costs to tell a branch of 30, a county of 20,138 and a province of 1.72 million: units, calls, dollars.

    scripts/bench/dispatch.py

The engine is moto in this process, the code the product's own, the same for all three. An order and its expansion are
carried out whole, for the branch and for the county (852 organisations). Of the chunks that come of it, one of each
size is delivered and counts for all of its size: what a chunk costs depends on nothing else. The province is as many
such counties as hold its members, and the transitions of their map. Units go by the sizes of items, seconds of Lambda
by the CPU of a chunk at the share that 512 MB have of one, and 6 ms for each call that is waited for. Reading the
inbox, digests, text messages and mails are not in it.
"""

import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from typing import Any

from functions.notices import on_dispatch_due, on_dispatch_ordered
from functions.notices.preview_showing import INBOX_FEN_A_THOUSAND
from kernel.directory import Organisation
from kernel.events import Envelope
from kernel.ids import derived_id, new_id
from scripts.bench import dispatch_places
from scripts.bench.dispatch_places import ADMIN
from scripts.bench.measuring import account
from scripts.bench.metering import Spent, engine_time, metered
from scripts.bench.ranking_counties import COUNTY_MEMBERS
from tests import swift
from tests.builders import batch
from tests.conftest import Context
from tests.integration.notices import dispatches, queues
from tests.trust import engine

PHONES, PROVINCE_MEMBERS = 30, 1_720_000
# US dollars: a million write and read units, SQS requests, bus events, Lambda calls, transitions; a GB-second on arm64.
WRITE, READ, QUEUE, BUS, CALL, TRANSITION, SECOND = 0.625, 0.125, 0.40, 1.00, 0.20, 25.0, 0.0000133334
MEMORY_GB, SHARE_OF_CPU, WAIT = 0.5, 512 / 1769, 0.006
SENT_AND_TAKEN = (
    3  # requests to a queue for a message, at most: sent, received, deleted (ten at a time where it is busy)
)
OF_THE_MAP = 5  # transitions beside those of the counties
FEN_A_DOLLAR = 720

Message = dict[str, Any]
Act = Callable[[], Any]


@dataclass
class Bill:
    """What one dispatch takes."""

    members: int = 0
    writes: float = 0
    reads: float = 0
    messages: float = 0
    events: float = 0
    calls: float = 0
    seconds: float = 0
    transitions: float = 0

    def add(self, spent: Spent, seconds: float, *, times: int = 1, events: int = 0, messages: int = 0) -> None:
        self.writes += times * (spent.writes + spent.index_writes)
        self.reads += times * spent.reads
        self.messages += times * messages
        self.events += times * events
        self.calls += times
        self.seconds += times * (seconds / SHARE_OF_CPU + WAIT * len(spent.calls))

    def times(self, number: float) -> "Bill":
        return Bill(**{name: value * number for name, value in vars(self).items()})

    @property
    def dollars(self) -> float:
        millions = {WRITE: self.writes, READ: self.reads, QUEUE: SENT_AND_TAKEN * self.messages, BUS: self.events}
        named = sum(price * count for price, count in millions.items()) + CALL * (self.calls + self.events)
        return (named + TRANSITION * self.transitions) / 1e6 + SECOND * MEMORY_GB * self.seconds


def counted(act: Act) -> Spent:
    with metered() as spent, redirect_stdout(StringIO()):
        act()
    return spent


def timed(act: Act) -> float:
    """Seconds of CPU, without the engine's."""
    with engine_time() as inside, redirect_stdout(StringIO()):
        began = time.process_time_ns()
        act()
        return (time.process_time_ns() - began - sum(inside)) / 1e9


def orders(sender: Organisation, audience: Organisation) -> list[Envelope]:
    return [e for e in dispatches.told(sender) if e.data["topId"] == audience.id]


def expanded(bill: Bill, sender: Organisation, audience: Organisation) -> tuple[list[Message], list[Message]]:
    """A dispatch that asks for something, ordered and expanded twice: the first is counted, the second timed.

    Returns the chunks of either.
    """
    who = dispatches.everybody(audience)
    order: Act = partial(dispatches.order, ADMIN, sender, who, asks=True, reason="测算")
    bill.add(counted(order), timed(order), events=1)
    first, second = orders(sender, audience)
    expand = [partial(on_dispatch_ordered.lambda_handler, batch(one), Context()) for one in (first, second)]
    bill.add(counted(expand[0]), timed(expand[1]), messages=1)
    messages = queues.queued()
    ids = [one.data["dispatchId"] for one in (first, second)]
    one, other = ([m for m in messages if m["dispatchId"] == dispatch] for dispatch in ids)
    bill.members = sum(len(chunk["members"]) for chunk in one)
    return one, other


def deliver(bill: Bill, model: Message, size: tuple[int, bool], times: int) -> None:
    """As many chunks of a size as there are: one is counted, another timed."""
    acts: list[Act] = []
    for _ in range(2):
        branch = new_id()
        whom = {"members": [derived_id(branch, n) for n in range(size[0])], "first": size[1]}
        event = batch(model | {"branchId": branch} | whom)
        acts.append(partial(on_dispatch_due.lambda_handler, event, Context()))
    bill.add(counted(acts[0]), timed(acts[1]), times=times, events=1, messages=1)


def _size(chunk: Message) -> tuple[int, bool]:
    """On which depends what a chunk costs: its members, and whether it carries the burden (unsaid: it does not)."""
    return len(chunk["members"]), bool(chunk.get("first"))


def show(name: str, told: Bill) -> None:
    print(
        f"{name:10} {told.members:>11,.0f} members {told.writes:>12,.0f} written {told.reads:>10,.0f} read"
        f" {told.messages:>9,.0f} messages {told.seconds:>9,.0f} s  ${told.dollars:,.6f}"
        f"  ({told.dollars / told.members * 1e6:.2f} a million)"
    )


def main() -> int:
    logging.disable(logging.CRITICAL)
    swift.hasten()
    branch, county = Bill(), Bill()
    with account() as empty:
        chunks, _ = expanded(county, *[dispatch_places.county()[0]] * 2)
        engine.restore(empty)
        top, (phones,) = dispatch_places.county([PHONES])
        (model,), _ = expanded(branch, top, phones)
        for size, times in Counter(map(_size, chunks)).items():
            deliver(county, model, size, times)
        deliver(branch, model, _size(model), 1)
    province = county.times(PROVINCE_MEMBERS / COUNTY_MEMBERS)
    province.transitions = round(PROVINCE_MEMBERS / COUNTY_MEMBERS) + OF_THE_MAP
    for name, told in (("branch", branch), ("county", county), ("province", province)):
        show(name, told)
    print(f"a county is {len(chunks)} chunks; prices: a million write units {WRITE}, read units {READ}, requests to a")
    print(f"queue {QUEUE}, events {BUS}, calls of a function {CALL}, transitions {TRANSITION}; a GB-second {SECOND}")
    fen = county.dollars / county.members * 1000 * FEN_A_DOLLAR
    print(f"a thousand copies cost {fen:.2f} fen; previews say {INBOX_FEN_A_THOUSAND}")
    figures = {name: round(told.dollars, 6) for name, told in (("branch", branch), ("county", county))}
    units = {"writes_a_member": round(county.writes / county.members, 2), "fen_a_thousand": round(fen, 2)}
    print("RESULT " + json.dumps(figures | {"province": round(province.dollars, 2)} | units))
    return not (county.members == COUNTY_MEMBERS and fen <= INBOX_FEN_A_THOUSAND)


if __name__ == "__main__":
    sys.exit(main())
