"""Rows of the rosters table."""

from datetime import timedelta
from typing import Any

from pynamodb.attributes import (
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from functions.rosters.rules import DAYS_KEPT
from kernel.clock import now
from kernel.rows import Kind, Phase, RowOutcome, RowsMessage
from kernel.settings import table_name
from kernel.table import Item, Row

OUTCOMES = ("create", "update", "same", "conflict", "error")


class Tally(MapAttribute[str, Any]):
    """How many chunks of a phase were answered, and how many rows had each outcome."""

    chunks = NumberAttribute(default=0)
    create = NumberAttribute(default=0)
    update = NumberAttribute(default=0)
    same = NumberAttribute(default=0)
    conflict = NumberAttribute(default=0)
    error = NumberAttribute(default=0)

    def count(self, outcomes: tuple[RowOutcome, ...]) -> None:
        self.chunks = self.chunks + 1
        for one in outcomes:
            setattr(self, one.outcome, getattr(self, one.outcome) + 1)

    def rows(self) -> int:
        return sum(int(getattr(self, name)) for name in OUTCOMES)


def empty_tally() -> Tally:
    return Tally()  # type: ignore[no-untyped-call]  # PynamoDB annotates no constructor


class Roster(Item):
    """`ROSTER#<id>` / `ROSTER`: one upload and how far it has come."""

    class Meta:
        table_name = table_name("rosters")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ROSTER")
    organisation_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    state = UnicodeAttribute()
    filename = UnicodeAttribute(null=True)
    size_bytes = NumberAttribute()
    sha256 = UnicodeAttribute()
    actor = UnicodeAttribute()
    created_at = UnicodeAttribute()
    # Known once the whole file was read:
    chunks = NumberAttribute(null=True)
    parts = NumberAttribute(null=True)
    rows = NumberAttribute(default=0)
    refused = NumberAttribute(default=0)
    unknown_columns: ListAttribute[str] = ListAttribute(default=list)
    problem = UnicodeAttribute(null=True)
    problem_columns: ListAttribute[str] = ListAttribute(default=list)
    # Moved by the answers:
    kept_parts = NumberAttribute(default=0)
    preview = Tally(default=empty_tally)  # type: ignore[no-untyped-call]  # PynamoDB annotates no constructor
    apply = Tally(default=empty_tally)  # type: ignore[no-untyped-call]  # PynamoDB annotates no constructor
    parsing_since = UnicodeAttribute(null=True)
    previewed_at = UnicodeAttribute(null=True)
    applying_since = UnicodeAttribute(null=True)
    applied_at = UnicodeAttribute(null=True)

    @property
    def id(self) -> str:
        return self.pk.removeprefix("ROSTER#")

    @staticmethod
    def partition(roster_id: str) -> str:
        return f"ROSTER#{roster_id}"

    @classmethod
    def of(cls, roster_id: str) -> "Roster":
        """The roster as it stands now. Raises `NotFound`."""
        return cls.demand(cls.partition(roster_id), "ROSTER")

    def tally(self, phase: Phase) -> Tally:
        found: Tally = self.preview if phase == "preview" else self.apply
        return found

    def is_answered(self, phase: Phase) -> bool:
        """Whether the file was read to its end and every chunk of it has its answer."""
        if self.chunks is None or self.parts != self.kept_parts:
            return False
        return bool(self.tally(phase).chunks == self.chunks)


class Chunk(Row):
    """`ROSTER#<id>` / `CHUNK#<n>`: the sealed rows of one chunk, dropped 30 days after they came."""

    class Meta:
        table_name = table_name("rosters")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    message = UnicodeAttribute()
    expires_at = NumberAttribute()

    @staticmethod
    def place(number: int) -> str:
        return f"CHUNK#{number:06d}"

    @classmethod
    def of(cls, message: RowsMessage) -> "Chunk":
        expires = int((now() + timedelta(days=DAYS_KEPT)).timestamp())
        key = (Roster.partition(message.roster_id), cls.place(message.chunk))
        return cls(*key, message=message.model_dump_json(by_alias=True), expires_at=expires)


class Outcomes(Row):
    """What the rows of a chunk did or would do; its existence says that the chunk was counted. Never expires.

    `ROSTER#<id>` / `PREVIEW#0#<part>`: refused by the parser; `PREVIEW#1#<chunk>`, `APPLY#1#<chunk>`: answers.
    """

    class Meta:
        table_name = table_name("rosters")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    outcomes = UnicodeAttribute()

    @staticmethod
    def beginning(phase: Phase) -> str:
        return f"{phase.upper()}#"

    @staticmethod
    def refused(part: int) -> str:
        return f"PREVIEW#0#{part:06d}"

    @staticmethod
    def answered(phase: Phase, chunk: int) -> str:
        return f"{phase.upper()}#1#{chunk:06d}"


class Listed(Row):
    """`ORG#<organisation>` / `ROSTER#<id>`: the rosters of an organisation, in the order of their uploads."""

    class Meta:
        table_name = table_name("rosters")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def partition(organisation_id: str) -> str:
        return f"ORG#{organisation_id}"


class SameFile(Row):
    """`FILE#<organisation>#<kind>#<sha256>` / `ROSTER#<id>`: the uploads of one and the same file."""

    class Meta:
        table_name = table_name("rosters")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def partition(organisation_id: str, kind: str, sha256: str) -> str:
        return f"FILE#{organisation_id}#{kind}#{sha256}"


def latest(organisation_id: str, before: str, most: int) -> list[str]:
    """The keys of an organisation's rosters that came before this one, the latest first."""
    partition = Listed.partition(organisation_id)
    found = Listed.query(partition, Listed.sk < before, scan_index_forward=False, limit=most)
    return [row.sk for row in found]


def kind_of(roster: Roster) -> Kind:
    return "members" if roster.kind == "members" else "organisations"
