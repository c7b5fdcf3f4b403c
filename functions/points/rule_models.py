"""What a committee's rules are asked for and answered with."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.points.caps import LARGEST
from functions.points.rules import Beneficiary, Occasion, Rule, RuleSet, Standing
from kernel.ids import Id
from kernel.model import Command, Line, Model

RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
ActivityType = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]{1,39}$")]
Words = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Worth = Annotated[int, Field(ge=-1000, le=1000)]
PointsCap = Annotated[int, Field(ge=1, le=LARGEST)]
Percent = Annotated[int, Field(ge=1, le=100)]
Begin = Annotated[int, Field(ge=0, le=1000)]


class RuleIn(Command):
    """Points for one type of activity, to each who attended or to the branch; or for an item that people award."""

    id: RuleId
    occasion: Occasion = Occasion.ACTIVITY
    activity_type: ActivityType | None = None
    to: Beneficiary
    points: Worth
    at_least: Percent | None = None
    bonus: Annotated[int, Field(ge=0, le=1000)] = 0
    bonus_from: Percent | None = None
    zh: Words
    en: Words
    per_day: PointsCap | None = None
    per_month: PointsCap | None = None
    per_year: PointsCap | None = None


def _each_once(standings: tuple[Standing, ...]) -> tuple[Standing, ...]:
    if len(set(standings)) < len(standings):
        raise ValueError("names something twice")
    return standings


class RulesIn(Command):
    """A set of rules, wherever and whenever it is to count."""

    rules: Annotated[list[RuleIn], Field(min_length=1, max_length=60)]
    base: Begin = 0
    carry_percent: Annotated[int, Field(ge=0, le=100)] = 0
    floor: Annotated[int, Field(ge=-LARGEST, le=LARGEST)] | None = None
    excludes: Annotated[tuple[Standing, ...], AfterValidator(_each_once)] = ()

    def as_set(self, set_id: str, organisation_id: str | None, effective_from: date) -> RuleSet:
        return RuleSet(
            set_id,
            organisation_id,
            effective_from,
            tuple(Rule(**rule.model_dump()) for rule in self.rules),
            base=self.base,
            carry_percent=self.carry_percent,
            floor=self.floor,
            excludes=self.excludes,
        )


class PublishRules(RulesIn):
    """The rules of a committee's subtree from a day on."""

    organisation_id: Id
    effective_from: date


class RuleOut(Model):
    id: str
    occasion: Occasion
    activity_type: str | None
    to: Beneficiary
    points: int
    at_least: int | None
    bonus: int
    bonus_from: int | None
    zh: str
    en: str
    per_day: int | None
    per_month: int | None
    per_year: int | None


class Ruling(Model):
    """What a set holds, wherever it comes from."""

    rules: list[RuleOut]
    base: int
    carry_percent: int
    floor: int | None
    excludes: list[Standing]


class RuleSetOut(Ruling):
    """A dated version. `organisation_id` is empty for the built-in one."""

    id: str
    organisation_id: str | None
    effective_from: date


class RuleSetsOut(Model):
    """What counts here today, wherever it comes from, and all that this committee has published, newest first."""

    organisation_id: Id
    in_force: RuleSetOut
    items: list[RuleSetOut]
    as_of: datetime


class ReadyMade(Ruling):
    """A set that a committee can start from: after which published measure it is made, and what it leaves out."""

    id: str
    zh: str
    en: str


class ReadyMadeSets(Model):
    items: list[ReadyMade]
