"""The row of assistance."""

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute

from functions.activities.service.helped_tables import Help
from functions.activities.tables import TABLE
from kernel.table import Item


class Assistance(Help, Item):
    """`ASSISTANCE#<id>` / `NOW`: money in fen, or things in words; never both. In the index `year` by the promise.

    `donor_id`: the member who promises; none, and the organisation does. `promised_by`: the account that said so.
    `carrier_id`: the member who brought it.
    `drawn_by` are the accounts that saw the slip's code.
    """

    class Meta:
        table_name = TABLE

    GIVEN, RECEIVED = "ASSISTANCE", "ASSISTED"

    fen = NumberAttribute(null=True)
    things = UnicodeAttribute(null=True)
    purpose = UnicodeAttribute()
    donor_id = UnicodeAttribute(null=True)
    promised_by = UnicodeAttribute(null=True)
    carrier_id = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    delivered_by = UnicodeAttribute(null=True)
    delivered_at = UnicodeAttribute(null=True)
    confirmed_at = UnicodeAttribute(null=True)
    drawn_by: ListAttribute[str] = ListAttribute(default=list)

    @property
    def id(self) -> str:
        return self.pk.removeprefix("ASSISTANCE#")

    @staticmethod
    def partition(assistance_id: str) -> str:
        return f"ASSISTANCE#{assistance_id}"
