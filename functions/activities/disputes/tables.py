"""The rows of disputed attendance."""

from collections.abc import Iterable
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from functions.activities.tables import TABLE, Activity, Part
from kernel.table import Row


class Dispute(Part):
    """`ACTIVITY#<id>` / `DISPUTE#<member>`: what a member says of their line, and what was ruled.

    `recorded` is the state that was disputed (none: there was no line). `ruled_by` is the account that ruled last, and
    does not rule again. Words are blanked when the member is erased.
    """

    class Meta:
        table_name = TABLE

    PREFIX = "DISPUTE#"

    branch_id = UnicodeAttribute()
    claim = UnicodeAttribute()
    recorded = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    raised_by = UnicodeAttribute()
    raised_at = UnicodeAttribute()
    answer_by = UnicodeAttribute()
    outcome = UnicodeAttribute()
    ruled_at = UnicodeAttribute(null=True)
    ruled_by = UnicodeAttribute(null=True)
    ruled_by_stage = UnicodeAttribute(null=True)
    answer = UnicodeAttribute(null=True)

    @property
    def activity_id(self) -> str:
        return self.pk.removeprefix("ACTIVITY#")

    @property
    def member_id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @classmethod
    def key_of(cls, activity_id: str, member_id: str) -> tuple[str, str]:
        return Activity.partition(activity_id), f"{cls.PREFIX}{member_id}"


class Listed(Row):
    """`DISPUTES#<branch>` / `OPEN#<day>#<activity>#<member>` by the day of the answer, `RULED#…` once it is given."""

    class Meta:
        table_name = TABLE

    OPEN, RULED = "OPEN", "RULED"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @property
    def dispute(self) -> tuple[str, str]:
        """The key of the dispute itself."""
        _, _, activity_id, member_id = self.sk.split("#")
        return Dispute.key_of(activity_id, member_id)

    @staticmethod
    def partition(branch_id: str) -> str:
        return f"DISPUTES#{branch_id}"

    @classmethod
    def to(cls, state: str, dispute: Dispute) -> "Listed":
        place = f"{state}#{dispute.answer_by}#{dispute.activity_id}#{dispute.member_id}"
        return cls(cls.partition(dispute.branch_id), place)


def disputes_of(rows: dict[str, Any]) -> dict[str, Dispute]:
    """Member → dispute, among the raw rows of an activity's partition by their sort keys."""
    found: Iterable[Dispute] = (Dispute.from_raw_data(row) for sk, row in rows.items() if sk.startswith(Dispute.PREFIX))
    return {one.member_id: one for one in found}
