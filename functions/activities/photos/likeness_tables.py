"""The index of the photos that were shown, in the table of activities: a row for each value of a mark."""

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute

from functions.activities.tables import TABLE
from kernel.table import Item, Row


class Likeness(Item):
    """`LIKE#<value, 6 hex digits>` / `MARKS`: the latest hundred marks of this value, 19 bytes each.

    So a row is never larger than 2 KB, whatever every second photo shows.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MARKS")
    marks = BinaryAttribute(legacy_encoding=False)

    @property
    def value(self) -> int:
        return int(self.pk.removeprefix("LIKE#"), 16)

    @staticmethod
    def place(value: int) -> tuple[str, str]:
        return f"LIKE#{value:06x}", "MARKS"


class Shown(Row):
    """`SHOWN#<photo>` / `NOW`: of which activity and branch an accepted photo is; without it no likeness counts."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    activity_id = UnicodeAttribute()
    branch_id = UnicodeAttribute()

    @property
    def photo_id(self) -> str:
        return self.pk.removeprefix("SHOWN#")

    @staticmethod
    def place(photo_id: str) -> tuple[str, str]:
        return f"SHOWN#{photo_id}", "NOW"
