"""What is recorded of members who are exempt from the counting."""

from datetime import date, datetime
from typing import Literal

from functions.points.dispute_models import Said
from kernel.ids import Id
from kernel.model import Command, Model, Page

Ground = Literal["retired", "ill"]


class RecordExemption(Command):
    """From a day on, through `lastDay` or until it is ended. Who is away for long is known without it."""

    branch_id: Id
    member_id: Id
    ground: Ground
    first_day: date
    last_day: date | None = None
    reason: Said


class EndExemption(Command):
    branch_id: Id
    last_day: date


class ExemptionOut(Model):
    """`ground` and `reason` are empty once the member was erased."""

    id: Id
    branch_id: Id
    member_id: Id
    ground: Ground | None
    first_day: date
    last_day: date | None
    reason: str | None
    recorded_at: datetime


class ExemptionPage(Page[ExemptionOut]):
    """Exemptions of a branch, newest first; or a member's own."""
