"""What rules make of what was counted, in the order in which it was: pure. With the rules that were in force it gives
the balances that stand; with others, those that would."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from functions.points import caps, facts, rules
from functions.points.facts import Fact
from functions.points.history_tables import HistoryRow, unpacked
from functions.points.rules import Beneficiary, Rule, RuleSet, Standing, Used, base_rule, carried, carry_rule

Rulings = Callable[[str, date], RuleSet]
"""The set that counts at a path on a day."""
Known = Callable[[Collection[Standing], date], frozenset[str]]
"""The members of these standings on a day, as is known now."""
Part = tuple[str, str, int]


@dataclass(frozen=True)
class Given:
    """What one account had from a part of a source."""

    rule: Rule
    held_on: date
    value: int


@dataclass
class Replay:
    """Balances of one season by account, and what they rest on. `known`: who is left out, where others were then."""

    rulings: Rulings
    known: Known = lambda _standings, _day: frozenset()
    members: Counter[str] = field(default_factory=Counter)
    branches: Counter[str] = field(default_factory=Counter)
    _used: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _given: dict[Part, dict[str, Given]] = field(default_factory=dict)

    def run(self, rows: Iterable[HistoryRow]) -> "Replay":
        """Rows of several branches, in the order of their instants."""
        for row in rows:
            {row.POSTED: self._post, row.REVERSED: self._reverse, row.OPENED: self._open}[row.what](row)
        return self

    def begin(self, members: Iterable[str], rule_set: RuleSet, day: date) -> None:
        """The base for members who were never given one."""
        for member in members:
            self._give(member, base_rule(rule_set.base), rule_set.base, day, rule_set, self.members)

    def _post(self, row: HistoryRow) -> None:
        fact = row.fact
        rule_set = self.rulings(fact.path, fact.held_on)
        counted = [account for account in fact.accounts if account not in self._aside(row, rule_set)]
        pay = facts.pay(rule_set, fact, counted)
        for account in fact.accounts:
            self._mention(fact, account)
        if pay:
            balances = self._balances(fact.to)
            given = {a: self._give(a, pay.rule, pay.full[a], fact.held_on, rule_set, balances) for a in counted}
            self._given[_part(row)] = given

    def _mention(self, fact: Fact, account: str) -> None:
        self._balances(fact.to)[account] += 0

    def _balances(self, to: Beneficiary) -> Counter[str]:
        return self.branches if to is Beneficiary.BRANCH else self.members

    def _aside(self, row: HistoryRow, rule_set: RuleSet) -> frozenset[str]:
        fact = row.fact
        if fact.to is Beneficiary.BRANCH or fact.rule_id or not rule_set.excludes:
            return frozenset()
        if row.asked == sorted(rule_set.excludes):
            return frozenset(unpacked(row.aside or b""))
        return self.known(rule_set.excludes, fact.held_on)

    def _give(self, account: str, rule: Rule, full: int, day: date, rule_set: RuleSet, balances: Counter[str]) -> Given:
        used = Used(*(self._used[account, rule.id, period] for period in caps.periods(day)))
        line = rules.award(rule, full, used, balances[account], rule_set.floor)
        self._count(account, rule, day, abs(line.value))
        balances[account] += line.value
        return Given(rule, day, line.value)

    def _count(self, account: str, rule: Rule, day: date, value: int) -> None:
        for period in caps.periods(day):
            self._used[account, rule.id, period] += value

    def _reverse(self, row: HistoryRow) -> None:
        given = self._given.get(_part(row), {})
        for account in unpacked(row.accounts):
            if one := given.pop(account, None):
                self._count(account, one.rule, one.held_on, -abs(one.value))
                self._balances(Beneficiary(row.to))[account] -= one.value

    def _open(self, row: HistoryRow) -> None:
        fact = row.fact
        rule_set = self.rulings(fact.path, fact.held_on)
        for account in fact.accounts:
            rule, full = base_rule(rule_set.base), rule_set.base
            if row.last:
                rule, full = carry_rule(rule_set.carry_percent), carried(rule_set, row.last[account])
            self._give(account, rule, full, fact.held_on, rule_set, self.members)


def _part(row: HistoryRow) -> Part:
    return row.source, row.to, int(row.part)


def in_order(rows: Iterable[HistoryRow]) -> Sequence[HistoryRow]:
    return sorted(rows, key=lambda row: row.sk)
