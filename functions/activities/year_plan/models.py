"""A branch's year on the wire."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from functions.activities.activity_types import TypeCode
from functions.activities.models import MONTH, Title
from functions.activities.talks import rules as talk_rules
from functions.activities.talks.rules import Relation
from functions.activities.talks.tables import Talks
from functions.activities.year_plan.rules import Progress
from kernel.ids import Id, OrganisationId
from kernel.model import Command, Model

MOST_ENTRIES = 150

MonthName = Annotated[str, StringConstraints(pattern=MONTH)]


class PlanEntry(Command):
    """What the branch means to do in a month."""

    month: MonthName
    type: TypeCode
    title: Title


class SetYearPlan(Command):
    """The whole year, in place of what stood."""

    entries: Annotated[tuple[PlanEntry, ...], Field(max_length=MOST_ENTRIES)]


class YearEntryOut(Model):
    """`activity_id` stands for it, once one of its type is planned in its month."""

    month: MonthName
    type: TypeCode
    title: str
    activity_id: Id | None


class DutyLine(Model):
    """A duty in a period: `missing` are still to be held, of them `unplanned` have no date yet."""

    type: TypeCode
    period: str
    starts_on: date
    ends_on: date
    required: int
    intended: int
    planned: int
    held: int
    approved: int
    missing: int
    unplanned: int
    current: bool
    progress: Progress


class YearTalks(Model):
    """How many talks were recorded, and how many of each relation the year lacks; between whom, is told with them."""

    recorded: int
    missing: dict[Relation, int]

    @classmethod
    def of(cls, talks: Talks, roll: Collection[str]) -> Self:
        lacking = Counter(one.relation for one in talk_rules.missing(roll, talks.committee, talks.pairs))
        return cls(recorded=len(talks.held), missing={relation: lacking[relation] for relation in Relation})


class YearPlanOut(Model):
    """`missing`: what of the periods that run now is not held yet; `version` is of the branch's own entries."""

    branch_id: OrganisationId
    year: int
    as_of: datetime
    entries: list[YearEntryOut]
    duties: list[DutyLine]
    missing: list[DutyLine]
    talks: YearTalks
    version: int
