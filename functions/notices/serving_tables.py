"""What is known of a volunteer service, and who has a place in it."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from functions.notices.inbox_tables import Notice
from kernel.settings import table_name
from kernel.table import Item


class Service(Item):
    """`SERVICE#<id>` / `PLAN`: what is known of a volunteer service by now, in whatever order it was told: when it
    begins, and by which event it was called off."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="PLAN")
    organisation_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    starts_at = UnicodeAttribute(null=True)
    called_off_at = UnicodeAttribute(null=True)
    called_off_by = UnicodeAttribute(null=True)

    @property
    def id(self) -> str:
        return self.pk.removeprefix("SERVICE#")

    @staticmethod
    def partition(service_id: str) -> str:
        return f"SERVICE#{service_id}"


class Volunteer(Item):
    """`SERVICE#<id>` / `MEMBER#<member>`: whether they have a place, by the latest fact (`order`); `told`: that the
    service was called off."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    order = UnicodeAttribute(default="")
    booked = BooleanAttribute(default=False)
    told = BooleanAttribute(default=False)

    @property
    def box(self) -> str:
        return Notice.member_box(self.sk.removeprefix("MEMBER#"))

    @classmethod
    def load(cls, service_id: str, member_id: str) -> "Volunteer":
        key = Service.partition(service_id), f"MEMBER#{member_id}"
        return cls.find(*key) or cls(*key)

    @classmethod
    def of(cls, service_id: str) -> "list[Volunteer]":
        """Those who have a place."""
        found = cls.query(Service.partition(service_id), cls.sk.startswith("MEMBER#"), consistent_read=True)
        return [one for one in found if one.booked]
