"""How a member wants to be told."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, ListAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item


class Preferences(Item):
    """`PERSON#<member>` / `PREFERENCES`: what a member chose; what is empty was left to the house.

    `channels` in the order in which they are tried. `erased`: the member is no more, and nothing is kept again.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="PREFERENCES")
    language = UnicodeAttribute(null=True)
    quiet_hours = UnicodeAttribute(null=True)
    opt_outs: ListAttribute[Any] = ListAttribute(default=list)
    channels: ListAttribute[Any] = ListAttribute(default=list)
    digest = BooleanAttribute(default=True)
    erased = BooleanAttribute(default=False)

    @staticmethod
    def key_of(member_id: str) -> tuple[str, str]:
        return f"PERSON#{member_id}", "PREFERENCES"

    @classmethod
    def load(cls, member_id: str) -> "Preferences":
        key = cls.key_of(member_id)
        return cls.find(*key) or cls(*key)

    def blank(self) -> None:
        """Forget all of it, for good."""
        self.language = self.quiet_hours = None
        self.opt_outs, self.channels, self.digest, self.erased = [], [], True, True
