"""The rows of tasks: what a meeting decided, who sees to it, until when, and what shows that it was done."""

from typing import Any

from pynamodb.attributes import UnicodeAttribute

from functions.activities.tables import TABLE
from kernel.table import Item


class Task(Item):
    """`TASKS#<branch>` / `OPEN#<due>#<activity>#<number>`, and `DONE#…` once it is closed; the number is its
    resolution's, from 1. A branch's open tasks stand in the order of their days.
    """

    class Meta:
        table_name = TABLE

    OPEN, DONE = "OPEN", "DONE"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    text = UnicodeAttribute()
    owner_id = UnicodeAttribute()
    done_at = UnicodeAttribute(null=True)
    evidence = UnicodeAttribute(null=True)
    photo_id = UnicodeAttribute(null=True)
    photo_of = UnicodeAttribute(null=True)

    @staticmethod
    def partition(branch_id: str) -> str:
        return f"TASKS#{branch_id}"

    @classmethod
    def place(cls, state: str, due_on: str, activity_id: str, number: int) -> str:
        return f"{state}#{due_on}#{activity_id}#{number:02d}"

    @property
    def parts(self) -> tuple[str, str, str, int]:
        """State, day, activity, number."""
        state, due_on, activity_id, number = self.sk.split("#")
        return state, due_on, activity_id, int(number)

    @classmethod
    def raw_keys(cls, branch_id: str, due_on: str, activity_id: str, number: int) -> list[dict[str, Any]]:
        """Where it may be: open, or done."""
        pk = cls.partition(branch_id)
        return [cls(pk, cls.place(state, due_on, activity_id, number)).key() for state in (cls.OPEN, cls.DONE)]
