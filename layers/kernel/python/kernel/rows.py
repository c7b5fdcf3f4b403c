"""The contract between `rosters` and the domains that take rows: what a chunk holds, and what is answered.

The rows of a chunk belong to one branch (members) or are any ten organisations; they travel sealed under a key that
`rosters` made for the upload, since they hold personal data. A chunk is asked twice: as a preview, which writes
nothing, and to apply; both by the same code, and each as often as the queue pleases.
"""

from datetime import date
from typing import Literal, get_args

from kernel.ids import Id, OrganisationId
from kernel.model import Command

MEMBERS_IN_CHUNK = 20
ORGANISATIONS_IN_CHUNK = 10

Phase = Literal["preview", "apply"]
Kind = Literal["organisations", "members"]
OptionalColumn = Literal["converted_on", "branch_post", "floating", "outflow_to", "floating_branch_code"]
OPTIONAL_COLUMNS: tuple[OptionalColumn, ...] = get_args(OptionalColumn)


class MemberRow(Command):
    """One person as a roster states them, spelled in one way (`domain.md` 13.1); `row` is the sheet's row number.

    `absent` are the columns that the file does not have: unlike a blank cell, they take nothing away.
    """

    row: int
    name: str
    id_number: str
    sex: Literal["1", "2"]
    ethnicity: str
    birth_date: date
    education: str
    category: Literal["FULL", "PROBATIONARY"]
    joined_on: date
    converted_on: date | None
    occupation: str
    branch_code: str
    mobile: str | None
    address: str | None
    branch_post: str | None
    floating: bool
    outflow_to: str | None
    floating_branch_code: str | None
    absent: tuple[OptionalColumn, ...] = ()


class OrganisationRow(Command):
    """One organisation as a roster states it; `lineage` are the codes from below the root down to its parent."""

    row: int
    code: str
    name: str
    kind: str
    level: str
    sector: str | None
    lineage: tuple[str, ...]
    founded_on: date | None
    term_started_on: date | None
    term_years: int | None


class RowsMessage(Command):
    """One chunk on its way to the domain that takes it. `sealed` is a parcel of its rows (`kernel.parcel`)."""

    roster_id: Id
    kind: Kind
    phase: Phase
    chunk: int
    organisation_id: OrganisationId
    county_id: OrganisationId
    actor: str
    sealed: str
    key: str


class RowOutcome(Command):
    """What a row did, or would do. `code` and `column` say what is wrong; `changes` names the fields that differ."""

    row: int
    outcome: Literal["create", "update", "same", "conflict", "error"]
    code: str | None = None
    column: str | None = None
    changes: tuple[str, ...] = ()


class OutcomesMessage(Command):
    """The answer to one chunk."""

    roster_id: Id
    phase: Phase
    chunk: int
    outcomes: tuple[RowOutcome, ...]
