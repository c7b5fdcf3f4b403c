"""Many threads append to a few chains through the product's own unit of work, on whatever engine the clients reach."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from kernel.errors import Busy
from kernel.events import RoleGranted
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.record import Entry, Head
from tests.trust.history import Append, Stored


def chains(number: int) -> list[str]:
    return [derived_id("chain", n) for n in range(number)]


def run(threads: int, each: int, on: list[str]) -> list[Append]:
    """Every thread appends so many entries, each to a chain by chance. Returns every call, in no order."""
    start = threading.Barrier(threads)

    def work(seed: int) -> list[Append]:
        chance = random.Random(seed)  # noqa: S311 - a repeatable choice
        start.wait()
        return [append(chance.choice(on)) for _ in range(each)]

    with ThreadPoolExecutor(threads) as pool:
        return [one for done in pool.map(work, range(threads)) for one in done]


def append(chain: str) -> Append:
    work = UnitOfWork(Act("someone"), chain=chain, action="test.append", subject=chain)
    event_id = work.record(RoleGranted(subject="someone", role="auditor", organisation_id=chain))
    began = time.monotonic()
    try:
        acknowledged = work.commit()
    except Busy:
        acknowledged = False
    return Append(chain, event_id, began, time.monotonic(), acknowledged)


def stored(on: list[str]) -> dict[str, list[Stored]]:
    """What each chain holds, from its first entry to its last."""
    return {chain: list(_entries(chain)) for chain in on}


def _entries(chain: str) -> Iterator[Stored]:
    head = Head.find(chain)
    if head is None:
        return
    for row in Entry.query(Entry.partition(chain, int(head.in_year)), consistent_read=True):
        yield row.record, row.digest
