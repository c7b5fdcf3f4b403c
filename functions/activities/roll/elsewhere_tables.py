"""Members who take part beside their home: where they may, and where they did."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from functions.activities.tables import TABLE, Activity
from kernel.clock import business_day, instant
from kernel.table import Item, Row


class Elsewhere(Item):
    """`MEMBER#<id>` / `ELSEWHERE`: where a member takes part beside home, from the events of `members`.

    `places`: organisation → [whether they do, instant and number of the fact]. `host`: the same of the branch that
    receives a floating member: [organisation or none, instant, number]. An erased member is `gone`: nothing that comes
    late is kept.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ELSEWHERE")
    home_id = UnicodeAttribute(null=True)
    places = JSONAttribute(default=dict)
    host = JSONAttribute(default=list)
    gone = BooleanAttribute(null=True)

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("MEMBER#")

    def takes_part_in(self, organisation_id: str) -> bool:
        fact: list[Any] | None = self.places.get(organisation_id)
        return bool(fact and fact[0]) or bool(self.host and self.host[0] == organisation_id)

    @staticmethod
    def partition(member_id: str) -> str:
        return f"MEMBER#{member_id}"

    @classmethod
    def load(cls, member_id: str) -> "Elsewhere":
        return cls.find(cls.partition(member_id), "ELSEWHERE") or cls(cls.partition(member_id))


class Visit(Row):
    """`VISITS#<home branch>#<month>` / `<start>#<activity>#<member>`: a member takes part where they are.

    It points to the member's row there, which says how it went; it is the same whoever writes it.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    host_id = UnicodeAttribute()
    type = UnicodeAttribute()

    @property
    def starts_at(self) -> str:
        return self.sk.split("#")[0]

    @property
    def activity_id(self) -> str:
        return self.sk.split("#")[1]

    @property
    def member_id(self) -> str:
        return self.sk.split("#")[2]

    @staticmethod
    def partition(home_id: str, month: str) -> str:
        return f"VISITS#{home_id}#{month}"

    @classmethod
    def to(cls, activity: Activity, member_id: str, home_id: str) -> "Visit":
        month = f"{business_day(instant(activity.starts_at)):%Y-%m}"
        place = cls.place(activity.starts_at, activity.id, member_id)
        return cls(cls.partition(home_id, month), place, host_id=activity.branch_id, type=activity.type)

    @staticmethod
    def place(starts_at: str, activity_id: str, member_id: str) -> str:
        return f"{starts_at}#{activity_id}#{member_id}"
