"""What is wrong with a set of rules, as fields and codes; checked before it is kept."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from functions.points.rules import Beneficiary, Occasion, Rule, RuleSet

DAYS_OF_MONTH, MONTHS = 31, 12
RESERVED = {"base", "carry-over", "moved-in", "moved-out"}
"""Ids of lines that no rule of a committee writes."""
Fault = dict[str, str]


def faults(one: RuleSet) -> list[Fault]:
    """Ids that repeat, rules that overlap, caps and conditions that never matter, deductions by a machine."""
    rules = one.rules
    paying = [f"{r.activity_type or r.id} {r.to}" for r in rules]
    found = [_fault(i, "id", "duplicate_id") for i in _repeated([r.id for r in rules])]
    found += [_fault(i, "activityType", "overlap") for i in _repeated(paying)]
    for i, rule in enumerate(rules):
        found += [_fault(i, field, code) for field, code in (*_of_occasion(rule), *_of_bonus(rule))]
        found += [_fault(i, field, "unreachable") for field in _unreachable(rule)]
    return found + list(_of_set(one))


def _of_set(one: RuleSet) -> Iterator[Fault]:
    """A floor that nothing can reach, or that stands above where everybody begins."""
    if one.floor is None:
        return
    if one.floor > one.base:
        yield {"field": "floor", "code": "above_base"}
    if all(rule.points > 0 for rule in one.rules):
        yield {"field": "floor", "code": "unreachable"}


def _of_occasion(rule: Rule) -> Iterator[tuple[str, str]]:
    """An activity has a type and is never deducted for by itself; an award has neither type nor attendance."""
    if rule.id in RESERVED:
        yield "id", "reserved"
    if rule.points == 0:
        yield "points", "zero"
    if rule.occasion is Occasion.AWARD:
        if rule.activity_type is not None:
            yield "activityType", "not_expected"
    elif rule.activity_type is None:
        yield "activityType", "missing"
    elif rule.points < 0:
        yield "points", "deduction_by_machine"


def _of_bonus(rule: Rule) -> Iterator[tuple[str, str]]:
    """Attendance is a condition of a branch's activity alone; a bonus has a share from which it is paid."""
    of_branch = rule.occasion is Occasion.ACTIVITY and rule.to is Beneficiary.BRANCH
    given = {"atLeast": rule.at_least, "bonusFrom": rule.bonus_from}
    yield from ((field, "not_expected") for field, share in given.items() if share is not None and not of_branch)
    if (rule.bonus != 0) != (rule.bonus_from is not None):
        yield "bonus", "incomplete"
    if rule.bonus_from is not None and rule.bonus_from <= (rule.at_least or 0):
        yield "bonusFrom", "unreachable"


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
        "perDay": day is not None and (day < _most(rule) or day > min(month or day, year or day)),
        "perMonth": month is not None and (month < _most(rule) or month > min(most_in_month, year or month)),
        "perYear": year is not None and (year < _most(rule) or year > most_in_month * MONTHS),
    }
    return [field for field, is_wrong in wrong.items() if is_wrong]


def _most(rule: Rule) -> int:
    """The most that one fact is worth, given or taken."""
    return abs(rule.points) + rule.bonus
