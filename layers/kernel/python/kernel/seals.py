"""What seals say of a chain, and the receipts that follow: written by the domain `journal` alone, read by whoever shows
or exports entries with their proofs. `scripts/verify` checks them offline.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Self

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import aws
from kernel.chain import inclusion_proof, leaf, record_hash
from kernel.message import Message
from kernel.record import Entry
from kernel.settings import Settings, table_name
from kernel.table import Row

SealedLeaf = tuple[str, int, str]
"""A chain, the number of its last entry, and that entry's digest."""


class SealBucket(Settings):
    seal_bucket: str


class Seal(Message):
    """A statement, its signature (DER, base64), the key's id, and every leaf: who holds this can redo the root."""

    statement: dict[str, Any]
    signature: str
    key_id: str
    leaves: tuple[SealedLeaf, ...]

    @property
    def n(self) -> int:
        return int(self.statement["n"])


class SealedHead(Row):
    """`SEALED#<chain>` / `N#<n>`: the seal in whose tree the chain's head stood at entry `n`, and at which leaf."""

    class Meta:
        table_name = table_name("seals")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    seal = NumberAttribute()
    index = NumberAttribute()

    @staticmethod
    def key_of(chain: str, n: int) -> tuple[str, str]:
        return f"SEALED#{chain}", f"N#{n:010d}"

    @property
    def n(self) -> int:
        return int(self.sk.removeprefix("N#"))

    @classmethod
    def last(cls, chain: str) -> Self | None:
        """The newest sealed head, or None while nothing of the chain is sealed."""
        partition, _ = cls.key_of(chain, 0)
        return next(iter(cls.query(partition, scan_index_forward=False, limit=1, consistent_read=True)), None)

    @classmethod
    def covering(cls, chain: str, seq: int) -> Self | None:
        """The first sealed head at or after an entry, or None while it is not yet sealed."""
        partition, place = cls.key_of(chain, seq)
        found = cls.query(partition, cls.sk >= place, limit=1, consistent_read=True)
        return next(iter(found), None)

    @classmethod
    def of(cls, chain: str) -> list[Self]:
        """All of a chain, the oldest first."""
        partition, _ = cls.key_of(chain, 0)
        return list(cls.query(partition, consistent_read=True))


def place(n: int) -> str:
    """The name of a seal's object. It holds no date: whoever repairs a run that died at midnight must meet it."""
    return f"seals/{n:08d}.json"


def read(n: int) -> Seal:
    found = aws.client("s3").get_object(Bucket=SealBucket.load().seal_bucket, Key=place(n))
    return msgspec.json.decode(found["Body"].read(), type=Seal)


def proof(segment: list[str], index: int, seal: Seal) -> dict[str, Any]:
    """From an entry to the root: hashes of the records up to the sealed head, then that head's way up the tree."""
    chain, n, digest = seal.leaves[index]
    path = inclusion_proof([leaf(*one) for one in seal.leaves], index)
    head = {"chain": chain, "n": n, "digest": digest}
    return {"segment": segment, "head": head, "index": index, "path": [sibling.hex() for sibling in path]}


def receipts(chain: str, years: Iterable[int], wanted: Callable[[dict[str, Any]], bool]) -> Iterator[dict[str, Any]]:
    """The receipts of a chain's entries that are wanted, in their order, as `GET /v1/journal/entries/{id}/receipt`
    answers. `years` are those of the entries, each up to the present one, so that what they lead to is among them."""
    entries = [one for year in years for one in Entry.query(Entry.partition(chain, year), consistent_read=True)]
    heads, hashes = SealedHead.of(chain), [record_hash(one.record) for one in entries]
    first = int(entries[0].content()["seq"]) if entries else 1
    ends, sealed = [head.n for head in heads], cache(read)
    for number, entry in enumerate(entries):
        if not wanted(entry.content()):
            continue
        nearest = bisect_left(ends, first + number)
        covering = heads[nearest] if nearest < len(heads) else None
        segment = hashes[number + 1 : covering.n - first + 1] if covering else []
        yield _receipt(entry, covering, segment, sealed)


def _receipt(
    entry: Entry, covering: SealedHead | None, segment: list[str], sealed: Callable[[int], Seal]
) -> dict[str, Any]:
    shown = {"entry": {"record": entry.content(), "digest": entry.digest}}
    if covering is None:
        return {"state": "NOT_YET_SEALED", **shown, "proof": None, "seal": None}
    seal = sealed(int(covering.seal))
    stated = {"statement": seal.statement, "signature": seal.signature, "keyId": seal.key_id}
    return {"state": "SEALED", **shown, "proof": proof(segment, int(covering.index), seal), "seal": stated}
