"""The Party groups of a branch and who belongs to them."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from functions.activities.roll.tables import Roll
from functions.activities.tables import TABLE
from kernel.table import Item


class Groups(Item):
    """`BRANCH#<id>` / `GROUPS`: group's organisation id → the ids of its members."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="GROUPS")
    members: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key_of(branch_id: str) -> tuple[str, str]:
        return Roll.partition(branch_id), "GROUPS"
