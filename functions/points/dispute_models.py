"""What is said against a line, and what is ruled on it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from kernel.ids import Id
from kernel.model import Command, Model, Page, Text

LineId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}#[0-9TZ:.\-+]{20,40}#[0-9A-Z#]{1,64}$")]
Said = Annotated[Text, StringConstraints(min_length=1, max_length=1000)]


class DisputeLine(Command):
    """A member says what is wrong with a line of their own statement."""

    line: LineId
    words: Said


class RuleOnDispute(Command):
    """The committee to which the dispute went rules on it; upheld, the line is taken back."""

    organisation_id: Id
    outcome: Literal["upheld", "dismissed"]
    reason: Said


class DisputeOut(Model):
    """`words` and `reason` are empty once the member was erased, and the state is CLOSED if nobody had ruled."""

    id: Id
    organisation_id: Id
    member_id: Id
    branch_id: Id
    line: str
    value: int
    zh: str
    en: str
    state: Literal["OPEN", "UPHELD", "DISMISSED", "CLOSED"]
    words: str | None
    opened_at: datetime
    due_on: date
    overdue: bool
    reason: str | None
    ruled_at: datetime | None


class DisputePage(Page[DisputeOut]):
    """Disputes that went to a committee, newest first; or a member's own."""
