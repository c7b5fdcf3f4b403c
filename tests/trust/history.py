"""What many writers at once were told, and whether the record agrees: a list-append history, checked without a clock
of its own beyond the order in which calls ended and began (`reliability.md` 1, Jepsen and Elle).
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

GENESIS = "0" * 64

Stored = tuple[str, str]
"""An entry's record (canonical text) and its digest."""


@dataclass(frozen=True)
class Append:
    """One call: where to, which event, when it began and ended, and whether it was acknowledged."""

    chain: str
    event_id: str
    began: float
    ended: float
    acknowledged: bool


def faults(appends: Iterable[Append], chains: Mapping[str, Sequence[Stored]]) -> list[str]:
    """Everything that is wrong: lost, doubled, never asked for, out of real-time order, or a broken chain."""
    asked: defaultdict[str, list[Append]] = defaultdict(list)
    for append in appends:
        asked[append.chain].append(append)
    found: list[str] = []
    for chain in sorted(asked.keys() | chains.keys()):
        stored = chains.get(chain, ())
        found += [f"{chain}: {said}" for said in (*of_links(stored), *_of_calls(asked[chain], stored))]
    return found


def of_links(stored: Sequence[Stored]) -> Iterator[str]:
    """The chain as a stranger would verify it."""
    last = GENESIS
    for place, (record, digest) in enumerate(stored, 1):
        content = json.loads(record)
        hashed = hashlib.sha256(record.encode()).digest()
        wanted = hashlib.sha256(b"J1" + bytes.fromhex(last) + hashed).hexdigest()
        if content["seq"] != place:
            yield f"entry {place} has the number {content['seq']}"
        if content["prev"] != last or digest != wanted:
            yield f"entry {place} does not follow the one before it"
        last = digest


def _of_calls(appends: Sequence[Append], stored: Sequence[Stored]) -> Iterator[str]:
    ids = [json.loads(record)["id"] for record, _ in stored]
    for event_id, times in Counter(ids).items():
        if times > 1:
            yield f"{event_id} stands {times} times"
    known = {append.event_id: append for append in appends}
    yield from (f"{event_id} was never asked for" for event_id in ids if event_id not in known)
    there = set(ids)
    yield from (
        f"{a.event_id} was acknowledged and lost" for a in appends if a.acknowledged and a.event_id not in there
    )
    yield from _of_order([known[event_id] for event_id in ids if event_id in known])


def _of_order(in_record: Sequence[Append]) -> Iterator[str]:
    """An entry must not stand before one whose call had ended when its own began."""
    latest = float("-inf")
    for before, after in pairwise(in_record):
        latest = max(latest, before.began)
        if after.acknowledged and after.ended < latest:
            yield f"{after.event_id} stands behind a call that began after it had ended"
