"""The rows of a branch's roll: who belongs to it, and which events are in it."""

from typing import Any

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from functions.activities.tables import TABLE
from kernel.table import Item, Row


class Roll(Item):
    """`BRANCH#<id>` / `ROLL`: member id → [category, floating, instant and number of the fact], from `members`' events.

    `odd` counts departures that overtook their arrivals, `early` holds facts of members who have not come yet.
    `turns`: the days from which it was told that the branch owes meetings of a committee, or owes them no more.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ROLL")
    people = JSONAttribute(default=dict)
    odd = JSONAttribute(default=dict)
    early = JSONAttribute(default=dict)
    turns = JSONAttribute(default=list)

    @property
    def members(self) -> dict[str, list[Any]]:
        """Who belongs to the branch now: member id → [category, floating]."""
        return {member: fact[:2] for member, fact in self.people.items()}

    @property
    def owes_committee(self) -> bool:
        """Whether it was told last that the branch owes meetings of a committee."""
        return bool(self.turns) and bool(self.turns[-1][1])

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
