"""What `points` stores: the ledger, the places of members, and the cap counters beside the boards."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.points import caps
from functions.points.caps import Counters
from kernel import membership
from kernel.scoreboard import Board, Scoreboard
from kernel.settings import table_name
from kernel.table import Item, Row


class LedgerRow(Row):
    """`LEDGER#<account>` / `<season>#<instant>#<source event>`: put once. `balance` is the account's after it,
    `reverses` the sort key of the line that it takes back."""

    class Meta:
        table_name = table_name("points")

    A_LINE = re.compile(r"\d{4}#")

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
    award_id = UnicodeAttribute(null=True)
    held_on = UnicodeAttribute(null=True)
    month = UnicodeAttribute(null=True)
    reverses = UnicodeAttribute(null=True)

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
    """`LEDGER#<member>` / `MEMBER`: where the member is, and where the account stands. Sorts after every line.

    `homes` counts arrivals and departures of each branch (`kernel.membership`); the one with one more is home.
    `boards` says of each season on which board the account stands: [county, branch, whether it is ranked there].
    """

    class Meta:
        table_name = table_name("points")

    SORT = "MEMBER"
    SEASONS_KEPT = 2

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=SORT)
    branch_id = UnicodeAttribute()
    homes = JSONAttribute(default=dict)
    boards = JSONAttribute(default=dict)

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("LEDGER#")

    def tally(self, branch_id: str, change: int) -> None:
        """The member came to a branch (1) or went from it (-1). Home stays where it is while anything speaks for it."""
        total = self.homes.pop(branch_id, 0) + change
        if total:
            self.homes[branch_id] = total
        homes = sorted(branch for branch, count in self.homes.items() if count > 0)
        if homes and self.branch_id not in homes:
            self.branch_id = homes[0]

    def forget(self) -> None:
        """The member has no home any more, whatever is told late."""
        self.homes = dict.fromkeys([*self.homes, self.branch_id], membership.GONE)

    @property
    def home(self) -> str | None:
        erased = any(membership.is_gone(self.homes, branch_id) for branch_id in self.homes)
        return self.branch_id if self.homes.get(self.branch_id, 0) > 0 and not erased else None

    @property
    def awaited(self) -> bool:
        """Whether points may come before the member: nothing was heard of a departure that would close the account."""
        return not self.homes or self.home is not None

    def stands(self, season: str) -> tuple[str, str, bool] | None:
        """County, branch and whether it is ranked: in the season, or as the last one before it was left."""
        known = [told for told in sorted(self.boards) if told <= season]
        if not known:
            return None
        county_id, branch_id, ranked = self.boards[known[-1]]
        return county_id, branch_id, ranked

    def stand(self, season: str, county_id: str, branch_id: str, *, ranked: bool) -> None:
        boards = self.boards | {season: [county_id, branch_id, ranked]}
        self.boards = {told: boards[told] for told in sorted(boards)[-self.SEASONS_KEPT :]}


class Strays(Row):
    """`STRAYS#<event>` / `MEMBERS`: members of an event who were on another board by then, each posted by itself."""

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MEMBERS")
    members = JSONAttribute()

    @staticmethod
    def partition(event_id: str | None) -> str:
        return f"STRAYS#{event_id}"


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

    @property
    def period(self) -> str:
        return self.sk.rpartition("#")[2]

    @classmethod
    def of(cls, season: str, county_id: str, branch_id: str) -> "dict[str, CapItem]":
        """All counters of a branch in a season, by period: its year and at most twelve months."""
        rows = cls.query(
            Scoreboard.partition(season, county_id), cls.sk.startswith(cls.place(branch_id, "")), consistent_read=True
        )
        return {item.period: item for item in rows}


class PartSum(Row):
    """`S#<season>#<county>` / `PART#<parts>#<part>`: what one part of a large county adds up to, as of an instant."""

    class Meta:
        table_name = table_name("scoreboard")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    as_of = UnicodeAttribute()
    total = NumberAttribute()

    @staticmethod
    def place(parts: int, part: int | None = None) -> str:
        return f"PART#{parts:03d}#" + ("" if part is None else f"{part:03d}")


def board(season: str, county_id: str, branch_id: str, path: str) -> Scoreboard:
    """The stored board of a branch, or an empty one at this path."""
    key = Scoreboard.partition(season, county_id), Scoreboard.place(branch_id)
    return Scoreboard.find(*key) or Scoreboard(*key, points=Board().points, path=path)


def boards(season: str, county_id: str, branches: Mapping[str, str]) -> dict[str, Scoreboard]:
    """The same of at most a hundred branches (id → path), in one call."""
    keys = {branch: (Scoreboard.partition(season, county_id), Scoreboard.place(branch)) for branch in branches}
    stored = {item.sk: item for item in Scoreboard.find_all(list(keys.values()), consistent=True)}
    return {
        branch: stored.get(key[1]) or Scoreboard(*key, points=Board().points, path=branches[branch])
        for branch, key in keys.items()
    }


def cap_items(season: str, county_id: str, branch_id: str, held_on: date) -> tuple[CapItem, CapItem]:
    """The counters of the month and of the year of an activity."""
    _, month, year = caps.periods(held_on)
    partition = Scoreboard.partition(season, county_id)
    of_month, of_year = (CapItem.place(branch_id, period) for period in (month, year))
    found = {item.sk: item for item in CapItem.find_all([(partition, of_month), (partition, of_year)], consistent=True)}
    return found.get(of_month) or CapItem(partition, of_month), found.get(of_year) or CapItem(partition, of_year)


def counters(items: Iterable[CapItem]) -> Counters:
    return {name: counts for item in items for name, counts in caps.unpack(item.packed or b"").items()}


def hold(items: tuple[CapItem, CapItem], counted: Counters) -> None:
    """Put counters back into the item of their month or year."""
    of_month, of_year = items
    of_month.packed = caps.pack({n: c for n, c in counted.items() if not caps.of_year(n)}) or None
    of_year.packed = caps.pack({n: c for n, c in counted.items() if caps.of_year(n)}) or None
