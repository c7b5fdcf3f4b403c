"""What leaves the house: for whom a day's digest has something."""

from datetime import date

from pynamodb.attributes import UnicodeAttribute

from functions.notices.tables import shard_of
from kernel.settings import table_name
from kernel.table import Row


class Outgoing(Row):
    """`OUT#<day>#<county>#<shard>` / `<box>`: this box has something for the day's digest. Shards go by box."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def partition(day: date, county_id: str, shard: int) -> str:
        return f"OUT#{day}#{county_id}#{shard}"

    @classmethod
    def of(cls, day: date, county_id: str, box: str) -> "Outgoing":
        return cls(cls.partition(day, county_id, shard_of(box)), box)
