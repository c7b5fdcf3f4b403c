"""What crosses the wire about likely duplicates: two dossiers side by side, masked."""

from datetime import date, datetime
from typing import Literal

from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model

CaseState = Literal["OPEN", "SAME", "DIFFERENT", "MERGED"]
Ground = Literal["SAME_PERSON", "WRONG_NUMBER", "NAMESAKES", "TWINS", "RELATIVES", "OTHER"]


class DuplicateSideOut(Model):
    """One of the two: enough to know who is meant."""

    id: MemberId
    branch_id: OrganisationId
    name: str
    state: Literal["ACTIVE", "SUSPENDED", "LEFT"]
    bound: bool
    version: int


class DuplicateDifferenceOut(Model):
    """A fact that differs, masked where it is sealed; of a birth date it is told only that it does (both null)."""

    field: str
    first: str | None
    second: str | None


class DuplicateOut(Model):
    """`members` in a fixed order; `differing` has `first` and `second` in the same."""

    id: Id
    state: CaseState
    reasons: list[str]
    found_at: datetime
    ground: Ground | None
    decided_at: datetime | None
    kept_id: MemberId | None
    members: list[DuplicateSideOut]
    differing: list[DuplicateDifferenceOut]


class DecideDuplicate(Command):
    """Whether the two are one person, and why, as a word from a list."""

    decision: Literal["same", "different"]
    reason: Ground


class MergeDuplicate(Command):
    """Which of the two dossiers stays."""

    keep: MemberId


class DuplicateMergerOut(Model):
    """A case that was merged, or taken apart again: `id` is the case's."""

    id: Id
    kept_id: MemberId
    merged_id: MemberId
    undo_until: date
    state: Literal["DONE", "UNDONE"]
