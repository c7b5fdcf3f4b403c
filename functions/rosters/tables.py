"""Rows of the rosters table."""

import json
from datetime import timedelta
from typing import Any

import msgspec
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

OUTCOMES = ("create", "update", "same", "conflict", "error", "undone", "kept")


PHASES: dict[str, Phase] = {"PARSING": "preview", "APPLYING": "apply", "UNDOING": "undo"}


class Tally(MapAttribute[str, Any]):
    """How many chunks of a phase were answered, and how many rows had each outcome."""

    chunks = NumberAttribute(default=0)
    create = NumberAttribute(default=0)
    update = NumberAttribute(default=0)
    same = NumberAttribute(default=0)
    conflict = NumberAttribute(default=0)
    error = NumberAttribute(default=0)
    undone = NumberAttribute(default=0)
    kept = NumberAttribute(default=0)

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
    attempt = NumberAttribute(default=0)
    layout = UnicodeAttribute(null=True)
    mapping = UnicodeAttribute(null=True)
    # Moved by the answers:
    kept_parts = NumberAttribute(default=0)
    preview = Tally(default=empty_tally)  # type: ignore[no-untyped-call]  # PynamoDB annotates no constructor
    apply = Tally(default=empty_tally)  # type: ignore[no-untyped-call]  # PynamoDB annotates no constructor
    undo = Tally(default=empty_tally)  # type: ignore[no-untyped-call]  # PynamoDB annotates no constructor
    # Of the phase that runs: how many chunks were sent of how many, how many were answered when it began to run.
    sent = NumberAttribute(default=0)
    applied_chunks = NumberAttribute(default=0)
    running_since = UnicodeAttribute(null=True)
    running_from = NumberAttribute(default=0)
    moved_at = UnicodeAttribute(null=True)
    paused_from = UnicodeAttribute(null=True)
    generation = NumberAttribute(default=0)
    previewed_at = UnicodeAttribute(null=True)
    applying_since = UnicodeAttribute(null=True)
    applied_at = UnicodeAttribute(null=True)
    cancelled_at = UnicodeAttribute(null=True)
    undoing_by = UnicodeAttribute(null=True)
    undone_at = UnicodeAttribute(null=True)

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
        found: Tally = getattr(self, phase)
        return found

    def total(self, phase: Phase) -> int | None:
        """How many chunks the phase has; None before the file was read to its end."""
        if phase == "undo":
            return int(self.applied_chunks)
        return None if self.chunks is None else int(self.chunks)

    def is_answered(self, phase: Phase) -> bool:
        """Whether the file was read to its end and every chunk of the phase has its answer."""
        if phase == "preview" and self.parts != self.kept_parts:
            return False
        return bool(self.tally(phase).chunks == self.total(phase))

    def number(self, position: int) -> int:
        """The chunk at a position of the running phase; organisations are taken back from the leaves up."""
        backwards = self.state == "UNDOING" and self.kind == "organisations"
        return int(self.applied_chunks) + 1 - position if backwards else position

    def run(self, state: str, at: str) -> None:
        """Let a phase run from now on."""
        self.state, self.paused_from, self.running_since, self.moved_at = state, None, at, at
        self.running_from = self.tally(PHASES[state]).chunks


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
        return cls(*key, message=msgspec.json.encode(message).decode(), expires_at=expires)


class Outcomes(Row):
    """What the rows of a chunk did or would do; its existence says that the chunk was counted. Never expires.

    `ROSTER#<id>` / `PREVIEW#0#<part>`: refused by the parser; `PREVIEW#1#<chunk>`, `APPLY#1#<chunk>`: answers.
    """

    class Meta:
        table_name = table_name("rosters")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    outcomes = UnicodeAttribute()
    effect = UnicodeAttribute(null=True)

    @staticmethod
    def beginning(phase: Phase, generation: int = 0) -> str:
        return f"{phase.upper()}.{generation}#" if generation else f"{phase.upper()}#"

    @staticmethod
    def refused(part: int) -> str:
        return f"PREVIEW#0#{part:06d}"

    @classmethod
    def answered(cls, phase: Phase, chunk: int, generation: int = 0) -> str:
        return f"{cls.beginning(phase, generation)}1#{chunk:06d}"


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
    """`FILE#<organisation>#<kind>#<sha256>` / `FIRST`: the first upload of one and the same file."""

    class Meta:
        table_name = table_name("rosters")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="FIRST")
    roster_id = UnicodeAttribute(null=True)

    @staticmethod
    def partition(organisation_id: str, kind: str, sha256: str) -> str:
        return f"FILE#{organisation_id}#{kind}#{sha256}"


class SavedMapping(Item):
    """`MAPPING#<organisation>#<kind>` / `MAPPING`: what a committee calls its columns, `{heading: field or null}`."""

    class Meta:
        table_name = table_name("rosters")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MAPPING")
    headings = UnicodeAttribute(default="{}")

    @staticmethod
    def partition(organisation_id: str, kind: str) -> str:
        return f"MAPPING#{organisation_id}#{kind}"

    def open(self) -> dict[str, str | None]:
        known: dict[str, str | None] = json.loads(self.headings)
        return known


def latest(organisation_id: str, before: str, most: int) -> list[str]:
    """The keys of an organisation's rosters that came before this one, the latest first."""
    partition = Listed.partition(organisation_id)
    found = Listed.query(partition, Listed.sk < before, scan_index_forward=False, limit=most)
    return [row.sk for row in found]


def kind_of(roster: Roster) -> Kind:
    return "members" if roster.kind == "members" else "organisations"
