"""What `points` stores: the ledger, the rule sets, the places of members, and the cap counters beside the boards."""

from datetime import date

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from functions.points import caps
from functions.points.caps import Counters
from kernel.scoreboard import Board, Scoreboard
from kernel.settings import table_name
from kernel.table import Item, Row


class LedgerRow(Row):
    """`LEDGER#<account>` / `<season>#<instant>#<source event>`: put once. `balance` is the account's after it."""

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    season = UnicodeAttribute(null=True)  # null on the account's place, which shares the partition
    posted_at = UnicodeAttribute(null=True)
    branch_id = UnicodeAttribute()
    rule_set_id = UnicodeAttribute(null=True)
    rule_id = UnicodeAttribute(null=True)
    zh = UnicodeAttribute(null=True)
    en = UnicodeAttribute(null=True)
    value = NumberAttribute(null=True)
    full_value = NumberAttribute(null=True)
    balance = NumberAttribute(null=True)
    activity_id = UnicodeAttribute(null=True)
    held_on = UnicodeAttribute(null=True)
    month = UnicodeAttribute(null=True)

    @staticmethod
    def partition(account: str) -> str:
        return f"LEDGER#{account}"

    @staticmethod
    def place(season: str, instant: str, event_id: str) -> str:
        return f"{season}#{instant}#{event_id}"

    @property
    def is_line(self) -> bool:
        return self.sk != Place.SORT


class Place(Item):
    """`LEDGER#<member>` / `MEMBER`: the branch whose board the member is on. Sorts after every line."""

    class Meta:
        table_name = table_name("points")

    SORT = "MEMBER"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=SORT)
    branch_id = UnicodeAttribute()


class RuleSetsItem(Item):
    """`RULES#<organisation>` / `SETS`: which sets one committee has published, as JSON; their rules lie beside it."""

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="SETS")
    sets = UnicodeAttribute()

    @staticmethod
    def key_of(organisation_id: str) -> tuple[str, str]:
        return f"RULES#{organisation_id}", "SETS"


class RulesItem(Item):
    """`RULES#<organisation>` / `SET#<day>`: one set of a committee, as JSON. Sixty rules are at most some 60 KB."""

    class Meta:
        table_name = table_name("points")

    PREFIX = "SET#"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    content = UnicodeAttribute()

    @classmethod
    def key_of(cls, organisation_id: str, day: date) -> tuple[str, str]:
        return f"RULES#{organisation_id}", f"{cls.PREFIX}{day.isoformat()}"


class CountyRow(Row):
    """`COUNTIES` / `<county>`: a county that has members."""

    class Meta:
        table_name = table_name("points")

    ALL = "COUNTIES"

    pk = UnicodeAttribute(hash_key=True, default=ALL)
    sk = UnicodeAttribute(range_key=True)


class EnrolledMark(Row):
    """`ENROLLED#<event>` / `MARK`: the members of this event are on their board. Never expires."""

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MARK")

    @staticmethod
    def partition(event_id: str) -> str:
        return f"ENROLLED#{event_id}"


class CapItem(Item):
    """`S#<season>#<county>` / `C#<branch>#<month or year>`: counters, out of the way of who reads the boards."""

    class Meta:
        table_name = table_name("scoreboard")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    packed = BinaryAttribute(legacy_encoding=False, null=True)

    @staticmethod
    def place(branch_id: str, period: str) -> str:
        return f"C#{branch_id}#{period}"


def board(season: str, county_id: str, branch_id: str, path: str) -> Scoreboard:
    """The stored board of a branch, or an empty one, at its present path."""
    key = Scoreboard.partition(season, county_id), Scoreboard.place(branch_id)
    item = Scoreboard.find(*key) or Scoreboard(*key, points=Board().points)
    item.path = path
    return item


def cap_items(season: str, county_id: str, branch_id: str, held_on: date) -> tuple[CapItem, CapItem]:
    """The counters of the month and of the year of an activity."""
    _, month, year = caps.periods(held_on)
    partition = Scoreboard.partition(season, county_id)
    of_month, of_year = (CapItem.place(branch_id, period) for period in (month, year))
    found = {item.sk: item for item in CapItem.find_all([(partition, of_month), (partition, of_year)], consistent=True)}
    return found.get(of_month) or CapItem(partition, of_month), found.get(of_year) or CapItem(partition, of_year)


def counters(items: tuple[CapItem, CapItem]) -> Counters:
    return {name: counts for item in items for name, counts in caps.unpack(item.packed or b"").items()}


def hold(items: tuple[CapItem, CapItem], counted: Counters) -> None:
    """Put counters back into the item of their month or year."""
    of_month, of_year = items
    of_month.packed = caps.pack({n: c for n, c in counted.items() if not caps.of_year(n)}) or None
    of_year.packed = caps.pack({n: c for n, c in counted.items() if caps.of_year(n)}) or None
