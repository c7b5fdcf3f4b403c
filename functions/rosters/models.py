"""What crosses the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kernel.ids import Id, OrganisationId
from kernel.model import Command, Model
from kernel.rows import Kind

State = Literal["UPLOADING", "PARSING", "PREVIEWED", "APPLYING", "APPLIED", "REFUSED"]
Outcome = Literal["create", "update", "same", "conflict", "error"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f/\\]+$")]


class UploadRoster(Command):
    """A file that is about to be uploaded: what it holds, of whom, and which file it is."""

    kind: Kind
    organisation_id: OrganisationId
    filename: FileName | None = None
    size_bytes: Annotated[int, Field(ge=1)]
    sha256: Sha256
    content_type: Annotated[str, StringConstraints(max_length=100)]


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


class Problem(Model):
    """Why the file cannot be read, and what to do."""

    code: str
    advice: str
    columns: list[str]


class RosterOut(Model):
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
    problem: Problem | None
    estimated_end: datetime | None


class RowOut(Model):
    """`changes` names the fields that differ; `advice` says what is wrong and how to mend it."""

    row: int
    outcome: Outcome
    code: str | None
    column: str | None
    advice: str | None
    changes: list[str]


class Download(Model):
    """A link that opens for five minutes."""

    url: str
    expires_in: int
