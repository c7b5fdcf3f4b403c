"""Inspection bundles on the wire, and what the machine-readable part of one holds."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from functions.activities.attendance.models import AttendanceOut
from functions.activities.ledger.models import LedgerLine, LedgerTotals
from functions.activities.minutes.models import MinutesOut
from functions.activities.models import Sha256
from functions.activities.reviews.models import ReviewOut
from functions.activities.year_plan.models import DutyLine
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model


class AskBundle(Command):
    """A year of a branch."""

    branch_id: OrganisationId
    year: Annotated[int, Field(ge=2000, le=2100, strict=True)]


class BundleOut(Model):
    """`url` is good for five minutes; the file is kept for a week, and GONE then. `sha256` is of the file, and on
    record."""

    id: Id
    branch_id: OrganisationId
    year: int
    state: Literal["ASKED", "READY", "GONE"]
    asked_at: AwareDatetime
    made_at: AwareDatetime | None
    sha256: Sha256 | None
    size_bytes: int | None
    url: str | None
    expires_at: AwareDatetime | None


class BundledPhoto(Model):
    """What was shown, by its hash; the files themselves are not in the bundle."""

    photo_id: Id
    sha256: Sha256
    content_type: str
    taken_at: AwareDatetime | None


class BundledRecord(Model):
    """One activity: `line` as in the ledger, `attended` whom it counts for now (nobody unless it is approved),
    `attendance` every line, `minutes` as they count, `entries` the ids of its entries in the record of the branch, each
    with a receipt in `receipts.jsonl`."""

    line: LedgerLine
    agenda: list[str]
    attended: list[MemberId]
    attendance: list[AttendanceOut]
    minutes: MinutesOut | None
    photos: list[BundledPhoto]
    reviews: list[ReviewOut]
    entries: list[Id]


class InspectionBundle(Model):
    """`bundle.json`: a year of a branch, as it stood when it was put together, moments after it was asked for.

    People are named by their ids; their names are in no bundle."""

    format: Literal["e-branch inspection bundle 1"] = "e-branch inspection bundle 1"
    branch_id: OrganisationId
    branch_name: str
    year: int
    asked_at: datetime
    totals: LedgerTotals
    duties: list[DutyLine]
    records: list[BundledRecord]
