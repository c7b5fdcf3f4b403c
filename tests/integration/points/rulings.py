"""Rules as a committee would have published them some time ago."""

from datetime import date
from typing import Any

from functions.points import rulebook
from functions.points.rule_tables import RuleSetsItem, RulesItem
from functions.points.rules import Rule, RuleSet
from kernel.directory import Organisation
from kernel.ids import new_id

BEGUN = date(2020, 1, 1)


def in_force(where: Organisation, *rules: Rule, **of_set: Any) -> RuleSet:
    one = RuleSet(new_id(), where.id, BEGUN, rules, **of_set)
    RuleSetsItem(*RuleSetsItem.key_of(where.id), sets=rulebook.stored([one.head]), version=1).save()
    RulesItem(*RulesItem.key_of(where.id, BEGUN), content=rulebook.stored(one), version=1).save()
    return one
