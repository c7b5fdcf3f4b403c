"""The table of seals: how far sealing has come. Which seal covers which head: `kernel.seals`."""

from typing import Self

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item


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
