"""How points are earned: dated sets of rules, their caps, and what one fact is worth (`domain.md` 7.1, 7.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby

MOST_SETS = 50
TOP_SHOWN = 10  # ranks of the branch that members see beside their own
DAYS_OF_MONTH, MONTHS = 31, 12


class Beneficiary(StrEnum):
    MEMBER = "member"
    BRANCH = "branch"


@dataclass(frozen=True)
class Rule:
    """Points for one type of reviewed activity, to each member who attended or to the branch that held it.

    A cap is the most that the rule gives one account in a day, month or year of the activity; None: no cap.
    """

    id: str
    activity_type: str
    to: Beneficiary
    points: int
    zh: str
    en: str
    per_day: int | None = None
    per_month: int | None = None
    per_year: int | None = None


@dataclass(frozen=True)
class RuleSet:
    """A version: in force from a day on until the next one of the same committee. No organisation: built in."""

    id: str
    organisation_id: str | None
    effective_from: date
    rules: tuple[Rule, ...]

    @property
    def head(self) -> "RuleSet":
        """The set without its rules: enough to tell which one counts."""
        return replace(self, rules=())

    def rule(self, activity_type: str, to: Beneficiary) -> Rule | None:
        """The one rule that pays this, if any does."""
        return next((r for r in self.rules if r.activity_type == activity_type and r.to is to), None)


@dataclass(frozen=True)
class Used:
    """What a rule has given one account so far in the day, month and year of an activity."""

    day: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True)
class Line:
    """What one account gets under a rule; `value` is less than the rule's points where a cap was reached."""

    rule: Rule
    value: int


def award(rule_set: RuleSet, activity_type: str, to: Beneficiary, used: Sequence[Used]) -> list[Line]:
    """One line per account, in the order of `used`; none if no rule pays this type of activity."""
    rule = rule_set.rule(activity_type, to)
    return [Line(rule, _value(rule, so_far)) for so_far in used] if rule else []


def _value(rule: Rule, used: Used) -> int:
    caps = ((rule.per_day, used.day), (rule.per_month, used.month), (rule.per_year, used.year))
    return max(0, min([rule.points, *(cap - so_far for cap, so_far in caps if cap is not None)]))


def in_force(sets: Iterable[RuleSet], path: Sequence[str], day: date) -> RuleSet:
    """The set that counts on a day: the latest of the nearest committee on the path (root first), else the built-in."""
    begun = [s for s in sets if s.effective_from <= day and s.organisation_id in path]
    order = {place: depth for depth, place in enumerate(path)}
    return max(begun, key=lambda s: (order[str(s.organisation_id)], s.effective_from), default=BUILT_IN)


def faults(rules: Sequence[Rule]) -> list[dict[str, str]]:
    """What is wrong with a set, as fields and codes: ids that repeat, rules that overlap, caps never reached."""
    found = [_fault(i, "id", "duplicate_id") for i in _repeated([r.id for r in rules])]
    found += [_fault(i, "activityType", "overlap") for i in _repeated([f"{r.activity_type} {r.to}" for r in rules])]
    return found + [_fault(i, field, "unreachable") for i, rule in enumerate(rules) for field in _unreachable(rule)]


def _fault(index: int, field: str, code: str) -> dict[str, str]:
    return {"field": f"rules.{index}.{field}", "code": code}


def _repeated(keys: Sequence[str]) -> list[int]:
    """The places of every key that stood before."""
    placed = sorted(range(len(keys)), key=lambda i: keys[i])
    return sorted(i for _, group in groupby(placed, key=lambda i: keys[i]) for i in list(group)[1:])


def _unreachable(rule: Rule) -> list[str]:
    """The caps of a rule that can never be what stops it, or that keep its points from ever being paid in full."""
    day, month, year = rule.per_day, rule.per_month, rule.per_year
    most_in_month = min(c for c in (month, day and day * DAYS_OF_MONTH, 10**9) if c)
    wrong = {
        "perDay": day is not None and (day < rule.points or day > min(month or day, year or day)),
        "perMonth": month is not None and (month < rule.points or month > min(most_in_month, year or month)),
        "perYear": year is not None and (year < rule.points or year > most_in_month * MONTHS),
    }
    return [field for field, is_wrong in wrong.items() if is_wrong]


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
