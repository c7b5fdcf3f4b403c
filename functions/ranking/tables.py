"""What `ranking` stores: published items per organisation, runs, what changed, and its copies of others' facts."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError, PutError

from kernel import aws
from kernel.clock import stamp
from kernel.errors import Busy
from kernel.policies import PolicyCopy
from kernel.settings import table_name
from kernel.table import Item, Row


class RankRow(Row):
    """`RANK#<season>#<organisation>` / `<instant>`: what a run says of one organisation as of an instant.

    `above`: of a county, what it stood below; `bands`: the thresholds of its lists, where they are not our default;
    `ruled`: the lists that members are on by a ruling.
    What would make an item more than one unit to read is in a `ListsRow`.
    """

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    level = UnicodeAttribute(null=True)
    members = NumberAttribute()
    total = NumberAttribute()
    above = UnicodeAttribute(null=True)
    bands = UnicodeAttribute(null=True)
    ruled = JSONAttribute(null=True)
    histogram = BinaryAttribute(legacy_encoding=False)
    top = BinaryAttribute(legacy_encoding=False, null=True)
    board = BinaryAttribute(legacy_encoding=False, null=True)
    expires_at = TTLAttribute(null=True)

    @staticmethod
    def key_of(season: str, organisation_id: str, as_of: str) -> tuple[str, str]:
        return f"RANK#{season}#{organisation_id}", as_of


class ListsRow(Row):
    """`RANK#<season>#<organisation>` / `<instant>#LISTS`: the best and those below, of a large organisation."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    top = BinaryAttribute(legacy_encoding=False, null=True)
    board = BinaryAttribute(legacy_encoding=False, null=True)
    expires_at = TTLAttribute(null=True)

    @staticmethod
    def key_of(season: str, organisation_id: str, as_of: str) -> tuple[str, str]:
        return f"RANK#{season}#{organisation_id}", f"{as_of}#LISTS"


class Current(Item):
    """`CURRENT#<season>#<county>` / `NOW`: the instant of the county's latest published run.

    What stands above counties has one pointer, that of the organisation at the top.
    """

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    as_of = UnicodeAttribute()
    run_id = UnicodeAttribute()

    @staticmethod
    def key_of(season: str, county_id: str) -> tuple[str, str]:
        return f"CURRENT#{season}#{county_id}", "NOW"


class Closed(Row):
    """`CLOSED#<county>` / `<season>`: a season that is closed, of what instant, and the hash of its snapshot."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    as_of = UnicodeAttribute()
    sha256 = UnicodeAttribute()
    members = NumberAttribute()

    @staticmethod
    def key_of(county_id: str, season: str) -> tuple[str, str]:
        return f"CLOSED#{county_id}", season


class Run(Item):
    """`RUN#<run>` / `RUN`: a run, from when it was asked for until it is published."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="RUN")
    county_id = UnicodeAttribute()
    season = UnicodeAttribute()
    as_of = UnicodeAttribute()
    state = UnicodeAttribute()
    organisations = NumberAttribute(null=True)
    members = NumberAttribute(null=True)

    STARTED, DONE = "STARTED", "DONE"

    @staticmethod
    def partition(run_id: str) -> str:
        return f"RUN#{run_id}"


class Dirty(Row):
    """`DIRTY` / `<county>#<season>#<five minutes>`: points moved; `at` is when that was last heard."""

    class Meta:
        table_name = table_name("ranking")

    ALL = "DIRTY"
    SECONDS = 300

    pk = UnicodeAttribute(hash_key=True, default=ALL)
    sk = UnicodeAttribute(range_key=True)
    at = UnicodeAttribute()

    @staticmethod
    def place(county_id: str, season: str, at: datetime) -> str:
        return f"{county_id}#{season}#{int(at.timestamp()) // Dirty.SECONDS}"

    @property
    def county(self) -> tuple[str, str]:
        """The county and the season that have to be ranked anew."""
        county_id, season, _ = self.sk.split("#")
        return county_id, season


class County(Row):
    """`COUNTIES` / `<county>`: a county that has a tree."""

    class Meta:
        table_name = table_name("ranking")

    ALL = "COUNTIES"

    pk = UnicodeAttribute(hash_key=True, default=ALL)
    sk = UnicodeAttribute(range_key=True)


class Above(Row):
    """`ABOVE` / `<organisation>`: a city, a province or what is above them, and where it stands for good."""

    class Meta:
        table_name = table_name("ranking")

    ALL = "ABOVE"

    pk = UnicodeAttribute(hash_key=True, default=ALL)
    sk = UnicodeAttribute(range_key=True)
    path = UnicodeAttribute()
    level = UnicodeAttribute()


class Children(Item):
    """`TREE#<county>` / `<organisation>`: those directly below it as `[id, level, kind]`; a root's parent is `ROOT`.

    Below `CLOSED` are those that are no more. `odd` counts goings that overtook their comings.
    """

    class Meta:
        table_name = table_name("ranking")

    ROOT, CLOSED = "ROOT", "CLOSED"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    children = JSONAttribute()
    odd = JSONAttribute(default=dict)

    @staticmethod
    def partition(county_id: str) -> str:
        return f"TREE#{county_id}"


class PolicySet(PolicyCopy):
    """`POLICY#<organisation>` / `<policy>`: what the organisation set for its subtree."""

    class Meta:
        table_name = table_name("ranking")


class Mark(Row):
    """`MARK#<event>` / `MARK`: this event has been taken over. Never expires."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MARK")

    @staticmethod
    def partition(event_id: str) -> str:
        return f"MARK#{event_id}"


Key = tuple[type[Row], tuple[str, str]]


def read_together(keys: Sequence[Key]) -> list[Row | None]:
    """The items under these keys in any tables, in their order, in one call (eventually consistent)."""
    wanted: dict[str, list[dict[str, dict[str, str]]]] = {}
    for model, (pk, sk) in keys:
        wanted.setdefault(model.Meta.table_name, []).append({"pk": {"S": pk}, "sk": {"S": sk}})
    request = {table: {"Keys": of_table} for table, of_table in wanted.items()}
    answer = aws.client("dynamodb").batch_get_item(RequestItems=request)  # type: ignore[arg-type]  # built as the wire wants it
    if answer.get("UnprocessedKeys"):
        raise Busy
    found = {
        (table, item["pk"]["S"], item["sk"]["S"]): item
        for table, items in answer["Responses"].items()
        for item in items
    }
    return [
        model.from_raw_data(item) if (item := found.get((model.Meta.table_name, pk, sk))) else None
        for model, (pk, sk) in keys
    ]


def mark_dirty(county_id: str, season: str, at: datetime) -> None:
    """Say that points of a county moved. The latest instant stands, whatever the order of arrival."""
    row = Dirty(sk=Dirty.place(county_id, season, at), at=stamp(at))
    with suppress(PutError):
        row.save(Dirty.at.does_not_exist() | (Dirty.at < row.at))


def clean(row: Dirty) -> None:
    """Forget a mark, unless points moved again since it was read."""
    with suppress(DeleteError):
        row.delete(Dirty.at == row.at)
