"""What crosses the wire about changes that wait for the level above: only what differs, masked where it is sealed."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from functions.members.models import CorrectMember
from functions.members.sealed_models import CorrectSealed
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Line, Model

ProposalState = Literal["OPEN", "ACCEPTED", "RETURNED", "WITHDRAWN"]


class Propose(Command):
    """Plain facts, sealed facts, or both."""

    facts: CorrectMember | None = None
    sealed: CorrectSealed | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.facts is None and self.sealed is None:
            raise PydanticCustomError("nothing_to_correct", "names no fact")
        return self


class DecideProposal(Command):
    """`returned` says why."""

    outcome: Literal["accepted", "returned"]
    reason: Annotated[Line, Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.outcome == "returned" and self.reason is None:
            raise PydanticCustomError("missing", "says not why")
        return self


class ProposalLine(Model):
    """One proposal in a list."""

    id: Id
    member_id: MemberId
    branch_id: OrganisationId
    state: ProposalState
    fields: list[str]
    proposed_by: str
    proposed_at: datetime
    due_on: date
    overdue: bool
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None


class ProposedFact(Model):
    """A fact as it is and as it would be; a sealed one is masked, or null on both sides where it has no mask."""

    field: str
    sealed: bool
    present: str | bool | None
    proposed: str | bool | None


class ProposalOut(ProposalLine):
    """`baseVersion` is the dossier's version that the proposer saw, `version` that of the proposal."""

    base_version: int
    items: list[ProposedFact]
    version: int
