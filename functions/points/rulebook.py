"""The rule sets of the committees as they stand: what counts at a place on a day, and how a set is stored."""

from collections.abc import Sequence
from datetime import date

import msgspec

from functions.points import rules
from functions.points.rules import RuleSet
from functions.points.tables import RuleSetsItem, RulesItem
from kernel import directory


def stored(one: RuleSet | Sequence[RuleSet]) -> str:
    return msgspec.json.encode(one).decode()


def listed(item: RuleSetsItem) -> list[RuleSet]:
    """Every set that a committee has published, without its rules."""
    return msgspec.json.decode(item.sets, type=list[RuleSet]) if item.sets else []


def opened(item: RulesItem) -> RuleSet:
    """A set with its rules."""
    return msgspec.json.decode(item.content, type=RuleSet)


def heads_of(organisation_ids: Sequence[str]) -> list[RuleSet]:
    """Every set that these committees have published, without its rules, in one look."""
    items = RuleSetsItem.find_all([RuleSetsItem.key_of(i) for i in organisation_ids], consistent=True)
    return [one for item in items for one in listed(item)]


def in_force(path: str, day: date) -> RuleSet:
    """The set that counts on a day at a place."""
    above = directory.ancestors(path)
    return _whole(rules.in_force(heads_of(above), above, day))


def _whole(head: RuleSet) -> RuleSet:
    """The set with its rules; the built-in one has them."""
    if head.organisation_id is None:
        return head
    (item,) = RulesItem.find_all([RulesItem.key_of(head.organisation_id, head.effective_from)], consistent=True)
    return opened(item)
