"""What crosses the wire about where a dossier's facts come from, and about its past."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from kernel.ids import MemberId
from kernel.model import Command, Model

FieldName = Literal[
    "name",
    "sex",
    "ethnicity",
    "education",
    "occupation",
    "category",
    "joinedOn",
    "convertedOn",
    "floating",
    "floatingBranchId",
    "degree",
    "firstJobOn",
    "enteredSchoolOn",
    "graduatedOn",
    "mobile",
    "address",
    "birthDate",
    "outflowTo",
    "branchPost",
    "homePhone",
    "nativePlace",
    "school",
    "major",
    "idNumber",
    "branchId",
    "membershipState",
    "lostSince",
]


class FieldOut(Model):
    """One fact of a dossier: who stated it and when, and who checked it.

    `source` is `ROSTER:<id>`, `CORRECTION`, `PROPOSAL:<id>`, `MOVE`, `MERGE:<id>`, `FLOATING`, `SELF`, `STANDING` or
    `ATTACHMENT`; `by` the account's subject; `on` the day from which it holds. A sealed value is masked, or null
    without a mask.
    """

    field: FieldName
    value: str | bool | None
    sealed: bool
    source: str | None
    by: str | None
    on: date | None
    verified_by: str | None
    verified_on: date | None


class FieldsOut(Model):
    member_id: MemberId
    version: int
    items: list[FieldOut]
    as_of: datetime


class Verify(Command):
    """The facts that the caller compared with the paper file."""

    fields: Annotated[tuple[FieldName, ...], Field(min_length=1, max_length=27)]


class FactsChangeOut(Model):
    """One change of a dossier: what changed, and the plain values that it took the place of."""

    at: datetime
    by: str
    source: str
    effective_on: date
    version: int
    fields: list[str]
    before: dict[str, str | bool | list[str] | None]


class FactDifferenceOut(Model):
    """A fact that differs between two days. A sealed one is masked, or null on both sides: no more is told."""

    field: str
    sealed: bool
    before: str | bool | list[str] | None
    after: str | bool | list[str] | None


class DifferencesOut(Model):
    member_id: MemberId
    since: date
    until: date
    items: list[FactDifferenceOut]
    as_of: datetime
