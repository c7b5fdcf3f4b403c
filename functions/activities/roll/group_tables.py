"""The Party groups of a branch and who belongs to them."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from functions.activities.roll.tables import Roll
from functions.activities.tables import TABLE
from kernel.table import Item


class Groups(Item):
    """`BRANCH#<id>` / `GROUPS`: group's organisation id → the ids of its members.

    `turns`: the days from which it was told that the branch owes meetings of groups, or owes them no more.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="GROUPS")
    members: JSONAttribute = JSONAttribute(default=dict)
    turns = JSONAttribute(default=list)

    @staticmethod
    def key_of(branch_id: str) -> tuple[str, str]:
        return Roll.partition(branch_id), "GROUPS"

    @property
    def branch_id(self) -> str:
        return self.pk.removeprefix("BRANCH#")
