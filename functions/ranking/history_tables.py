"""What closed seasons came to, for charts: one item for each organisation and season, a branch's with its members."""

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Row


class HistoryRow(Row):
    """`HISTORY#<organisation>` / `<season>`. `rank` among the `siblings` by points per member; none without members.

    Of a branch: `ids` of its members (16 bytes each) and `numbers`, for each member the points and the rank at each of
    `levels` (`[organisation, level, members]`, the branch first), as int32.
    """

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    as_of = UnicodeAttribute()
    members = NumberAttribute()
    total = NumberAttribute()
    rank = NumberAttribute(null=True)
    siblings = NumberAttribute()
    ids = BinaryAttribute(legacy_encoding=False, null=True)
    numbers = BinaryAttribute(legacy_encoding=False, null=True)
    levels = JSONAttribute(null=True)

    @staticmethod
    def key_of(organisation_id: str, season: str = "") -> tuple[str, str]:
        return f"HISTORY#{organisation_id}", season
