"""What waits for a decision about a member, or a line of an activity, and that there is no such thing any more."""

from collections.abc import Iterator

from pynamodb.attributes import UnicodeAttribute

from functions.notices.obligation_facts import Told
from kernel.settings import table_name
from kernel.table import Row


class Waiting(Row):
    """`ABOUT#<member>` or `ACTIVITY#<id>` / `OF#<family>#<subject>`: an obligation that ends with what it is about."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    organisation_id = UnicodeAttribute()
    county_id = UnicodeAttribute()

    OF = "OF#"

    @property
    def obligation(self) -> tuple[str, str]:
        """Family, subject."""
        _, family, subject = self.sk.split("#")
        return family, subject

    @classmethod
    def to(cls, partition: str, told: Told) -> "Waiting":
        place = f"{cls.OF}{told.family}#{told.subject}"
        return cls(partition, place, organisation_id=told.organisation_id, county_id=told.county_id)

    @classmethod
    def at(cls, partition: str) -> "Iterator[Waiting]":
        return iter(cls.query(partition, cls.sk.startswith(cls.OF), consistent_read=True))


class Over(Row):
    """The same / `GONE`: the member is no more, the record counts no more."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="GONE")


def about(member_id: str) -> str:
    """The partition of a member; that of an activity is `Gathering.partition`."""
    return f"ABOUT#{member_id}"
