"""How points are earned: dated sets of rules, their caps, and what one fact is worth (`domain.md` 7.1, 7.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

MOST_SETS = 50
TOP_SHOWN = 10  # ranks of the branch that members see beside their own


class Beneficiary(StrEnum):
    MEMBER = "member"
    BRANCH = "branch"


class Occasion(StrEnum):
    """What a rule pays for: a reviewed activity by itself, or an item that people award with reason and evidence."""

    ACTIVITY = "activity"
    AWARD = "award"


class Standing(StrEnum):
    """Why a member may be left out of the counting (`domain.md` 7.1: long-term floating members excluded). Who is away
    is told by `members`; that somebody has retired or is ill their branch records (`exempting`)."""

    FLOATING = "floating"
    RETIRED = "retired"
    ILL = "ill"


@dataclass(frozen=True)
class Rule:
    """Points for one type of reviewed activity, to each member who attended or to the branch that held it; or for an
    item that is awarded (no type). Below zero: a deduction, which only people award.

    A cap is the most that the rule gives, or takes, one account in a day, month or year of the fact; None: no cap.
    Of a branch's activity: paid if at least `at_least` percent of those entitled came (None: whoever came), and `bonus`
    more from `bonus_from` percent on.
    """

    id: str
    activity_type: str | None
    to: Beneficiary
    points: int
    zh: str
    en: str
    per_day: int | None = None
    per_month: int | None = None
    per_year: int | None = None
    occasion: Occasion = Occasion.ACTIVITY
    at_least: int | None = None
    bonus: int = 0
    bonus_from: int | None = None

    def worth(self, percent: int | None) -> int:
        """What a fact is worth before caps, by the share of those entitled who came; 0 where the condition fails."""
        if self.at_least is not None and (percent is None or percent < self.at_least):
            return 0
        with_bonus = self.bonus_from is not None and percent is not None and percent >= self.bonus_from
        return self.points + (self.bonus if with_bonus else 0)


@dataclass(frozen=True)
class RuleSet:
    """A version: in force from a day on until the next one of the same committee. No organisation: built in.

    A season begins at 0 on 1 January. Each member has `base` points from the night on in which the set first counts for
    them, and in February `carry_percent` of what the season before ended with, whole points. No deduction takes a
    balance below `floor`. Members of a standing in `excludes` have no part in it: neither base nor activities.
    """

    id: str
    organisation_id: str | None
    effective_from: date
    rules: tuple[Rule, ...]
    base: int = 0
    carry_percent: int = 0
    floor: int | None = None
    excludes: tuple[Standing, ...] = ()

    @property
    def head(self) -> "RuleSet":
        """The set without its rules: enough to tell which one counts."""
        return replace(self, rules=())

    def rule(self, activity_type: str | None, to: Beneficiary) -> Rule | None:
        """The one rule that pays this activity, if any does."""
        paying = (r for r in self.rules if r.occasion is Occasion.ACTIVITY)
        return next((r for r in paying if r.activity_type == activity_type and r.to is to), None)

    def item(self, rule_id: str, to: Beneficiary) -> Rule | None:
        """What may be awarded under this id."""
        awarded = (r for r in self.rules if r.occasion is Occasion.AWARD)
        return next((r for r in awarded if r.id == rule_id and r.to is to), None)


@dataclass(frozen=True)
class Used:
    """What a rule has given, or taken, one account so far in the day, month and year of a fact."""

    day: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True)
class Line:
    """What one account gets under a rule; `value` is less than `full` where a cap or the floor was reached."""

    rule: Rule
    full: int
    value: int


def left(rule: Rule, used: Used) -> tuple[int | None, int | None, int | None]:
    """What each cap leaves of the day, the month and the year; None where there is no cap."""
    of = ((rule.per_day, used.day), (rule.per_month, used.month), (rule.per_year, used.year))
    day, month, year = (None if cap is None else max(0, cap - so_far) for cap, so_far in of)
    return day, month, year


def award(rule: Rule, full: int, used: Used, balance: int = 0, floor: int | None = None) -> Line:
    """One account's line: `full` is what the fact is worth, `balance` what it has, below which `floor` keeps it."""
    moved = min([abs(full), *(rest for rest in left(rule, used) if rest is not None)])
    if full >= 0:
        return Line(rule, full, moved)
    return Line(rule, full, -moved if floor is None else -min(moved, max(0, balance - floor)))


def in_force(sets: Iterable[RuleSet], path: Sequence[str], day: date) -> RuleSet:
    """The set that counts on a day: the latest of the nearest committee on the path (root first), else the built-in."""
    begun = [s for s in sets if s.effective_from <= day and s.organisation_id in path]
    order = {place: depth for depth, place in enumerate(path)}
    return max(begun, key=lambda s: (order[str(s.organisation_id)], s.effective_from), default=BUILT_IN)


def _both(slug: str, activity_type: str, per_year: int, zh: str, en: str) -> tuple[Rule, Rule]:
    return (
        Rule(slug, activity_type, Beneficiary.MEMBER, 5, f"参加{zh}", f"Attended {en}", per_year=per_year),
        Rule(f"branch-{slug}", activity_type, Beneficiary.BRANCH, 5, f"召开{zh}", f"Held {en}", per_year=per_year),
    )


@dataclass(frozen=True)
class Move:
    """A line that earns nothing: it explains why a balance stands elsewhere."""

    id: str
    zh: str
    en: str


MOVED_OUT = Move("moved-out", "组织关系转出，积分随转", "Moved to another branch with the points")
MOVED_IN = Move("moved-in", "组织关系转入，积分随转", "Came from another branch with the points")


def base_rule(points: int) -> Rule:
    """The line of a season's base (`domain.md` 7.1, city organs: base 60)."""
    return Rule("base", None, Beneficiary.MEMBER, points, "赛季基础分", "The season's base")


def carry_rule(percent: int) -> Rule:
    """The line of what a season leaves the next (`domain.md` 7.1, county bureau: 20 % of last year's points)."""
    words = (f"上一年度积分结转{percent}%", f"{percent} percent of last season carried over")
    return Rule("carry-over", None, Beneficiary.MEMBER, 0, *words)


def carried(rule_set: RuleSet, last: int) -> int:
    """Whole points of what a season ended with; of a balance below zero nothing."""
    return max(0, last) * rule_set.carry_percent // 100


# domain.md 7.1, Shanxi: 5 points each, so many a year. A branch gets for holding what its members get for attending
# (domain.md 7.1, Gansu: branch points mainly from organisational life; the numbers for branches are our default).
BUILT_IN = RuleSet(
    "0" * 25 + "1",
    None,
    date(2000, 1, 1),
    (
        *_both("assembly", "GENERAL_ASSEMBLY", 20, "支部党员大会", "a general assembly"),
        *_both("committee", "COMMITTEE_MEETING", 60, "支部委员会会议", "a meeting of the branch committee"),
        *_both("group", "GROUP_MEETING", 60, "党小组会", "a meeting of the Party group"),
        *_both("lecture", "PARTY_LECTURE", 5, "党课", "a Party lecture"),
        *_both("org-life", "ORG_LIFE_MEETING", 5, "组织生活会", "an organisational-life meeting"),
        *_both("theme-day", "THEME_DAY", 60, "主题党日", "a theme Party day"),
    ),
)
