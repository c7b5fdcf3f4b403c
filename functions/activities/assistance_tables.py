"""The row of assistance."""

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute

from functions.activities.helped_rules import Party
from functions.activities.tables import TABLE
from kernel.table import Item


class Assistance(Item):
    """`ASSISTANCE#<id>` / `NOW`: money in fen, or things in words; never both. In the index `year` by the promise.

    `donor_id`: the member who promises; none, and the organisation does. `carrier_id`: the member who brought it.
    `helped_id`: the member or organisation that is helped. `secret` makes the slip's code, `drawn_by` saw it.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    branch_year = UnicodeAttribute()
    starts_at = UnicodeAttribute()
    organisation_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    fen = NumberAttribute(null=True)
    things = UnicodeAttribute(null=True)
    purpose = UnicodeAttribute()
    donor_id = UnicodeAttribute(null=True)
    carrier_id = UnicodeAttribute(null=True)
    helped_kind = UnicodeAttribute()
    helped_id = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    delivered_by = UnicodeAttribute(null=True)
    delivered_at = UnicodeAttribute(null=True)
    confirmed_at = UnicodeAttribute(null=True)
    secret = UnicodeAttribute()
    drawn_by: ListAttribute[str] = ListAttribute(default=list)

    @property
    def id(self) -> str:
        return self.pk.removeprefix("ASSISTANCE#")

    @property
    def party(self) -> Party:
        return Party(self.helped_kind, self.helped_id)  # type: ignore[arg-type]  # stored as one of the three kinds

    @staticmethod
    def partition(assistance_id: str) -> str:
        return f"ASSISTANCE#{assistance_id}"

    @staticmethod
    def given_in(organisation_id: str, year: int) -> str:
        return f"ASSISTANCE#{organisation_id}#{year}"

    @staticmethod
    def received_in(helped_id: str, year: int) -> str:
        return f"ASSISTED#{helped_id}#{year}"
