"""The table of seals: how far sealing has come, and which seal covers which head."""

from typing import Self

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item, Row


class LastSeal(Item):
    """`SEALS` / `LAST`: the newest seal, whether its heads are settled, and when nothing was left to seal.

    `n` is 0 before the first; until then `clean_at` is when sealing was first tried. Instants are stamps (UTC).
    """

    class Meta:
        table_name = table_name("seals")

    pk = UnicodeAttribute(hash_key=True, default="SEALS")
    sk = UnicodeAttribute(range_key=True, default="LAST")
    n = NumberAttribute(default=0)
    root = UnicodeAttribute(default="")
    sealed_at = UnicodeAttribute(default="")
    settled = BooleanAttribute(default=True)
    clean_at = UnicodeAttribute(default="")

    @classmethod
    def load(cls) -> Self:
        return cls.find("SEALS", "LAST") or cls()


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
