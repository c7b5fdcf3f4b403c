"""The rows of a branch's roll: who belongs to it, and which events are in it."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from functions.activities.tables import TABLE
from kernel.table import Item, Row


class Roll(Item):
    """`BRANCH#<id>` / `ROLL`: member id → [category, floating, instant and number of the fact], from `members`' events.

    `odd` counts departures that overtook their arrivals, `early` holds facts of members who have not come yet.
    `committee`: whether it was told last that the branch owes meetings of a committee.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ROLL")
    people = JSONAttribute(default=dict)
    odd = JSONAttribute(default=dict)
    early = JSONAttribute(default=dict)
    committee = BooleanAttribute(null=True)

    @property
    def members(self) -> dict[str, list[Any]]:
        """Who belongs to the branch now: member id → [category, floating]."""
        return {member: fact[:2] for member, fact in self.people.items()}

    @property
    def branch_id(self) -> str:
        return self.pk.removeprefix("BRANCH#")

    @staticmethod
    def partition(branch_id: str) -> str:
        return f"BRANCH#{branch_id}"

    @classmethod
    def load(cls, branch_id: str) -> "Roll":
        return cls.find(cls.partition(branch_id), "ROLL") or cls(cls.partition(branch_id))


class Done(Row):
    """`DONE#<event>` / `ROLL`: this event is in the roll."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ROLL")

    @staticmethod
    def partition(event_id: str | None) -> str:
        return f"DONE#{event_id}"
