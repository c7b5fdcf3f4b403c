"""What an insider may do to an exported chain: every kind, anywhere, as it falls or with later digests made right."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from kernel.chain import GENESIS, canonical, entry_hash

Entry = dict[str, Any]
Entries = list[Entry]
FACTS = ("actor", "action", "subject", "at", "event", "cause", "body")


@dataclass(frozen=True)
class Bent:
    """A chain after the act; `at` is the number of the first entry that is not as it was."""

    kind: str
    entries: Entries
    at: int


def edit(chance: Random, whole: Entries, _others: Entries) -> Bent:
    """Another word in one fact of one entry."""
    at = chance.randrange(len(whole))
    record = whole[at]["record"]
    fact = chance.choice([name for name in FACTS if name in record])
    changed = {"record": record | {fact: f"{record[fact]}x"}, "digest": whole[at]["digest"]}
    return Bent("edit", [*whole[:at], changed, *whole[at + 1 :]], at + 1)


def delete(chance: Random, whole: Entries, _others: Entries) -> Bent:
    """One entry or a few in a row are gone, with others behind them."""
    at = chance.randrange(len(whole) - 1)
    gone = chance.randint(1, min(3, len(whole) - 1 - at))
    return Bent("delete", whole[:at] + whole[at + gone :], at + 1)


def reorder(chance: Random, whole: Entries, _others: Entries) -> Bent:
    one, other = sorted(chance.sample(range(len(whole)), 2))
    bent = [*whole]
    bent[one], bent[other] = bent[other], bent[one]
    return Bent("reorder", bent, one + 1)


def truncate(chance: Random, whole: Entries, _others: Entries) -> Bent:
    """The chain ends earlier."""
    at = chance.randrange(1, len(whole))
    return Bent("truncate", whole[:at], at + 1)


def move(chance: Random, whole: Entries, others: Entries) -> Bent:
    """An entry of another chain, put in or put over one of this."""
    at, kept = chance.randrange(len(whole)), chance.choice((0, 1))
    return Bent("move", [*whole[:at], chance.choice(others), *whole[at + kept :]], at + 1)


KINDS: tuple[Callable[[Random, Entries, Entries], Bent], ...] = (edit, delete, reorder, truncate, move)


def made_right(bent: Bent, chain: str) -> Bent:
    """What an insider with the table does: every number, link and digest follows from the entry before it again."""
    digest, made = GENESIS, []
    for seq, entry in enumerate(bent.entries, 1):
        record = entry["record"] | {"chain": chain, "prev": digest, "seq": seq}
        digest = entry_hash(canonical(record))
        made.append({"record": record, "digest": digest})
    return Bent(f"{bent.kind}, made right", made, bent.at)
