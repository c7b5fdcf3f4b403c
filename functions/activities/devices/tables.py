"""Phones that sign while they are offline."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.activities.tables import TABLE
from kernel.table import Item, Row


class Device(Item):
    """`DEVICE#<id>` / `NOW`: whose it is, and the highest counter seen. Its key is nowhere: it follows from the id."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    member_id = UnicodeAttribute()
    registered_at = UnicodeAttribute()
    revoked_at = UnicodeAttribute(null=True)
    counter = NumberAttribute(default=0)

    @property
    def id(self) -> str:
        return self.pk.removeprefix("DEVICE#")

    @staticmethod
    def partition(device_id: str) -> str:
        return f"DEVICE#{device_id}"


class Counted(Row):
    """`DEVICE#<id>` / `COUNT#<counter>`: what this number of this device signed, as a hash. Never expires."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    digest = UnicodeAttribute()
    activity_id = UnicodeAttribute()

    @staticmethod
    def place(counter: int) -> str:
        return f"COUNT#{counter:010d}"


class Devices(Item):
    """`MEMBER#<id>` / `DEVICES`: the phones in use, id → instant of registration."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="DEVICES")
    in_use = JSONAttribute(default=dict)

    @classmethod
    def load(cls, member_id: str) -> "Devices":
        pk = f"MEMBER#{member_id}"
        return cls.find(pk, "DEVICES") or cls(pk)
