"""Where help is listed: in the index `year` of the table, under who gives it and under who is helped."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from functions.activities.tables import TABLE
from kernel.table import Row


class OfYear(GlobalSecondaryIndex["Listed"]):
    class Meta:
        index_name = "year"
        projection = KeysOnlyProjection()

    branch_year = UnicodeAttribute(hash_key=True)
    starts_at = UnicodeAttribute(range_key=True)


class Listed(Row):
    """What the index knows of any row; `<help>#<id>` / `HELPED` lists one under who is helped."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="HELPED")
    branch_year = UnicodeAttribute()
    starts_at = UnicodeAttribute()
    year = OfYear()
