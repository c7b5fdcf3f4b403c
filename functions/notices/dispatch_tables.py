"""What a committee sent, to whom it came, and how far it was opened and acted on."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.notices.inbox_tables import Notice
from kernel.clock import business_day, instant
from kernel.errors import DomainError
from kernel.settings import table_name
from kernel.table import Item, Row
from kernel.transaction import Operation, Values, on_key

COUNTY = "COUNTY#"


class Content(Item):
    """`DISPATCH#<id>` / `CONTENT`: what every copy says, stored once. `links` are `{rel, href}`, `demands` counts.

    `audience` is `subtree`, `list` or `segment`; `top_id` the organisation at the top of a subtree.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="CONTENT")
    sender = UnicodeAttribute()
    county_id = UnicodeAttribute()
    audience = UnicodeAttribute()
    top_id = UnicodeAttribute(null=True)
    title = UnicodeAttribute()
    body = UnicodeAttribute()
    title_en = UnicodeAttribute(null=True)
    body_en = UnicodeAttribute(null=True)
    links = JSONAttribute(default=list)
    act_by = UnicodeAttribute(null=True)
    urgent = BooleanAttribute(default=False)
    asks = BooleanAttribute(default=False)
    demands = JSONAttribute(default=dict)
    over_budget = NumberAttribute(default=0)
    reason = UnicodeAttribute(null=True)
    ordered_at = UnicodeAttribute()
    retracted_at = UnicodeAttribute(null=True)
    retraction_reason = UnicodeAttribute(null=True)

    @staticmethod
    def key_of(dispatch_id: str) -> tuple[str, str]:
        return f"DISPATCH#{dispatch_id}", "CONTENT"

    @property
    def id(self) -> str:
        return self.pk.removeprefix("DISPATCH#")

    @property
    def day(self) -> date:
        """The business day on which it was ordered."""
        return business_day(instant(self.ordered_at))

    @classmethod
    def standing(cls, notices: Sequence[Notice]) -> list[Notice]:
        """Of open notices those whose dispatch was not taken back, by a read of the dispatches if there are any; and of
        what reminds of a dispatch those whose copy is open beside them."""
        copies = {(notice.pk, notice.dispatch_id) for notice in notices}
        notices = [one for one in notices if not one.reminds_of or (one.pk, one.reminds_of) in copies]
        ids = {notice.goes_with for notice in notices if notice.goes_with}
        found = cls.find_all([cls.key_of(one) for one in ids], consistent=True) if ids else []
        retracted = {content.id for content in found if content.retracted_at}
        return [notice for notice in notices if notice.goes_with not in retracted]

    def copy_of(self, member_id: str) -> tuple[str, str]:
        """The key of the member's copy: the same at every try."""
        box = Notice.member_box(member_id)
        return box, Notice.id_of(box, self.id, self.day)

    @classmethod
    def with_counties(cls, dispatch_id: str) -> "tuple[Content | None, list[str]]":
        """The content, and the counties that it is sent to, in one read."""
        pk, sk = cls.key_of(dispatch_id)
        rows = list(cls.query(pk, cls.sk.between(sk, f"{COUNTY}~"), consistent_read=True))
        content = rows[0] if rows and rows[0].sk == sk else None
        return content, [row.sk.removeprefix(COUNTY) for row in rows if row.sk.startswith(COUNTY)]


class Reached(Row):
    """`DISPATCH#<id>` / `COUNTY#<county>`: it is sent to members of this county."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def of(cls, dispatch_id: str, county_id: str) -> "Reached":
        return cls(Content.key_of(dispatch_id)[0], COUNTY + county_id)


class Listed(Row):
    """`DISPATCH#<id>` / `LIST`: whom a list names, by branch."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="LIST")
    branches = JSONAttribute()

    @classmethod
    def of(cls, dispatch_id: str, branches: dict[str, list[str]] | None = None) -> "Listed":
        return cls(Content.key_of(dispatch_id)[0], "LIST", branches=branches)


class Asked(Row):
    """`DISPATCH#<id>` / `REMINDED#<day>#<organisation>`: who had not opened it was reminded of it on this day."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def of(cls, dispatch_id: str, day: date, organisation_id: str) -> "Asked":
        return cls(Content.key_of(dispatch_id)[0], f"REMINDED#{day}#{organisation_id}")


class Told(Row):
    """`DISPATCH#<id>#<county>` / `TOLD#<branch>#<chunk>`: the members to whom it came in one act."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    at_path = UnicodeAttribute()
    members = JSONAttribute()

    PREFIX = "TOLD#"

    @staticmethod
    def partition(dispatch_id: str, county_id: str) -> str:
        return f"DISPATCH#{dispatch_id}#{county_id}"

    @classmethod
    def of(
        cls, dispatch_id: str, county_id: str, branch_id: str, chunk: str, path: str, members: Iterable[str]
    ) -> "Told":
        place = f"{cls.PREFIX}{branch_id}#{chunk}"
        return cls(cls.partition(dispatch_id, county_id), place, at_path=path, members=list(members))

    @property
    def branch_id(self) -> str:
        return self.sk.split("#")[1]


class Tally(Row):
    """`DISPATCH#<id>#<county>` / `BRANCH#<branch>`: how many it came to, who opened it, who did what it asks.

    Each number moves only with the row of what it counts. `at_path` is where the branch stood when it was told;
    `weighed`: what is demanded was put on the branch's burden.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    at_path = UnicodeAttribute(default="")
    delivered = NumberAttribute(default=0)
    opened = NumberAttribute(default=0)
    acted = NumberAttribute(default=0)
    weighed = BooleanAttribute(default=False)

    PREFIX = "BRANCH#"

    @classmethod
    def of(cls, dispatch_id: str, county_id: str, branch_id: str) -> "Tally":
        return cls(Told.partition(dispatch_id, county_id), cls.PREFIX + branch_id)

    @property
    def branch_id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    def one_more(self, *what: str) -> Operation:
        """One more was opened, or acted on, or both at once."""
        return self._update("ADD " + ", ".join(f"{name} :n" for name in what), {":n": {"N": "1"}})

    def deliver(self, path: str, members: int) -> Operation:
        return self._update(DELIVER, _delivered(path, members))

    def deliver_and_weigh(self, path: str, members: int, refusal: DomainError) -> Operation:
        """As `deliver`, and its burden is put on the branch; `refusal` if it was before."""
        values = _delivered(path, members) | {":yes": {"BOOL": True}}
        change = DELIVER.replace(" ADD", ", weighed = :yes ADD")
        return on_key("Update", self, "attribute_not_exists(weighed)", values, refusal, change)

    def _update(self, change: str, values: Values) -> Operation:
        body = {"TableName": self.Meta.table_name, "Key": self.key()}
        return Operation("Update", body | {"UpdateExpression": change, "ExpressionAttributeValues": values})


DELIVER = "SET at_path = :path ADD delivered :n"


def _delivered(path: str, members: int) -> dict[str, dict[str, Any]]:
    return {":n": {"N": str(members)}, ":path": {"S": path}}
