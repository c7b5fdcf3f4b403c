"""What points are given for, and what the rules in force make of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from functions.points.rules import Beneficiary, Rule, RuleSet
from kernel import seasons


class Kind(StrEnum):
    """On what a line rests: a reviewed activity, an award that two people stand for, or the season that began."""

    ACTIVITY = "activity"
    AWARD = "award"
    SEASON = "season"


@dataclass(frozen=True)
class Fact:
    """Something reviewed and the accounts that it is about: up to ninety members, or the branch.

    `source` is the id of the activity or the award; `branch_id`, `county_id` and `path` say where it happened.
    `attended` and `entitled` are known of a branch's activity alone.
    """

    source: str
    held_on: date
    branch_id: str
    county_id: str
    path: str
    to: Beneficiary
    accounts: Sequence[str]
    activity_type: str | None = None
    part: int = 0
    kind: Kind = Kind.ACTIVITY
    rule_id: str = ""
    attended: int = 0
    entitled: int = 0

    @property
    def season(self) -> str:
        return seasons.season_of(self.held_on)

    @property
    def percent(self) -> int | None:
        """The share of those entitled who came, in whole percent."""
        return self.attended * 100 // self.entitled if self.entitled else None

    def rule_in(self, rule_set: RuleSet) -> Rule | None:
        """The rule of a set that is about this, if any is."""
        if self.kind is Kind.AWARD:
            return rule_set.item(self.rule_id, self.to)
        return rule_set.rule(self.activity_type, self.to)


@dataclass(frozen=True)
class Pay:
    """What a set pays for a fact: the rule, and what each account is to have before caps."""

    rule_set: RuleSet
    rule: Rule
    full: Mapping[str, int]


def pay(rule_set: RuleSet, fact: Fact, accounts: Sequence[str]) -> Pay | None:
    """The same to each of these accounts; None if the set does not pay the fact."""
    rule = fact.rule_in(rule_set)
    full = rule.worth(fact.percent) if rule else 0
    return Pay(rule_set, rule, dict.fromkeys(accounts, full)) if rule and full else None
