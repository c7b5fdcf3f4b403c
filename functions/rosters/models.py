"""What crosses the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kernel.ids import Id, OrganisationId
from kernel.model import Command, Line, Model
from kernel.rows import Kind

State = Literal[
    "UPLOADING",
    "NEEDS_MAPPING",
    "PARSING",
    "PREVIEWED",
    "APPLYING",
    "APPLIED",
    "PAUSED",
    "CANCELLED",
    "UNDOING",
    "UNDONE",
    "REFUSED",
]
Outcome = Literal["create", "update", "same", "conflict", "error", "undone", "kept"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f/\\]+$")]


class UploadRoster(Command):
    """A file that is about to be uploaded: what it holds, of whom, and which file it is."""

    kind: Kind
    organisation_id: OrganisationId
    filename: FileName | None = None
    size_bytes: Annotated[int, Field(ge=1)]
    sha256: Sha256
    content_type: Annotated[Line, StringConstraints(max_length=100)]


class Upload(Model):
    """A form to post the file with: `fields` first, then the file as `file`, within five minutes, once."""

    url: str
    fields: dict[str, str]


class RosterCreated(Model):
    """`same_as`: an earlier roster of the very same file; applying it again changes nothing."""

    roster_id: Id
    state: State
    same_as: Id | None
    upload: Upload


class Counters(Model):
    """`read` rows of the file = `refused` by the parser + those that go on, previewed and later applied."""

    read: int
    refused: int
    previewed: int
    create: int
    update: int
    same: int
    conflict: int
    error: int
    applied: int
    failed: int
    undone: int
    kept: int


class Problem(Model):
    """Why the file cannot be read, and what to do. `status` is that of a request which held the file itself."""

    status: int
    code: str
    advice: str
    columns: list[str]


class ColumnOut(Model):
    """A column of the file: its letter, its heading, the field that is read from it."""

    letter: str
    heading: str
    field: str | None


class LayoutOut(Model):
    """What was found of the header: the visible sheet it stands on (from 1), its row, the columns."""

    sheet: int
    row: int
    columns: list[ColumnOut]


class RosterOut(Model):
    """`stalled`: nothing came in for a quarter of an hour; to resume it sends what got lost again."""

    roster_id: Id
    organisation_id: OrganisationId
    kind: Kind
    state: State
    filename: str | None
    size_bytes: int
    sha256: str
    created_at: datetime
    counters: Counters
    unknown_columns: list[str]
    layout: LayoutOut | None
    problem: Problem | None
    paused_from: State | None
    stalled: bool
    rows_per_second: float | None
    estimated_end: datetime | None


class Difference(Model):
    field: str
    before: str
    after: str


class RowOut(Model):
    """`changes` names the fields that differ, `differences` also shows them; `shown` is the value of a wrong cell.

    All values are masked. `advice` says what is wrong and how to mend it.
    """

    row: int
    outcome: Outcome
    code: str | None
    column: str | None
    shown: str | None
    advice: str | None
    changes: list[str]
    differences: list[Difference]


class Download(Model):
    """A link that opens for five minutes."""

    url: str
    expires_in: int


class CategoryCount(Model):
    """Members of a category in a branch: before the roster, and after it."""

    category: str
    before: int
    after: int


class BranchOut(Model):
    """What a roster does to one branch."""

    branch_id: Id
    branch_code: str
    before: int
    after: int
    categories: list[CategoryCount]
