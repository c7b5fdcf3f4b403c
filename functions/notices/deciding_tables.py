"""What waits for a decision about a member, and that there is no such member any more."""

from collections.abc import Iterator

from pynamodb.attributes import UnicodeAttribute

from functions.notices.obligation_facts import Told
from kernel.settings import table_name
from kernel.table import Row


class About(Row):
    """`ABOUT#<member>` / `OF#<family>#<subject>`: an obligation that ends with the member."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    organisation_id = UnicodeAttribute()
    county_id = UnicodeAttribute()

    PLACES = "OF#"

    @staticmethod
    def partition(member_id: str) -> str:
        return f"ABOUT#{member_id}"

    @property
    def obligation(self) -> tuple[str, str]:
        """Family, subject."""
        _, family, subject = self.sk.split("#")
        return family, subject

    @classmethod
    def to(cls, member_id: str, told: Told) -> "About":
        place = cls.partition(member_id), f"{cls.PLACES}{told.family}#{told.subject}"
        return cls(*place, organisation_id=told.organisation_id, county_id=told.county_id)

    @classmethod
    def of(cls, member_id: str) -> "Iterator[About]":
        return iter(cls.query(cls.partition(member_id), cls.sk.startswith(cls.PLACES), consistent_read=True))


class MemberGone(Row):
    """`ABOUT#<member>` / `GONE`: they were erased, by the fact of this `order`."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="GONE")
    order = UnicodeAttribute()

    @classmethod
    def to(cls, member_id: str, order: str) -> "MemberGone":
        return cls(About.partition(member_id), order=order)

    @classmethod
    def of(cls, member_id: str) -> "MemberGone | None":
        return cls.find(About.partition(member_id), "GONE")
