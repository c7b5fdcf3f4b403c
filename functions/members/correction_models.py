"""What crosses the wire about requests for correction."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from functions.members.proposal_models import Propose
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model

Refusal = Literal["AGREES_WITH_PAPERS", "NO_EVIDENCE", "KEPT_BY_ANOTHER"]


class AskCorrection(Propose):
    """What the dossier should say: plain facts, sealed facts, or both."""


class AnswerCorrection(Command):
    """`refused` gives one of the reasons; words that a person types are no part of it."""

    outcome: Literal["accepted", "refused"]
    reason: Refusal | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if (self.outcome == "refused") != (self.reason is not None):
            raise PydanticCustomError("missing", "says not why, or says it for nothing")
        return self


class CorrectionOut(Model):
    """A request, without what it asks for."""

    id: Id
    member_id: MemberId
    branch_id: OrganisationId
    state: Literal["ASKED", "ACCEPTED", "REFUSED"]
    fields: list[str]
    asked_at: datetime
    due_on: date
    overdue: bool
    answered_by: str | None
    answered_at: datetime | None
    reason: Refusal | None


class WishedFact(Model):
    """A fact as it is and as it should be. A sealed one is masked, or null where it has no mask; a reveal shows it."""

    field: str
    sealed: bool
    present: str | bool | None
    wished: str | bool | None


class CorrectionItemsOut(CorrectionOut):
    items: list[WishedFact]


class WishesOut(Model):
    """What a request asks for, in full."""

    id: Id
    values: dict[str, str | bool | None]
