"""Star ratings on the wire."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, Field

from functions.activities.models import Paragraph
from functions.activities.stars.rules import MOST_STARS, Finding, Settings, Unit
from functions.activities.stars.tables import Stars
from kernel.clock import instant
from kernel.ids import OrganisationId
from kernel.model import Command, Model

StarCount = Annotated[int, Field(ge=1, le=MOST_STARS)]
Share = Annotated[int, Field(ge=0, le=100)]
ByCode = Annotated[dict[Annotated[str, Field(max_length=32)], Share], Field(max_length=40)]


class CriterionOut(Model):
    """`counted` of `of` (percent, rounded down, at least `target`), or, of no whole, at most `target`."""

    code: str
    zh: str
    en: str
    unit: Unit
    counted: int
    of: int | None
    percent: int | None
    target: int
    points: int
    met: bool

    @classmethod
    def of_finding(cls, one: Finding) -> Self:
        named = {"code": one.criterion.code, "zh": one.criterion.zh, "en": one.criterion.en, "unit": one.criterion.unit}
        counted = {"counted": one.fact.counted, "of": one.fact.of, "percent": one.fact.percent}
        return cls.model_validate(named | counted | {"target": one.target, "points": one.points, "met": one.met})


class ConfirmedStars(Model):
    """`proposed` and `score` as they were computed then; `missed` were the codes of the criteria that were not met."""

    stars: StarCount
    proposed: StarCount
    score: Share
    missed: list[str]
    reason: str | None
    at: AwareDatetime

    @classmethod
    def of(cls, row: Stars) -> Self:
        missed = [one["code"] for one in row.findings if not one["met"]]
        facts = {"stars": int(row.stars), "proposed": int(row.proposed), "score": int(row.score), "missed": missed}
        return cls.model_validate(facts | {"reason": row.reason, "at": instant(row.at)})


class StarsOut(Model):
    """What the reviewed records of the year say now, and what the county's committee decided, if it did. `set_by`: the
    committee whose settings count (none: those of the house)."""

    branch_id: OrganisationId
    year: int
    as_of: datetime
    score: Share
    proposed: StarCount
    criteria: list[CriterionOut]
    set_by: OrganisationId | None
    confirmed: ConfirmedStars | None
    version: int


class ConfirmStars(Command):
    """Other stars than are proposed need a reason."""

    stars: StarCount
    reason: Paragraph | None = None


class SetStarRules(Command):
    """All of them; what is not named is that of the house."""

    organisation_id: OrganisationId
    stars: tuple[Share, Share, Share, Share] = (90, 80, 70, 60)
    points: ByCode = Field(default_factory=dict)
    targets: ByCode = Field(default_factory=dict)


class StarRulesOut(Model):
    stars: list[int]
    points: dict[str, int]
    targets: dict[str, int]
    set_by: OrganisationId | None
    version: int

    @classmethod
    def of(cls, settings: Settings, set_by: str | None, version: float) -> Self:
        facts = {"stars": list(settings.stars), "points": dict(settings.points), "targets": dict(settings.targets)}
        return cls.model_validate(facts | {"set_by": set_by, "version": int(version)})
