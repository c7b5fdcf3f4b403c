"""The rule sets of the committees as they stand: what counts at a place on a day, and how a set is stored."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from functions.points import rules
from functions.points.rule_tables import RuleSetsItem, RulesItem
from functions.points.rules import RuleSet
from kernel import directory

AT_ONCE = 100  # keys in a BatchGet


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


class Shelf:
    """The sets of many places: a look for each hundred organisations, and one for each set that is opened."""

    def __init__(self, paths: Iterable[str]) -> None:
        places = sorted({place for path in set(paths) for place in directory.ancestors(path)})
        self._heads = [head for at in range(0, len(places), AT_ONCE) for head in heads_of(places[at : at + AT_ONCE])]
        self._opened: dict[str, RuleSet] = {}
        self._known: dict[tuple[str, date], RuleSet] = {}

    def of(self, path: str, day: date) -> RuleSet:
        """The set that counts on a day at one of the places."""
        if (path, day) not in self._known:
            head = rules.in_force(self._heads, directory.ancestors(path), day)
            if head.id not in self._opened:
                self._opened[head.id] = _whole(head)
            self._known[path, day] = self._opened[head.id]
        return self._known[path, day]


def _whole(head: RuleSet) -> RuleSet:
    """The set with its rules; the built-in one has them."""
    if head.organisation_id is None:
        return head
    (item,) = RulesItem.find_all([RulesItem.key_of(head.organisation_id, head.effective_from)], consistent=True)
    return opened(item)
