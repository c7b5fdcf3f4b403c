"""What `points` is asked and what it answers."""

from datetime import date, datetime
from typing import Annotated

from pydantic import StringConstraints

from functions.points.rules import Occasion
from kernel.ids import Id
from kernel.model import Model

Season = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}$")]


class RuleWords(Model):
    """The rule of a line: which version (none: a move between branches), which rule, in plain words."""

    rule_set_id: str | None
    id: str
    zh: str
    en: str


class Evidence(Model):
    """The reviewed activity that a line rests on, or the award that two people stand for."""

    activity_id: Id | None
    award_id: Id | None
    held_on: date


class StatementLine(Model):
    """`value` was posted (less than `full_value` where a cap was reached); `balance` is that of the season after it.

    A move between branches is two lines that add up to nothing, without evidence, as is what a season begins with.
    `id` names the line in this statement, `reverses` the line that it takes back.
    """

    id: str
    posted_at: datetime
    season: str
    value: int
    full_value: int
    balance: int
    branch_id: Id
    rule: RuleWords
    evidence: Evidence | None
    reverses: str | None


class Statement(Model):
    """A member's balance of the present season, and lines of all seasons, newest first."""

    member_id: Id
    season: str
    balance: int
    items: list[StatementLine]
    as_of: datetime
    next: str | None = None


class Opportunity(Model):
    """A rule in force that would give the member something today: `next` is what the next such fact would give.

    What is left of a period is empty where the rule has no cap for it.
    """

    rule: RuleWords
    occasion: Occasion
    activity_type: str | None
    next: int
    left_today: int | None
    left_this_month: int | None
    left_this_year: int | None


class Opportunities(Model):
    """What would give the member more, the most first."""

    season: str
    items: list[Opportunity]
    as_of: datetime


class BoardLine(Model):
    member_id: Id
    points: int
    rank: int


class Definition(Model):
    """How a number comes about, in plain words."""

    zh: str
    en: str


class Normalised(Model):
    """What makes branches of different size comparable. `points_per_member` is empty where nobody counts."""

    points_per_member: float | None
    eligible: int
    left_out: int
    definition: Definition


class BranchBoard(Model):
    """The live board of one branch: its own points, and its members by rank; equal points share a rank."""

    branch_id: Id
    season: str
    points: int
    normalised: Normalised
    members: list[BoardLine]
    as_of: datetime
