"""What is asked and answered of checklists: boards of branches and committees, a branch's lines, rulings on them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import StringConstraints

from functions.ranking.checklist_rules import DEFINITION, PATTERN, LineState
from functions.ranking.checklist_tallies import LineTally
from kernel.ids import Id
from kernel.model import Command, Model, Text

TaskPeriod = Annotated[str, StringConstraints(pattern=PATTERN, max_length=7)]
LineId = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Z_]+\.[0-9Q-]+$")]
TasksOf = Literal["branches", "committees"]


class ShareDefinition(Model):
    """How the numbers are counted, in both languages."""

    zh: str
    en: str


STATED = ShareDefinition.model_validate(DEFINITION)


class TaskNumbers(Model):
    """`due` is the sum of the seven after it; `share` is the part of what was owed that was done, 1 at most; none where
    nothing was owed."""

    due: int
    done_in_time: int
    done_late: int
    excused: int
    not_applicable: int
    missing: int
    open: int
    in_review: int
    share: float | None

    @classmethod
    def of(cls, tally: LineTally, **rest: object) -> Self:
        numbers = dict(zip((state.value.lower() for state in LineState), tally, strict=True))
        share = None if tally.share is None else round(float(tally.share), 4)
        return cls.model_validate({"due": tally.due, **numbers, "share": share, **rest})


class TaskStanding(TaskNumbers):
    """The numbers of a branch, or the sums of a committee's branches."""

    organisation_id: Id
    level: str | None
    kind: str | None
    rank: int | None


class TaskBoard(Model):
    """A board as of an instant; `total` sums up all branches. `complete` says whether the caller sees all of it."""

    organisation_id: Id
    period: str
    of: TasksOf
    definition: ShareDefinition = STATED
    total: TaskNumbers
    complete: bool
    items: list[TaskStanding]
    as_of: datetime
    next: str | None = None


Why = Literal[
    "FINAL_REVIEW_PASSED",
    "TALK_RECORDED",
    "RULED",
    "NOT_OWED",
    "WAITS_FOR_REVIEW",
    "RETURNED",
    "APPROVAL_WITHDRAWN",
    "NOTHING_HANDED_IN",
]


class TaskLine(Model):
    """A duty in one period. `why`: what its state rests on; `activity_id` names the record, if one does; `decision` and
    `reason` are of the committee that ruled on it, and of no decision if it took that back."""

    id: str
    type: str
    period: str
    starts_on: date
    ends_on: date
    hand_in_by: date
    state: LineState
    why: Why
    activity_id: Id | None = None
    held_on: date | None = None
    handed_in_on: date | None = None
    decision: Literal["EXCUSED", "NOT_APPLICABLE"] | None = None
    reason: str | None = None
    ruled_at: datetime | None = None


class TaskLines(Model):
    """The checklist of a branch in a period, and what it comes to."""

    branch_id: Id
    period: str
    definition: ShareDefinition = STATED
    total: TaskNumbers
    lines: list[TaskLine]
    as_of: datetime


class RuleOnLine(Command):
    """Excuse a line or say that it does not apply, and why; none takes the ruling back."""

    decision: Literal["EXCUSED", "NOT_APPLICABLE"] | None = None
    reason: Annotated[Text, StringConstraints(min_length=1, max_length=1000)]
