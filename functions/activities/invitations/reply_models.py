"""Answers to an invitation on the wire."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.activities.invitations.reply_tables import Reply
from kernel.clock import instant
from kernel.ids import MemberId
from kernel.model import Command, Model, Text

Answer = Literal["COMING", "LEAVE"]
Leave = Literal["LEAVE_SICK", "LEAVE_PERSONAL", "LEAVE_OFFICIAL"]
"""The leaves of `domain.md` 4.3."""


class SetReply(Command):
    """Who does not come says which leave, and why (`domain.md` 4.3: absent with reason)."""

    reply: Answer
    leave: Leave | None = None
    reason: Annotated[Text, StringConstraints(min_length=1, max_length=500)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        said = (self.leave is not None, self.reason is not None)
        if said != ((self.reply == "LEAVE"),) * 2:
            raise PydanticCustomError("leave_and_reason", "a leave has a kind and a reason, nothing else has")
        return self


class ReplyOut(Model):
    member_id: MemberId
    reply: Answer
    leave: Leave | None
    reason: str | None
    at: AwareDatetime

    @classmethod
    def of(cls, row: Reply) -> Self:
        facts = {"reply": row.answer, "leave": row.leave, "reason": row.reason, "at": instant(row.at)}
        return cls.model_validate({"member_id": row.member_id, **facts})
