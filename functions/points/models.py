"""What `points` is asked and what it answers."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.points.caps import LARGEST
from functions.points.rules import Beneficiary
from kernel.ids import Id
from kernel.model import Command, Line, Model

RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
ActivityType = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]{1,39}$")]
Season = Annotated[str, StringConstraints(pattern=r"^20\d\d$")]
Words = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Worth = Annotated[int, Field(ge=1, le=1000)]
PointsCap = Annotated[int, Field(ge=1, le=LARGEST)]


class RuleIn(Command):
    """Points for one type of activity, to each who attended or to the branch, with the caps of one account."""

    id: RuleId
    activity_type: ActivityType
    to: Beneficiary
    points: Worth
    zh: Words
    en: Words
    per_day: PointsCap | None = None
    per_month: PointsCap | None = None
    per_year: PointsCap | None = None


class PublishRules(Command):
    """The rules of a committee's subtree from a day on."""

    organisation_id: Id
    effective_from: date
    rules: Annotated[list[RuleIn], Field(min_length=1, max_length=60)]


class RuleOut(Model):
    id: str
    activity_type: str
    to: Beneficiary
    points: int
    zh: str
    en: str
    per_day: int | None
    per_month: int | None
    per_year: int | None


class RuleSetOut(Model):
    """A dated version. `organisation_id` is empty for the built-in one."""

    id: str
    organisation_id: str | None
    effective_from: date
    rules: list[RuleOut]


class RuleSetsOut(Model):
    """What counts here today, wherever it comes from, and all that this committee has published, newest first."""

    organisation_id: Id
    in_force: RuleSetOut
    items: list[RuleSetOut]
    as_of: datetime


class RuleWords(Model):
    """The rule of a line: which version (none: a move between branches), which rule, in plain words."""

    rule_set_id: str | None
    id: str
    zh: str
    en: str


class Evidence(Model):
    """The reviewed activity that a line rests on."""

    activity_id: Id
    held_on: date


class StatementLine(Model):
    """`value` was posted (less than `full_value` where a cap was reached); `balance` is that of the season after it.

    A move between branches is two lines that add up to nothing, without evidence.
    """

    posted_at: datetime
    season: str
    value: int
    full_value: int
    balance: int
    branch_id: Id
    rule: RuleWords
    evidence: Evidence | None


class Statement(Model):
    """A member's balance of the present season, and lines of all seasons, newest first."""

    member_id: Id
    season: str
    balance: int
    items: list[StatementLine]
    as_of: datetime
    next: str | None = None


class BoardLine(Model):
    member_id: Id
    points: int
    rank: int


class BranchBoard(Model):
    """The live board of one branch: its own points, and its members by rank; equal points share a rank."""

    branch_id: Id
    season: str
    points: int
    members: list[BoardLine]
    as_of: datetime
