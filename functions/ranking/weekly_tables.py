"""Who wants to be told each week how their ranks changed, and where they stood when the last week ended."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from functions.ranking.weekly_rules import Place, Stock
from kernel.settings import table_name
from kernel.table import Item, Row


class Weekly(Item):
    """`WEEKLY#<member>` / `WANTED`: one for each who asked to be told; `placed_at`: when the latest fact about their
    county happened. `levels`: `[organisation, level, points, rank, members]` as of the week's end, the branch first."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="WANTED")
    county_id = UnicodeAttribute()
    placed_at = UnicodeAttribute()
    season = UnicodeAttribute(null=True)
    as_of = UnicodeAttribute(null=True)
    branch_id = UnicodeAttribute(null=True)
    levels = JSONAttribute(null=True)

    @staticmethod
    def key_of(member_id: str) -> tuple[str, str]:
        return f"WEEKLY#{member_id}", "WANTED"

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("WEEKLY#")

    @property
    def listed(self) -> "WeeklyOf":
        """Its line among those of the county."""
        return WeeklyOf(WeeklyOf.partition(self.county_id), self.member_id)

    @property
    def stock(self) -> Stock | None:
        """Where the member stood when the last week ended; None before there was one."""
        if self.as_of is None:
            return None
        return Stock(str(self.season), self.as_of, str(self.branch_id), tuple(Place(*place) for place in self.levels))

    def hold(self, stock: Stock) -> None:
        self.season, self.as_of, self.branch_id = stock.season, stock.as_of, stock.branch_id
        self.levels = [list(place) for place in stock.levels]


class WeeklyOf(Row):
    """`WANTED#<county>` / `<member>`: these want to be told."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def partition(county_id: str) -> str:
        return f"WANTED#{county_id}"
