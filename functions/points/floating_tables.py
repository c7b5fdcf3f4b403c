"""Who of a branch is away, and when that was said."""

from collections.abc import Mapping

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item, Row


class FloatingItem(Item):
    """`FLOATING#<branch>` / `MEMBERS`: member → [when it was said, whether they are away]. The latest word counts.

    That somebody is not away is kept for as long as an earlier word may still come from a queue.
    """

    class Meta:
        table_name = table_name("points")

    FOR_GOOD = "~"  # after every instant

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    told = JSONAttribute(default=dict)

    @staticmethod
    def key_of(branch_id: str) -> tuple[str, str]:
        return f"FLOATING#{branch_id}", "MEMBERS"

    def hear(self, flags: Mapping[str, bool], at: str, since: str = "") -> None:
        """What was said at an instant; of who is not away nothing is kept from before `since`."""
        later = {member: [at, away] for member, away in flags.items() if self.told.get(member, [""])[0] < at}
        told = sorted({**self.told, **later}.items())
        self.told = {member: [when, away] for member, (when, away) in told if away or when >= since}

    @property
    def away(self) -> frozenset[str]:
        return frozenset(member for member, (_, away) in self.told.items() if away)


class FloatingMark(Row):
    """`FLOATED#<event>` / `MARK`: what this event says of who is away is kept. Never expires."""

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MARK")

    @staticmethod
    def partition(event_id: str) -> str:
        return f"FLOATED#{event_id}"
