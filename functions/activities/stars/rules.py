"""The star rating of a branch's year, by criteria that are met or missed (`domain.md` 8). Pure.

Of the criteria that are worth computing those stand here whose facts are reviewed records of organisational life;
terms, dues, wishes and what people think are for the committee that decides. Weights, shares and the scores for each
star are local rules [S78][S79]: a committee may set them. That a duty is held in every period is a national one (4.1).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from functions.activities.activity_types import TYPES

MOST_STARS = 5


class Unit(StrEnum):
    PERCENT = "PERCENT"  # at least the target: `counted` of `of`
    AT_MOST = "AT_MOST"  # at most the target: `counted`


@dataclass(frozen=True)
class Criterion:
    """`points` of what the branch can reach in all; a national one keeps its target."""

    code: str
    zh: str
    en: str
    points: int
    target: int = 100
    unit: Unit = Unit.PERCENT
    national: bool = False


WEIGHTS = {
    "THEME_DAY": 20,
    "GENERAL_ASSEMBLY": 15,
    "PARTY_LECTURE": 10,
    "COMMITTEE_MEETING": 10,
    "GROUP_MEETING": 5,
    "ORG_LIFE_MEETING": 10,
    "DEMOCRATIC_APPRAISAL": 10,
    "TALK": 5,
}
DUTIES = tuple(
    Criterion(kind.code, f"按期开展{kind.zh}", f"Held in every period: {kind.en}", WEIGHTS[kind.code], national=True)
    for kind in TYPES.values()
    if kind.duty
)
ATTENDANCE, ENTERED_IN_TIME, PASSED_AT_ONCE, NONE_WITHDRAWN = (
    Criterion("ATTENDANCE", "出勤率", "Attendance", 15, 80),
    Criterion("ENTERED_IN_TIME", "活动事前录入", "Planned before they began", 5, 90),
    Criterion("PASSED_AT_ONCE", "一次通过审核", "Passed without a return", 5, 80),
    Criterion("NONE_WITHDRAWN", "无撤销审核的记录", "No approval withdrawn", 10, 0, Unit.AT_MOST),
)
CRITERIA = (*DUTIES, ATTENDANCE, ENTERED_IN_TIME, PASSED_AT_ONCE, NONE_WITHDRAWN)


@dataclass(frozen=True)
class Settings:
    """`stars`: the score from which on there are five, four, three and two; below there is one. `points` and `targets`
    of criteria, by code, where they are not those above."""

    stars: Sequence[int] = (90, 80, 70, 60)
    points: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """What was counted for a criterion, `of` how many (none: it has no whole)."""

    code: str
    counted: int
    of: int | None = None

    @property
    def percent(self) -> int | None:
        """Rounded down; None of nothing."""
        return self.counted * 100 // self.of if self.of else None


@dataclass(frozen=True)
class Finding:
    """A criterion with its numbers, met or missed."""

    criterion: Criterion
    fact: Fact
    target: int
    points: int
    met: bool


@dataclass(frozen=True)
class Rating:
    """`score` of 100: the points of the criteria that are met, of those of all that apply."""

    findings: Sequence[Finding]
    score: int
    stars: int


def faults(settings: Settings) -> list[str]:
    """The fields of settings that make no sense: a share that is none, a national target, scores out of order."""
    known = {one.code: one for one in CRITERIA}
    wrong = [f"points.{code}" for code in settings.points if code not in known]
    wrong += [f"targets.{code}" for code in settings.targets if code not in known or known[code].national]
    in_order = all(above > below for above, below in zip(settings.stars, settings.stars[1:], strict=False))
    return wrong if in_order else [*wrong, "stars"]


def rate(facts: Iterable[Fact], settings: Settings) -> Rating:
    """By the criteria that facts are given for, in the order in which they are listed."""
    by_code = {fact.code: fact for fact in facts}
    findings = [_find(one, by_code[one.code], settings) for one in CRITERIA if one.code in by_code]
    reachable = sum(finding.points for finding in findings)
    reached = sum(finding.points for finding in findings if finding.met)
    score = reached * 100 // reachable if reachable else 0
    return Rating(findings, score, MOST_STARS - sum(score < least for least in settings.stars))


def _find(criterion: Criterion, fact: Fact, settings: Settings) -> Finding:
    target = settings.targets.get(criterion.code, criterion.target)
    points = settings.points.get(criterion.code, criterion.points)
    if criterion.unit is Unit.AT_MOST:
        met = fact.counted <= target
    else:
        met = fact.percent is not None and fact.percent >= target
    return Finding(criterion, fact, target, points, met)
