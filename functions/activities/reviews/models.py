"""Reviews on the wire: decisions, what waits, what was passed in bulk, how long it took, and what a committee rules."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field

from functions.activities import rules
from functions.activities.activity_types import TypeCode
from functions.activities.models import Paragraph
from functions.activities.record_rules import MOST_IN_BULK, Flag, Settings
from functions.activities.tables import Activity, Review
from kernel.clock import instant
from kernel.ids import Id, OrganisationId
from kernel.model import Command, Model


class ReviewActivity(Command):
    decision: Literal["approve", "return"]
    reason: Paragraph | None = None


class WithdrawActivity(Command):
    reason: Paragraph


class ReviewOut(Model):
    """A decision, or what took the approval back."""

    round: int
    stage: Literal["first", "final"]
    decision: Literal["approve", "return", "withdraw"]
    reason: str | None
    at: AwareDatetime
    in_bulk: bool

    @classmethod
    def of(cls, row: Review) -> Self:
        _, number, stage = row.sk.split("#")
        of = "final" if stage == Review.WITHDRAWAL else stage
        facts = {"round": int(number), "stage": of, "decision": row.decision, "reason": row.reason}
        return cls.model_validate(facts | {"at": instant(row.at), "in_bulk": bool(row.in_bulk)})


class QueueItem(Model):
    """An activity that waits for the committee's review, for `waiting_hours` whole hours at this committee.

    `lag_days`: from the activity to its entry, if that was after it began. `flags` say what to look at.
    """

    activity_id: Id
    branch_id: OrganisationId
    type: TypeCode
    title: str
    starts_at: AwareDatetime
    state: rules.State
    round: int
    submitted_at: AwareDatetime
    waiting_since: AwareDatetime
    waiting_hours: int
    lag_days: int | None
    flags: list[Flag]

    @classmethod
    def of(cls, stored: Activity, at: AwareDatetime) -> Self:
        since = instant(str(stored.waits_since or stored.submitted_at))
        facts = {
            "activity_id": stored.id,
            "branch_id": stored.branch_id,
            "type": stored.type,
            "title": stored.title,
            "starts_at": instant(stored.starts_at),
            "state": stored.state,
            "round": int(stored.round),
            "submitted_at": instant(str(stored.submitted_at)),
            "waiting_since": since,
            "waiting_hours": int((at - since).total_seconds() // 3600),
            "lag_days": stored.lag_days,
            "flags": list(stored.flags or ()),
        }
        return cls.model_validate(facts)


class ReviewInBulk(Command):
    """Records that the committee would pass without a look at each."""

    organisation_id: OrganisationId
    activity_ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=MOST_IN_BULK)]


class BulkOutcome(Model):
    """PASSED; LOOK with the reasons (flags, or SAMPLED): to be decided by itself; REFUSED with the problem's code."""

    activity_id: Id
    outcome: Literal["PASSED", "LOOK", "REFUSED"]
    state: rules.State | None = None
    reasons: tuple[str, ...] = ()
    code: str | None = None


class BulkOut(Model):
    items: list[BulkOutcome]
    sample_percent: int


class MonthOut(Model):
    """Decisions of a month. Half of the records were decided within `median_hours`, nine of ten within `p90_hours`
    (bounds of ranges; none: longer than any)."""

    month: str
    approved: int
    returned: int
    in_bulk: int
    median_hours: int | None
    p90_hours: int | None


class SetRecordRules(Command):
    """All of it, in place of what the committee ruled before."""

    organisation_id: OrganisationId
    entry_days: Annotated[int, Field(ge=0, le=365)] = Settings.entry_days
    bulk: bool = Settings.bulk
    sample_percent: Annotated[int, Field(ge=5, le=100)] = Settings.sample_percent


class RecordRulesOut(Model):
    """What is in force; `set_by` none: the defaults."""

    entry_days: int
    bulk: bool
    sample_percent: int
    set_by: OrganisationId | None
    version: int
