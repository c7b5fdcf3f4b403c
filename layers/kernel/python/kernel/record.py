"""The stored form of the record: chained entries, event rows, and the head of each chain."""

import hashlib
import json
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from kernel.ids import derived_id
from kernel.settings import table_name
from kernel.table import Row

SEAL_SHARDS = 8
UNPLACED = derived_id("chain", "members.bind")
"""The chain of acts that belong to no organisation: tries to be bound that proved nobody."""


def shard_of(chain: str) -> int:
    return int(hashlib.sha256(chain.encode()).hexdigest(), 16) % SEAL_SHARDS


class Entry(Row):
    """`J#<chain>#<year>` / `E#<seq>`. Put once, never updated or deleted by anybody.

    `later` is for the relay, and no part of the record: one of a burst, to be told 25 seconds later.
    """

    class Meta:
        table_name = table_name("journal")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    event_id = UnicodeAttribute()
    record = UnicodeAttribute()
    digest = UnicodeAttribute()
    later = BooleanAttribute(null=True)

    @staticmethod
    def partition(chain: str, year: int | str) -> str:
        return f"J#{chain}#{year}"

    @staticmethod
    def place(seq: int) -> str:
        return f"E#{seq:010d}"

    def content(self) -> dict[str, Any]:
        """The fields of the canonical record."""
        fields: dict[str, Any] = json.loads(self.record)
        return fields


class EventRow(Row):
    """`EVT#<event id>`: says that the effect has happened, and where its entry stands. Never expires."""

    class Meta:
        table_name = table_name("journal")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="EVT")
    chain = UnicodeAttribute()
    year = NumberAttribute()
    seq = NumberAttribute()

    @staticmethod
    def partition(event_id: str) -> str:
        return f"EVT#{event_id}"


class Chain(Row):
    """`CHAINS#<shard>` / `<chain>`: that a chain was begun. Put with its first entry; nobody can take it away."""

    class Meta:
        table_name = table_name("journal")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def partition(shard: int) -> str:
        return f"CHAINS#{shard}"


class MovedHeads(GlobalSecondaryIndex["Head"]):
    """Heads that moved since they were last sealed, spread over shards; a sealed head leaves the index."""

    class Meta:
        index_name = "moved"
        projection = KeysOnlyProjection()

    moved = UnicodeAttribute(hash_key=True)
    moved_at = UnicodeAttribute(range_key=True)


class Head(Row):
    """The last entry of a chain: its number and hash, and what of it is sealed."""

    class Meta:
        table_name = table_name("heads")

    chain = UnicodeAttribute(hash_key=True)
    n = NumberAttribute(null=True)
    digest = UnicodeAttribute(null=True)
    in_year = NumberAttribute(null=True)
    moved_at = UnicodeAttribute(null=True)
    moved = UnicodeAttribute(null=True)
    sealed_n = NumberAttribute(null=True)
    index = MovedHeads()

    @staticmethod
    def shard(number: int) -> str:
        """The partition of the index `moved` that a chain belongs to."""
        return f"MOVED#{number}"
