"""What crosses the wire about members: masked where it is P2 or P3, in full only as the answer to a reveal."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from functions.members import dossier_rules, rules
from functions.members.tables import EXTENDED
from kernel.ids import MemberId, OrganisationId
from kernel.model import Command, Line, Model
from kernel.spelling import flaw_of_id_number, normal


def _id_number(value: str) -> str:
    number = normal(value)
    if flaw_of_id_number(number):
        raise PydanticCustomError("bad_id_number", "is no ID number")
    return number


def _mobile(value: str) -> str:
    number = normal(value)
    if not rules.MOBILE.fullmatch(number):
        raise PydanticCustomError("bad_mobile", "is no mobile number")
    return number


def _one_of(codes: frozenset[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in codes:
            raise PydanticCustomError("unknown_code", "is not in the table of codes")
        return value

    return AfterValidator(check)


Name = Annotated[Line, Field(min_length=1, max_length=rules.LONGEST_NAME)]
IdNumber = Annotated[str, Field(max_length=64), AfterValidator(_id_number)]
Mobile = Annotated[str, Field(max_length=64), AfterValidator(_mobile)]
Ethnicity = Annotated[str, _one_of(rules.ETHNICITIES)]
Education = Annotated[str, _one_of(rules.EDUCATIONS)]
Occupation = Annotated[str, _one_of(rules.OCCUPATIONS)]


def _degree(value: str) -> str:
    if not dossier_rules.is_degree(value):
        raise PydanticCustomError("unknown_code", "is not in the table of codes")
    return value


Degree = Annotated[str, Field(max_length=3), AfterValidator(_degree)]
State = Literal["ACTIVE", "SUSPENDED", "LEFT"]  # domain.md 2.1

CAN_BE_UNKNOWN = ("converted_on", *EXTENDED)
Purpose = Literal["CONTACT", "IDENTITY_CHECK", "TRANSFER", "CERTIFICATE", "SUPPORT", "OWN_COPY"]
SealedField = Literal[
    "mobile",
    "address",
    "birthDate",
    "outflowTo",
    "branchPost",
    "idNumber",
    "homePhone",
    "nativePlace",
    "school",
    "major",
]


class MeasuresOut(Model):
    """Why and since when a member is suspended, or the term in which they must correct themselves."""

    suspended_on: date | None
    suspension_reason: str | None
    correct_from: date | None
    correct_until: date | None
    correction_reason: str | None


class MemberOut(Model):
    """One line of a list: plain facts alone (class P1)."""

    id: MemberId
    branch_id: OrganisationId
    name: str
    sex: str
    ethnicity: str
    education: str
    occupation: str
    category: rules.Category
    joined_on: date
    converted_on: date | None
    floating: bool
    floating_branch_id: OrganisationId | None
    state: State
    left_reason: str | None
    left_on: date | None
    lost_since: date | None


class DossierOut(MemberOut):
    """A dossier as every reader of it sees it: `138****8000`, `110***********8515`.

    `asOf` is the day of a past state, of which only the facts are told; none for the present one.
    """

    degree: str | None
    first_job_on: date | None
    entered_school_on: date | None
    graduated_on: date | None
    political_status: str
    mobile: str | None
    id_number: str
    bound: bool
    standing: MeasuresOut | None = None
    attached_to: tuple[OrganisationId, ...] = ()
    version: int
    as_of: date | None = None


class CorrectMember(Command):
    """Plain facts to be corrected; what is not sent stays. `null` takes a date or a degree away."""

    name: Name | None = None
    ethnicity: Ethnicity | None = None
    education: Education | None = None
    occupation: Occupation | None = None
    category: rules.Category | None = None
    converted_on: date | None = None
    degree: Degree | None = None
    first_job_on: date | None = None
    entered_school_on: date | None = None
    graduated_on: date | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.facts():
            raise PydanticCustomError("nothing_to_correct", "names no fact")
        return self

    def facts(self) -> dict[str, str | None]:
        """The facts that were sent, as they are stored."""
        sent = {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}
        said = {name: value for name, value in sent.items() if value is not None or name in CAN_BE_UNKNOWN}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


class Reveal(Command):
    """Which sealed fields, and what for: the purpose is a word from a list, since it stays on the record."""

    purpose: Purpose
    fields: Annotated[tuple[SealedField, ...], Field(min_length=1, max_length=10)]


class RevealOut(Model):
    """The values asked for, in full; null where nothing is on file."""

    member_id: MemberId
    values: dict[SealedField, str | None]


class RevealedOut(Model):
    """Somebody looked: `by` is the account's subject, `organisationId` where their role is (none if it was oneself).

    `kind`: REVEAL (the fields in full), LOOKUP (found by a number, shown masked), CHECK (name and number were sent to
    the external verifier), EXPORT (a copy of everything).
    """

    at: datetime
    kind: Literal["REVEAL", "LOOKUP", "CHECK", "EXPORT"]
    by: str
    organisation_id: OrganisationId | None
    purpose: Purpose
    fields: tuple[SealedField, ...]


class Bind(Command):
    """A signed-in person says who they are."""

    name: Name
    id_number: IdNumber


class BindingOut(Model):
    member_id: MemberId
    branch_id: OrganisationId
