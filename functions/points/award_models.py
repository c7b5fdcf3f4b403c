"""What is awarded by people: asked and answered."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from functions.points.dispute_models import Said
from functions.points.rule_models import RuleId
from functions.points.rules import Beneficiary
from kernel.ids import Id
from kernel.model import Command, Line, Model, Page


class ProposeAward(Command):
    """An item of the rules in force, for a member of the branch or, without one, for the branch itself.

    `evidence` says where it can be looked up: the number of a document, a file, a page.
    """

    branch_id: Id
    member_id: Id | None = None
    rule_id: RuleId
    held_on: date
    reason: Said
    evidence: Annotated[Line, StringConstraints(min_length=1, max_length=300)]


class DecideAward(Command):
    branch_id: Id
    decision: Literal["confirm", "refuse"]


class AwardOut(Model):
    """`reason` and `evidence` are empty once the member was erased."""

    id: Id
    branch_id: Id
    to: Beneficiary
    account: Id
    rule_id: str
    zh: str
    en: str
    held_on: date
    state: Literal["PROPOSED", "CONFIRMED", "REFUSED", "CLOSED"]
    reason: str | None
    evidence: str | None
    proposed_at: datetime
    decided_at: datetime | None


class AwardPage(Page[AwardOut]):
    """Awards of a branch, newest first."""
