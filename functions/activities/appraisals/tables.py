"""The rows of an appraisal: its course and grades; and, apart, what members wrote of themselves and each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.attributes import BinaryAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from functions.activities import rules
from functions.activities.appraisals.rules import OWN_KIND, Grade, State
from functions.activities.roll.tables import Roll
from functions.activities.tables import TABLE
from functions.activities.year_plan.rules import Held
from kernel import ids
from kernel.table import Item, Row


class Appraisal(Item):
    """`BRANCH#<id>` / `APPRAISAL#<2026>`: who is appraised (16 bytes each, as of the opening), grades by member.

    `stage_id`: the committee whose turn it is; `submitted_by` the account that proposed the grades, `submitters` all
    that ever did.
    """

    class Meta:
        table_name = TABLE

    PREFIX = "APPRAISAL#"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    activity_id = UnicodeAttribute()
    members = BinaryAttribute(legacy_encoding=False)
    state = UnicodeAttribute()
    ballot_id = UnicodeAttribute(null=True)
    grades = JSONAttribute(null=True)
    stage_id = UnicodeAttribute(null=True)
    submitted_by = UnicodeAttribute(null=True)
    submitters: ListAttribute[str] = ListAttribute(null=True)
    proposed_at = UnicodeAttribute(null=True)
    handed_in_at = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)

    @property
    def branch_id(self) -> str:
        return self.pk.removeprefix("BRANCH#")

    @property
    def year(self) -> int:
        return int(self.sk.removeprefix(self.PREFIX))

    @property
    def appraised(self) -> list[str]:
        packed = self.members
        return [ids.from_bytes(packed[at : at + 16]) for at in range(0, len(packed), 16)]

    @property
    def graded(self) -> dict[str, Grade]:
        return {member: Grade(grade) for member, grade in (self.grades or {}).items()}

    def among(self, held: Sequence[Held]) -> list[Held]:
        """What the branch held in a year, with the appraisal as the year counts it (`domain.md` 4.1, 4.6): beside the
        meeting that it joined, done once its grades are approved, whatever is said of the record. What was called off
        or withdrawn is no appraisal."""
        meeting = next((one for one in held if one.id == self.activity_id and one.state not in rules.NOT_HELD), None)
        if meeting is None:
            return list(held)
        joined = meeting.type != OWN_KIND
        before = rules.State.PLANNED if joined else meeting.state
        state = rules.State.APPROVED if self.state == State.APPROVED else before
        return [*(one for one in held if joined or one is not meeting), replace(meeting, type=OWN_KIND, state=state)]

    @classmethod
    def key_of(cls, branch_id: str, year: int) -> tuple[str, str]:
        return Roll.partition(branch_id), f"{cls.PREFIX}{year}"


class Waiting(Row):
    """`APPRAISALS#<committee>` / `<since>#<branch>#<year>`: grades that wait for its approval, the longest first."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @property
    def parts(self) -> list[str]:
        """Since when, of which branch, of which year."""
        return self.sk.split("#")

    @staticmethod
    def partition(committee_id: str) -> str:
        return f"APPRAISALS#{committee_id}"

    @classmethod
    def of(cls, appraisal: Appraisal) -> "Waiting":
        """While grades are proposed."""
        since = "#".join([str(appraisal.proposed_at), appraisal.branch_id, str(appraisal.year)])
        return cls(cls.partition(str(appraisal.stage_id)), since)


class Words(Item):
    """`APPRAISAL#<branch>#<year>` / `SELF#<member>` or `PEER#<of whom>#<by whom>`; blanked when either is erased."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    text = UnicodeAttribute(null=True)
    at = UnicodeAttribute()

    @property
    def of(self) -> str:
        return self.sk.split("#")[1]

    @property
    def by(self) -> str:
        return self.sk.split("#")[-1]

    @staticmethod
    def key_of(branch_id: str, year: int, of: str, by: str) -> tuple[str, str]:
        return f"APPRAISAL#{branch_id}#{year}", f"SELF#{by}" if of == by else f"PEER#{of}#{by}"

    @classmethod
    def about(cls, branch_id: str, year: int, member_id: str) -> Iterator["Words"]:
        """What others wrote of a member, and what a member wrote of themselves, stands under two keys."""
        partition, own = cls.key_of(branch_id, year, member_id, member_id)
        _, first = cls.key_of(branch_id, year, member_id, "")
        yield from cls.query(partition, cls.sk.startswith(first), consistent_read=True)
        found = cls.find(partition, own)
        if found:
            yield found

    @classmethod
    def with_part_of(cls, place: str, member_id: str) -> Iterator["Words"]:
        """Those of `<branch>#<year>` that a member wrote, or that are of them."""
        rows: Any = cls.query(f"APPRAISAL#{place}", consistent_read=True)
        yield from (row for row in rows if member_id in (row.of, row.by))
