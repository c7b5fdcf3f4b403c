"""What crosses the wire when sealed facts are put right: in full on the way in, masked on the way out."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from functions.members import dossier_rules, rules
from functions.members.models import IdNumber, Mobile
from kernel.model import Command, Line

CANNOT_BE_UNKNOWN = ("birth_date", "id_number")


def _post(value: str) -> str:
    if value not in rules.POSTS:
        raise PydanticCustomError("unknown_post", "is not in the table of codes")
    return value


def _home_phone(value: str) -> str:
    if not dossier_rules.HOME_PHONE.fullmatch(value):
        raise PydanticCustomError("bad_home_phone", "is no phone number with its area code")
    return value


def _place(value: str) -> str:
    if not dossier_rules.is_place(value):
        raise PydanticCustomError("unknown_code", "is not in the table of codes")
    return value


Text = Annotated[Line, Field(min_length=1, max_length=rules.LONGEST_TEXT)]
School = Annotated[Line, Field(min_length=1, max_length=dossier_rules.LONGEST_SCHOOL)]


class CorrectSealed(Command):
    """Sealed facts to be put right; what is not sent stays, and `null` takes a fact away."""

    mobile: Mobile | None = None
    address: Text | None = None
    birth_date: date | None = None
    outflow_to: Text | None = None
    branch_post: Annotated[str, AfterValidator(_post)] | None = None
    home_phone: Annotated[str, AfterValidator(_home_phone)] | None = None
    native_place: Annotated[str, AfterValidator(_place)] | None = None
    school: School | None = None
    major: School | None = None
    id_number: IdNumber | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.facts():
            raise PydanticCustomError("nothing_to_correct", "names no fact")
        return self

    def facts(self) -> dict[str, Any]:
        """The facts that were sent, as they are stored."""
        sent = {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}
        said = {name: value for name, value in sent.items() if value is not None or name not in CANNOT_BE_UNKNOWN}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
