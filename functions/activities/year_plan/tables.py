"""What a branch means to do in a year."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from functions.activities.roll.tables import Roll
from functions.activities.tables import TABLE
from kernel.table import Item


class YearPlan(Item):
    """`BRANCH#<id>` / `YEAR#<2026>`: a list of [month, type, title], in the order in which it was sent."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    entries: JSONAttribute = JSONAttribute(default=list)

    @staticmethod
    def key_of(branch_id: str, year: int) -> tuple[str, str]:
        return Roll.partition(branch_id), f"YEAR#{year}"
