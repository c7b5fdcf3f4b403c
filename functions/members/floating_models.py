"""What crosses the wire about members who are away."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.members import rules
from functions.members.floating_rules import Channel, Reason
from kernel.ids import MemberId, OrganisationId
from kernel.model import Command, Line, Model

Region = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}$")]  # GB/T 2260
PlaceText = Annotated[Line, Field(min_length=1, max_length=rules.LONGEST_TEXT)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{6,26}-[0-9]{4}-[0-9]{6}$")]
NOT_CLEARED = ("reason", "abroad", "since", "contact_person_id")


class RegisterFloating(Command):
    """A member goes away: why, since when and where to, and who of the home branch keeps touch.

    The place is a region's code, or words (sealed in the dossier as `outflowTo`), or both.
    """

    reason: Reason
    region_code: Region | None = None
    place: PlaceText | None = None
    abroad: bool = False
    since: date
    expected_return: date | None = None
    host_branch_id: OrganisationId | None = None
    contact_person_id: MemberId

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.region_code is None and self.place is None:
            raise PydanticCustomError("missing", "names no place")
        return self


class ChangeFloating(Command):
    """What is not sent stays; null takes the return, the region, the place or the host away."""

    reason: Reason | None = None
    region_code: Region | None = None
    place: PlaceText | None = None
    abroad: bool | None = None
    since: date | None = None
    expected_return: date | None = None
    host_branch_id: OrganisationId | None = None
    contact_person_id: MemberId | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise PydanticCustomError("nothing_to_change", "names no fact")
        if any(name in self.model_fields_set and getattr(self, name) is None for name in NOT_CLEARED):
            raise PydanticCustomError("missing", "takes away what must be known")
        return self

    def sent(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set}


class EndFloating(Command):
    """The member is back, or their relation was moved to where they are."""

    reason: Literal["RETURNED", "TRANSFERRED"] = "RETURNED"
    on: date | None = None


class NoteContact(Command):
    """The member was heard of; today unless another day is named."""

    channel: Channel
    on: date | None = None


class FloatingOut(Model):
    """A member who is away.

    `TO_COMPLETE`: a roster says so, and nothing more is known yet. `long` tells whether the absence makes a floating
    member by the definition of 2024 (six months or more, or no end in sight).
    """

    member_id: MemberId
    branch_id: OrganisationId
    name: str | None = None
    state: Literal["REGISTERED", "TO_COMPLETE"]
    reason: Reason | None = None
    region_code: str | None = None
    abroad: bool | None = None
    since: date | None = None
    expected_return: date | None = None
    long: bool | None = None
    host_branch_id: OrganisationId | None = None
    contact_person_id: MemberId | None = None
    contacted_on: date | None = None
    contact_due_on: date | None = None
    certificate: str | None = None
    registered_at: datetime | None = None


class EndedOut(Model):
    member_id: MemberId
    ended_on: date
    reason: str


class IssueCertificate(Command):
    """Two things that only the branch knows: whether the member can often come back, and whether a transfer is
    impossible for now."""

    returns_often: bool
    transfer_impossible: bool


class CheckCertificate(Command):
    """The yearly check, together with the appraisal (`domain.md` 6)."""

    year: Annotated[int, Field(ge=2000, le=2999)]
    passed: bool


class ReturnCertificate(Command):
    on: date | None = None


class CheckOut(Model):
    year: int
    passed: bool
    on: date


class CertificateOut(Model):
    number: str
    member_id: MemberId
    branch_id: OrganisationId
    issued_on: date
    checks: list[CheckOut]
    returned_on: date | None
