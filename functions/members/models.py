"""What crosses the wire about members: masked where it is P2 or P3, in full only as the answer to a reveal."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from functions.members import rules
from kernel.ids import MemberId, OrganisationId
from kernel.model import Command, Model
from kernel.spelling import normal


def _name(value: str) -> str:
    if not rules.printable(value):
        raise PydanticCustomError("control_character", "holds characters that cannot be seen")
    return value


def _id_number(value: str) -> str:
    number = normal(value)
    if rules.flaw_of_id_number(number):
        raise PydanticCustomError("bad_id_number", "is no ID number")
    return number


def _one_of(codes: frozenset[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in codes:
            raise PydanticCustomError("unknown_code", "is not in the table of codes")
        return value

    return AfterValidator(check)


Name = Annotated[str, Field(min_length=1, max_length=rules.LONGEST_NAME), AfterValidator(_name)]
IdNumber = Annotated[str, Field(max_length=64), AfterValidator(_id_number)]
Ethnicity = Annotated[str, _one_of(rules.ETHNICITIES)]
Education = Annotated[str, _one_of(rules.EDUCATIONS)]
Occupation = Annotated[str, _one_of(rules.OCCUPATIONS)]

Purpose = Literal["CONTACT", "IDENTITY_CHECK", "TRANSFER", "CERTIFICATE", "SUPPORT", "OWN_COPY"]
SealedField = Literal["mobile", "address", "birthDate", "outflowTo", "branchPost", "idNumber"]


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


class DossierOut(MemberOut):
    """A dossier as every reader of it sees it: `138****8000`, `110***********8515`."""

    mobile: str | None
    id_number: str
    bound: bool


class CorrectMember(Command):
    """Plain facts to be corrected; what is not sent stays. `convertedOn: null` takes the date away."""

    name: Name | None = None
    ethnicity: Ethnicity | None = None
    education: Education | None = None
    occupation: Occupation | None = None
    category: rules.Category | None = None
    converted_on: date | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.facts():
            raise PydanticCustomError("nothing_to_correct", "names no fact")
        return self

    def facts(self) -> dict[str, str | None]:
        """The facts that were sent, as they are stored."""
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        plain = {name: value for name, value in sent.items() if name != "converted_on" and value is not None}
        if "converted_on" in sent:
            plain["converted_on"] = self.converted_on.isoformat() if self.converted_on else None
        return plain


class Reveal(Command):
    """Which sealed fields, and what for: the purpose is a word from a list, since it stays on the record."""

    purpose: Purpose
    fields: Annotated[tuple[SealedField, ...], Field(min_length=1, max_length=6)]


class RevealOut(Model):
    """The values asked for, in full; null where nothing is on file."""

    member_id: MemberId
    values: dict[SealedField, str | None]


class RevealedOut(Model):
    """Somebody looked: `by` is the account's subject, `organisationId` where their role is (none if it was oneself)."""

    at: datetime
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
