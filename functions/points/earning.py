"""What would give a member more: the rules in force at home, and what their caps leave today. Nothing else is said."""

from functions.points import caps, rulebook, rules, tables
from functions.points.models import Opportunities, Opportunity, RuleWords
from functions.points.rules import Beneficiary, Rule, RuleSet, Used
from functions.points.tables import CapItem
from kernel import scoreboard, seasons
from kernel.asking import Asking
from kernel.authority import Principal, Target
from kernel.clock import business_day, now
from kernel.errors import NotFound
from kernel.scoreboard import Scoreboard
from kernel.together import find_many


def opportunities(caller: Asking) -> Opportunities:
    """The most that is left of the year first. Raises `NotFound` for somebody who is no member."""
    who, present = caller.principal, now()
    caller.may("points.statement", Target(member_id=who.member_id))
    if who.branch_path is None:
        raise NotFound
    day = business_day(present)
    rule_set = rulebook.in_force(who.branch_path, day)
    slot, counted = _counted(who, caps.periods(day))
    paying = [rule for rule in rule_set.rules if rule.to is Beneficiary.MEMBER and rule.points > 0]
    items = [_item(rule_set, rule, caps.used(counted, rule, day, slot)) for rule in paying]
    return Opportunities(
        season=seasons.season_of(day),
        items=sorted((item for item in items if item.next), key=lambda item: (-item.next, item.rule.id)),
        as_of=present,
    )


def _counted(who: Principal, periods: tuple[str, str, str]) -> tuple[int, caps.Counters]:
    """The member's slot and the counters of the branch; of who is on no board yet nothing is used."""
    _, month, year = periods
    branch_id = str(who.branch_id)
    partition = Scoreboard.partition(year, str(who.county_id))
    places = [(CapItem, (partition, CapItem.place(branch_id, period))) for period in (month, year)]
    board, items = find_many((Scoreboard, (partition, Scoreboard.place(branch_id))), places)
    slot = scoreboard.slot_of(board.board, str(who.member_id)) if board else None
    if slot is None:
        return 0, {}
    return slot, tables.counters(items)


def _item(rule_set: RuleSet, rule: Rule, used: Used) -> Opportunity:
    day, month, year = rules.left(rule, used)
    return Opportunity(
        rule=RuleWords(rule_set_id=rule_set.id, id=rule.id, zh=rule.zh, en=rule.en),
        occasion=rule.occasion,
        activity_type=rule.activity_type,
        next=rules.award(rule, rule.points, used).value,
        left_today=day,
        left_this_month=month,
        left_this_year=year,
    )
