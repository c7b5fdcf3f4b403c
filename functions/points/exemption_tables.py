"""Who of a branch is exempt from the counting, for how long, and what was said to it."""

from collections.abc import Collection
from datetime import date

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from functions.points.rules import Standing
from kernel.settings import table_name
from kernel.submissions import Submission
from kernel.table import Item

Entry = list[str]  # member, ground, first day, last day ("9999-12-31": until it is ended)
FOR_GOOD = date.max


class ExemptedItem(Item):
    """`EXEMPTED#<branch>` / `MEMBERS`: exemption → `Entry`: what counting asks for, without words."""

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    entries = JSONAttribute(default=dict)

    @staticmethod
    def key_of(branch_id: str) -> tuple[str, str]:
        return f"EXEMPTED#{branch_id}", "MEMBERS"

    def on(self, day: date, standings: Collection[Standing]) -> frozenset[str]:
        """The members who are exempt on a day, on one of these grounds."""
        return frozenset(
            member
            for member, ground, first, last in self.entries.values()
            if ground in standings and first <= day.isoformat() <= last
        )

    def overlaps(self, member_id: str, first: date, last: date) -> bool:
        """Whether the member is exempt on any of these days."""
        return any(
            member == member_id and begun <= last.isoformat() and first.isoformat() <= ended
            for member, _, begun, ended in self.entries.values()
        )

    def put(self, exemption_id: str, entry: Entry) -> None:
        self.entries = {**self.entries, exemption_id: entry}

    def forget(self, member_id: str) -> None:
        self.entries = {own: entry for own, entry in self.entries.items() if entry[0] != member_id}


class ExemptionItem(Submission):
    """`EXEMPTIONS#<branch>` / `<exemption>`: one person records it, for all who read there to see. Of an erased member
    ground and reason are blank and the state is CLOSED."""

    class Meta:
        table_name = table_name("points")

    RECORDED = "RECORDED"
    PREFIX, WAITING, WORDS = "EXEMPTIONS#", RECORDED, ("ground", "reason")

    state = UnicodeAttribute(default=RECORDED)
    member_id = UnicodeAttribute()
    ground = UnicodeAttribute(null=True)
    first_day = UnicodeAttribute()
    last_day = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    recorded_by = UnicodeAttribute()
    recorded_at = UnicodeAttribute()

    @property
    def entry(self) -> Entry:
        return [self.member_id, str(self.ground), self.first_day, self.last_day or FOR_GOOD.isoformat()]
