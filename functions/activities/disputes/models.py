"""Disputed attendance, and a member's own attendance, on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, StringConstraints

from functions.activities.activity_types import TypeCode
from functions.activities.attendance.models import AttendanceOut
from functions.activities.disputes.rules import Outcome, Stage
from functions.activities.disputes.tables import Dispute
from functions.activities.rules import Presence, State
from kernel.clock import instant
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model, Text

Words = Annotated[Text, StringConstraints(min_length=1, max_length=500)]


class DisputeAttendance(Command):
    """What the line should say, and why."""

    claim: Presence
    reason: Words


class RuleOnAttendance(Command):
    """Upheld, the line says what the member claims from now on."""

    upheld: bool
    answer: Words


class AttendanceDisputeOut(Model):
    """`answer_by` is the day until which an answer is due; `overdue`: it is over, and there is none."""

    activity_id: Id
    member_id: MemberId
    recorded: Presence | None
    claim: Presence
    reason: str | None
    raised_at: AwareDatetime
    answer_by: date
    overdue: bool
    outcome: Outcome
    ruled_at: AwareDatetime | None
    ruled_by: Stage | None
    answer: str | None

    @classmethod
    def of(cls, row: Dispute, today: date) -> Self:
        due = date.fromisoformat(row.answer_by)
        return cls(
            activity_id=row.activity_id,
            member_id=row.member_id,
            recorded=Presence(row.recorded) if row.recorded else None,
            claim=Presence(row.claim),
            reason=row.reason,
            raised_at=instant(row.raised_at),
            answer_by=due,
            overdue=row.outcome == Outcome.OPEN and today > due,
            outcome=Outcome(row.outcome),
            ruled_at=instant(row.ruled_at) if row.ruled_at else None,
            ruled_by=Stage(row.ruled_by_stage) if row.ruled_by_stage else None,
            answer=row.answer,
        )

    def without_words(self) -> Self:
        """As it is kept for an `Idempotency-Key`: words would outlive the member there."""
        return self.model_copy(update={"reason": None, "answer": None})


class AttendanceCounts(StrEnum):
    """What became of a line: it counts with the final approval, for the points by the rules of that day too."""

    COUNTED = "COUNTED"
    NOT_YET = "NOT_YET"
    NOTHING = "NOTHING"
    WITHDRAWN = "WITHDRAWN"


class OwnAttendanceLine(Model):
    """An activity at which the member was `expected`, or took part, held by `branch_id`: the line as it stands (none:
    nobody wrote one), what it gave, and the member's dispute."""

    activity_id: Id
    branch_id: OrganisationId
    type: TypeCode
    title: str
    starts_at: AwareDatetime
    state: State
    expected: bool
    line: AttendanceOut | None
    counts: AttendanceCounts
    dispute: AttendanceDisputeOut | None
