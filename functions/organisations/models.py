"""What `organisations` is asked and what it answers."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.organisations import rules
from functions.organisations.registration_rules import AFTER_LAST_DAY, CODE, FIRST_DAY, LONGEST, LONGEST_TERM
from kernel.ids import Id
from kernel.model import Command, Line, Model


def _kind(code: str) -> str:
    if code not in rules.KINDS:
        raise ValueError("no such kind")
    return code


def _level(code: str) -> str:
    if code not in rules.LEVELS:
        raise ValueError("no such level")
    return code


Code = Annotated[str, StringConstraints(pattern=CODE, to_upper=True)]
"""As a roster reads it: in capitals, so that both speak of the same organisation."""
Name = Annotated[Line, StringConstraints(min_length=1, max_length=LONGEST)]
Sector = Annotated[Line, StringConstraints(min_length=1, max_length=LONGEST)]
KindCode = Annotated[str, AfterValidator(_kind)]
LevelCode = Annotated[str, AfterValidator(_level)]
Reason = Annotated[Line, StringConstraints(min_length=1, max_length=500)]
Day = Annotated[date, Field(ge=FIRST_DAY, lt=AFTER_LAST_DAY)]
Years = Annotated[int, Field(ge=1, le=LONGEST_TERM)]

OF_THE_ACT = {"effective_on", "reason"}
"""Fields of a change that are about the act, and not about the organisation."""


class FoundOrganisation(Command):
    """A new organisation: below `parentId`, or the root of a tree where none is given."""

    code: Code
    name: Name
    kind: KindCode
    level: LevelCode
    parent_id: Id | None = None
    sector: Sector | None = None
    founded_on: Day | None = None
    term_started_on: Day | None = None
    term_years: Years | None = None
    effective_on: Day | None = None


class ChangeOrganisation(Command):
    """Corrected facts; what is not named stays. Where it stands, its kind and its level are not corrected here."""

    effective_on: Day | None = None
    reason: Reason | None = None

    name: Name = ""
    sector: Sector | None = None
    term_started_on: Day | None = None
    term_years: Years | None = None

    @model_validator(mode="after")
    def _something(self) -> "ChangeOrganisation":
        if not self.model_fields_set - OF_THE_ACT:
            raise ValueError("nothing to change")
        return self

    def stated(self) -> dict[str, Any]:
        """The named fields, as they are stored."""
        return self.model_dump(mode="json", include=self.model_fields_set - OF_THE_ACT)


class OrganisationOut(Model):
    """An organisation as it stands now; `path` is of ids, from the root down to itself."""

    id: Id
    code: str | None
    name: str
    kind: str
    level: str
    parent_id: Id | None
    county_id: Id
    path: str
    sector: str | None
    founded_on: date | None
    term_started_on: date | None
    term_years: int | None
    term_ends_on: date | None
    holds_members: bool
    since: date | None
    closed_on: date | None
    closed_into: Id | None
    version: int


class ChangeOut(Model):
    """One state of an organisation: from `effectiveOn` on, recorded at `recordedAt` by the subject `by`.

    `action`: founded, changed, moved, carried (along with what it stood below), merged, dissolved.
    """

    action: str | None
    effective_on: date | None
    until: date | None
    recorded_at: datetime | None
    by: str | None
    reason: str | None
    organisation: OrganisationOut
