"""The rows of ballots: what is put to the vote, and what was counted. Votes themselves are in `box_tables`."""

from collections.abc import Iterable
from typing import Any

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.activities.activity_types import Decision
from functions.activities.ballots.rules import Question
from functions.activities.tables import TABLE, Activity, Part
from kernel import ids
from kernel.table import Row


class Ballot(Part):
    """`BALLOT#<id>` of an activity: the question, its electorate frozen at the opening (16 bytes each), its state, and
    once it is counted the outcome. It is written by who opens, closes and counts; to vote changes nothing here.
    """

    class Meta:
        table_name = TABLE

    PREFIX = "BALLOT#"

    branch_id = UnicodeAttribute()
    question = UnicodeAttribute()
    decision = UnicodeAttribute()
    electorate = BinaryAttribute(legacy_encoding=False)
    candidates = JSONAttribute(default=list)
    seats = NumberAttribute(default=0)
    write_ins = BooleanAttribute(default=False)
    run_off_of = UnicodeAttribute(null=True)
    appraises = BooleanAttribute(default=False)
    state = UnicodeAttribute()
    opened_at = UnicodeAttribute()
    closed_at = UnicodeAttribute(null=True)
    present = NumberAttribute(null=True)
    tally = JSONAttribute(null=True)
    election = JSONAttribute(null=True)
    appraisal = JSONAttribute(null=True)
    digest = UnicodeAttribute(null=True)

    @property
    def id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @property
    def activity_id(self) -> str:
        return self.pk.removeprefix("ACTIVITY#")

    @property
    def electors(self) -> list[str]:
        packed = self.electorate
        return [ids.from_bytes(packed[at : at + 16]) for at in range(0, len(packed), 16)]

    @property
    def asked(self) -> Question:
        return Question(
            Decision(self.decision),
            frozenset(self.electors),
            tuple(self.candidates),
            int(self.seats),
            bool(self.write_ins),
            self.run_off_of is not None,
            bool(self.appraises),
        )

    def freeze(self, electors: Iterable[str]) -> None:
        self.electorate = b"".join(ids.to_bytes(member) for member in sorted(electors))

    @classmethod
    def key_of(cls, activity_id: str, ballot_id: str) -> tuple[str, str]:
        return Activity.partition(activity_id), f"{cls.PREFIX}{ballot_id}"


class Published(Row):
    """`BALLOT#<id>` / `VOTES`: every vote as it was cast, by its code, for anybody entitled to count again."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="VOTES")
    votes = JSONAttribute()

    @staticmethod
    def key_of(ballot_id: str) -> tuple[str, str]:
        return f"BALLOT#{ballot_id}", "VOTES"


def ballots_of(rows: dict[str, Any]) -> dict[str, Ballot]:
    """The ballots among the raw rows of an activity's partition by their sort keys, by their ids, the first first."""
    found = (Ballot.from_raw_data(row) for sk, row in sorted(rows.items()) if sk.startswith(Ballot.PREFIX))
    return {one.id: one for one in found}
