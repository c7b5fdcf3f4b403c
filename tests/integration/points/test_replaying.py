"""Every fact of a season replayed by the rules that counted gives the balances that stand, whatever happened in it."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.points import on_check_due, replaying, rulebook, simulating
from functions.points.checking import Check
from functions.points.exemption_tables import FOR_GOOD, ExemptedItem
from functions.points.replaying import Replay
from functions.points.rules import Beneficiary, Occasion, Rule, RuleSet, Standing
from functions.points.simulation_messages import Order
from functions.points.tables import LedgerRow
from kernel import scoreboard, seasons
from kernel.clock import now
from kernel.events import EnrolledMember, MembersEnrolled
from kernel.ids import derived_id, new_id
from kernel.scoreboard import OWN
from tests.builders import Tree
from tests.integration.points.accounts import (
    HELD,
    SEASON,
    attended,
    awarded,
    enrolled,
    moved,
    place,
    ranked,
    rows,
    stored,
    taken_back,
    tell,
    upheld,
    wrong,
)
from tests.integration.points.rulings import in_force
from tests.trials import examples
from tests.trust import engine
from tests.trust.delivery import until_done

pytestmark = [pytest.mark.usefixtures("account"), pytest.mark.no_cover]
PEOPLE = tuple(derived_id("member", number) for number in range(1, 5))
KINDS = ("attend", "attend", "withdraw", "move", "night", "award", "dispute", "exempt")
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 99)), max_size=12)


@settings(max_examples=examples(5), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_present_rules_over_history_give_the_balances_that_stand(
    steps: list[tuple[str, int]], account: None
) -> None:
    start = engine.snapshot()
    try:
        tree = Tree()
        current = _scarce(tree)
        _live(tree, steps)

        shelf = rulebook.Shelf([tree.branch.path, tree.sister.path])
        told = [row for branch in (tree.branch, tree.sister) for row in simulating.history(SEASON, branch.id)]
        replay = Replay(shelf.of).run(replaying.in_order(told))
        again = simulating.found(_order(tree, current), [tree.branch.id, tree.sister.id])

        standing = {**ranked(tree.branch), **ranked(tree.sister)}
        assert {m: replay.members[m] for m in standing} == standing
        assert replay.branches[tree.branch.id] == scoreboard.points_of(stored(tree.branch), OWN)
        assert (again.members.gain, again.members.lose, again.members.total_after) == (0, 0, sum(standing.values()))
        assert wrong(tree) == 0
    finally:
        engine.restore(start)


def _scarce(tree: Tree) -> RuleSet:
    """Rules with tight caps, a base, and members who are left out."""
    rules = (
        Rule("lecture", "PARTY_LECTURE", Beneficiary.MEMBER, 4, "党课", "Lecture", 6, 10, 13),
        Rule("day", "THEME_DAY", Beneficiary.MEMBER, 5, "主题党日", "Theme day", per_year=12),
    )
    words: dict[str, Any] = {"zh": "荣誉", "en": "Item", "occasion": Occasion.AWARD, "per_month": 9}
    items = (
        Rule("honour", None, Beneficiary.MEMBER, 4, **words),
        Rule("absent", None, Beneficiary.MEMBER, -3, **words),
    )
    return in_force(tree.county, *rules, *items, base=3, floor=1, excludes=(Standing.FLOATING, Standing.ILL))


def _order(tree: Tree, rule_set: RuleSet) -> Order:
    ids: dict[str, Any] = {"simulation_id": new_id(), "organisation_id": tree.county.id, "county_id": tree.county.id}
    return Order(**ids, season=SEASON, rule_set=rule_set)


def _is_given(row: LedgerRow) -> bool:
    return bool(row.activity_id or row.award_id) and row.reverses is None


def _exempt(branch_id: str, member_id: str) -> None:
    """From the season's beginning on; the second time no longer."""
    key = ExemptedItem.key_of(branch_id)
    item = ExemptedItem.find(*key) or ExemptedItem(*key, version=1)
    if item.overlaps(member_id, HELD, HELD):
        item.forget(member_id)
    else:
        item.put(new_id(), [member_id, "ill", f"{HELD.year}-01-01", FOR_GOOD.isoformat()])
    item.save()


def _live(tree: Tree, steps: list[tuple[str, int]]) -> None:
    """A branch whose third member is away, and what happens to it."""
    tell(enrolled(tree.branch, *PEOPLE[:2]), enrolled(tree.sister, PEOPLE[3]))
    away = (EnrolledMember(member_id=PEOPLE[2], category="FULL", floating=True),)
    tell(MembersEnrolled(**place(tree.branch), members=away))
    told, home = [], dict.fromkeys(PEOPLE[:3], tree.branch) | {PEOPLE[3]: tree.sister}
    for step, number in steps:
        chance = random.Random(number)  # noqa: S311 - a repeatable choice
        who = chance.choice(PEOPLE[:2])
        if step == "attend":
            there = sorted(chance.sample(PEOPLE, 3))
            day = max(date(HELD.year, 1, 1), HELD - timedelta(days=number % 3))
            event = attended(tree.branch, *there, type_=chance.choice(("PARTY_LECTURE", "THEME_DAY")), on=day)
            told.append(event)
            tell(event)
        elif step == "withdraw" and told:
            tell(taken_back(told.pop(number % len(told))))
        elif step == "move":
            target = tree.sister if home[who] is tree.branch else tree.branch
            tell(moved(home[who], target, who))
            home[who] = target
        elif step == "award":
            tell(awarded(home[who], chance.choice(("honour", "absent")), who))
        elif step == "exempt":
            _exempt(home[who].id, who)
        elif step == "dispute":
            tell(*(upheld(home[who], row) for row in rows(who)[-1:] if _is_given(row)))
        elif step == "night":
            until_done(
                on_check_due.lambda_handler, Check(county_id=tree.county.id, as_of=seasons.settled(now(), now()))
            )
