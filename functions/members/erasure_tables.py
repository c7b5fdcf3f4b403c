"""What is left of a member whose data was erased, and the request that waits for a second person."""

from pynamodb.attributes import UnicodeAttribute

from functions.members.tables import Member
from kernel.settings import table_name
from kernel.table import Item, Row


class Erasure(Item):
    """`MEMBER#<id>/ERASURE`: somebody asked for an erasure that somebody else must confirm; `requested_by` is the
    account, `asked_by` the member who it is of, if any."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ERASURE")
    reason = UnicodeAttribute()
    requested_by = UnicodeAttribute()
    requested_at = UnicodeAttribute()
    asked_by = UnicodeAttribute(null=True)


class Erased(Row):
    """`MEMBER#<id>/ERASED`: that there was a member, where, and on what ground their data is gone. Never expires."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ERASED")
    branch_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    reason = UnicodeAttribute()
    requested_by = UnicodeAttribute()
    requested_at = UnicodeAttribute()
    confirmed_by = UnicodeAttribute()
    erased_at = UnicodeAttribute()


class Absorbed(Row):
    """`MEMBER#<kept>/ABSORBED#<merged>`: a dossier that was merged into this one, while the merger stands."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    PREFIX = "ABSORBED#"

    @classmethod
    def of(cls, kept_id: str, merged_id: str) -> "Absorbed":
        return cls(Member.partition(kept_id), f"{cls.PREFIX}{merged_id}")
