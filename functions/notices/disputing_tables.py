"""Which lines of an activity are disputed, and whether its record counts no more."""

from collections.abc import Iterator

from pynamodb.attributes import UnicodeAttribute

from functions.notices.gathering_tables import Gathering
from kernel.settings import table_name
from kernel.table import Row


class Disputed(Row):
    """`ACTIVITY#<id>` / `DISPUTED#<member>`: the member disputed their line."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    branch_id = UnicodeAttribute()
    county_id = UnicodeAttribute()

    @property
    def activity_id(self) -> str:
        return self.pk.removeprefix("ACTIVITY#")

    @property
    def member_id(self) -> str:
        return self.sk.removeprefix("DISPUTED#")

    @classmethod
    def to(cls, activity_id: str, member_id: str, branch_id: str, county_id: str) -> "Disputed":
        key = Gathering.partition(activity_id), f"DISPUTED#{member_id}"
        return cls(*key, branch_id=branch_id, county_id=county_id)

    @classmethod
    def of(cls, activity_id: str) -> "Iterator[Disputed]":
        partition = Gathering.partition(activity_id)
        return iter(cls.query(partition, cls.sk.startswith("DISPUTED#"), consistent_read=True))


class RecordGone(Row):
    """`ACTIVITY#<id>` / `GONE`: its record counts no more, since the fact of this `order`."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="GONE")
    order = UnicodeAttribute()

    @classmethod
    def to(cls, activity_id: str, order: str) -> "RecordGone":
        return cls(Gathering.partition(activity_id), order=order)

    @classmethod
    def of(cls, activity_id: str) -> "RecordGone | None":
        return cls.find(Gathering.partition(activity_id), "GONE")
