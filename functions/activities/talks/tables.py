"""The talks of a branch's year."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, ListAttribute, UnicodeAttribute

from functions.activities.roll.tables import Roll
from functions.activities.rules import State
from functions.activities.tables import TABLE
from functions.activities.talks.rules import Pair
from functions.activities.year_plan.rules import Held
from kernel.clock import start_of
from kernel.table import Item


class Talks(Item):
    """`BRANCH#<id>` / `TALKS#<2026>`: who talked with whom, as `<day>#<member>#<member>` → occasion; of the committee
    of the year who belongs to it. No word of what was said."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    held: JSONAttribute = JSONAttribute(default=dict)
    committee: ListAttribute[str] = ListAttribute(default=list)

    @property
    def branch_id(self) -> str:
        return self.pk.removeprefix("BRANCH#")

    @property
    def year(self) -> int:
        return int(self.sk.removeprefix("TALKS#"))

    @staticmethod
    def key_of(branch_id: str, year: int) -> tuple[str, str]:
        return Roll.partition(branch_id), f"TALKS#{year}"

    @staticmethod
    def name_of(held_on: date, members: Sequence[str]) -> str:
        """The same whoever of the two is named first."""
        return "#".join([held_on.isoformat(), *sorted(members)])

    @property
    def pairs(self) -> list[Pair]:
        return [(first, second) for _, first, second, _ in self.listed()]

    def listed(self) -> list[tuple[date, str, str, Any]]:
        """Day, both members, occasion; by day."""
        parts = ((*name.split("#"), occasion) for name, occasion in sorted(self.held.items()))
        return [(date.fromisoformat(day), first, second, occasion) for day, first, second, occasion in parts]

    def as_held(self) -> list[Held]:
        """As the year counts them, beside activities of the type: over from the first minute of their day."""
        starts = ((name, self._begin(name)) for name in self.held)
        return [Held(name, "TALK", start, start, State.PLANNED) for name, start in starts]

    @staticmethod
    def _begin(name: str) -> datetime:
        return start_of(date.fromisoformat(name.split("#")[0]))
