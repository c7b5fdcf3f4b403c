"""What is known of an activity that is to come, and who was told of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, ListAttribute, UnicodeAttribute

from kernel.clock import instant
from kernel.settings import table_name
from kernel.table import Item, Row


class Gathering(Item):
    """`ACTIVITY#<id>` / `PLAN`: its start and whether it was called off, by the latest fact told of it (`order`)."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="PLAN")
    order = UnicodeAttribute(default="")
    starts_at = UnicodeAttribute()
    cancelled = BooleanAttribute(default=False)

    @property
    def start(self) -> datetime:
        return instant(self.starts_at)

    @staticmethod
    def partition(activity_id: str) -> str:
        return f"ACTIVITY#{activity_id}"

    @classmethod
    def load(cls, activity_id: str) -> "Gathering":
        pk = cls.partition(activity_id)
        return cls.find(pk, "PLAN") or cls(pk)


class Called(Row):
    """`ACTIVITY#<id>` / `CALLED#<branch>#<first member>`: these members of a branch were invited together.

    They are told of a change or a cancellation together, too.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    members: ListAttribute[str] = ListAttribute(default=list)

    @property
    def branch_id(self) -> str:
        return self.sk.split("#")[1]

    @property
    def subject(self) -> str:
        """What their reminder is kept under."""
        return f"{self.pk.removeprefix('ACTIVITY#')}#{self.members[0]}"

    @classmethod
    def to(cls, activity_id: str, branch_id: str, members: Sequence[str]) -> "Called":
        key = Gathering.partition(activity_id), f"CALLED#{branch_id}#{members[0]}"
        return cls(*key, members=list(members))

    @classmethod
    def of(cls, activity_id: str, branch_id: str = "") -> "Iterator[Called]":
        """Of one branch, or of all."""
        prefix = f"CALLED#{branch_id}#" if branch_id else "CALLED#"
        return iter(cls.query(Gathering.partition(activity_id), cls.sk.startswith(prefix), consistent_read=True))
