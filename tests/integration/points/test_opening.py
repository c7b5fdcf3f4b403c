"""What a season begins with: a base and what the last one leaves, a line each, once, to those whom the rules count."""

from copy import replace
from datetime import date, datetime
from typing import Any

import pytest

from functions.points import checking, on_check_due, on_members, opening
from functions.points.checking import Check
from functions.points.facts import Pay
from functions.points.rules import Beneficiary, Rule, RuleSet, Standing, base_rule
from kernel import seasons
from kernel.clock import SHANGHAI, business_day, now
from kernel.events import EnrolledMember, FloatingEnded, FloatingRegistered, MembersChanged, MembersEnrolled
from kernel.ids import new_id
from tests.builders import Tree, envelope, recorded
from tests.integration.points.accounts import (
    HELD,
    MEMBER,
    OTHER,
    SEASON,
    attended,
    enrolled,
    lines,
    moved,
    place,
    ranked,
    tell,
    wrong,
)
from tests.integration.points.rulings import in_force
from tests.trust.delivery import thrice_shuffled, until_done

pytestmark = pytest.mark.usefixtures("account")
THEME_DAY = Rule("theme-day", "THEME_DAY", Beneficiary.MEMBER, 5, "主题党日", "theme day")


def published(tree: Tree, **of_set: Any) -> RuleSet:
    return in_force(tree.county, THEME_DAY, **of_set)


def night(tree: Tree, at: datetime | None = None) -> None:
    """The check of a county, delivered twice."""
    due = Check(county_id=tree.county.id, as_of=at or seasons.settled(now(), now()))
    for _ in range(2):
        until_done(on_check_due.lambda_handler, due)


def test_every_member_has_the_base_once_whatever_night_comes(tree: Tree) -> None:
    published(tree, base=60)
    tell(enrolled(tree.branch, MEMBER), attended(tree.branch, MEMBER))

    night(tree)
    tell(enrolled(tree.branch, OTHER))
    night(tree)

    assert lines() == [("theme-day", 5, 5), ("base", 60, 65)]
    assert lines(OTHER) == [("base", 60, 60)]
    assert [e["data"]["total"] for e in recorded(tree.branch.id) if e["action"] == "points.open"] == [60, 60]
    assert wrong(tree) == 0


def test_who_moves_takes_the_base_along_and_has_no_other(tree: Tree) -> None:
    published(tree, base=60)
    tell(enrolled(tree.branch))
    night(tree)

    tell(moved(tree.branch, tree.sister))
    night(tree)

    assert ranked(tree.sister) == {MEMBER: 60}


def test_without_a_base_in_force_nobody_has_one(tree: Tree) -> None:
    tell(enrolled(tree.branch))

    night(tree)

    assert lines() == []


def test_a_fifth_of_last_season_is_carried_over_in_february_and_not_before(tree: Tree) -> None:
    published(tree, carry_percent=20)
    this = int(SEASON)
    held = [date(this - 1, month, 5) for month in (3, 4, 5)]
    tell(enrolled(tree.branch, MEMBER, OTHER), *(attended(tree.branch, MEMBER, on=day) for day in held))
    for month in (1, 2, 2):
        night(tree, datetime(this, month, 3, 1, tzinfo=SHANGHAI))

    assert [value for rule, value, _ in lines() if rule == "carry-over"] == [3]
    assert lines(OTHER) == []
    assert ranked(tree.branch) == {MEMBER: 3, OTHER: 0}


@pytest.mark.parametrize("seed", range(3))
def test_who_is_away_has_no_part_where_the_rules_leave_them_out_whatever_is_told_first(tree: Tree, seed: int) -> None:
    published(tree, base=60, excludes=(Standing.FLOATING,))
    tell(enrolled(tree.branch, MEMBER, OTHER))
    away = FloatingRegistered(member_id=MEMBER, **place(tree.branch), host_branch_id=None, contact_due_on=HELD)
    back = FloatingEnded(member_id=OTHER, branch_id=tree.branch.id, county_id=tree.county.id, reason="RETURNED")
    left = FloatingRegistered(member_id=OTHER, **place(tree.branch), host_branch_id=None, contact_due_on=HELD)
    told = [envelope(left, seq=1), envelope(away, seq=2), envelope(back, seq=3)]
    at = told[0].at
    same = [replace(one, at=at) for one in told]

    thrice_shuffled(on_members.lambda_handler, *same, seed=seed)
    night(tree)
    tell(attended(tree.branch, MEMBER, OTHER))

    assert lines() == []
    assert lines(OTHER) == [("base", 60, 60), ("theme-day", 5, 65)]


def test_a_member_who_comes_back_has_the_base_from_the_next_night(tree: Tree) -> None:
    published(tree, base=60, excludes=(Standing.FLOATING,))
    away = (EnrolledMember(member_id=MEMBER, category="FULL", floating=True),)
    back = (EnrolledMember(member_id=MEMBER, category="FULL"),)
    tell(MembersEnrolled(**place(tree.branch), members=away))
    night(tree)
    before = lines()

    tell(MembersChanged(**place(tree.branch), members=back))
    night(tree)

    assert (before, lines()) == ([], [("base", 60, 60)])


def test_ninety_are_given_theirs_in_one_act_and_the_rest_in_the_next(tree: Tree) -> None:
    published(tree, base=10)
    people = [new_id() for _ in range(95)]
    for at in range(0, 95, 20):
        tell(enrolled(tree.branch, *people[at : at + 20]))

    night(tree)

    assert set(ranked(tree.branch).values()) == {10}
    assert [e["data"]["rows"] for e in recorded(tree.branch.id) if e["action"] == "points.open"] == [90, 5]


def test_who_goes_between_the_reading_and_the_writing_is_left_to_the_next_board(tree: Tree) -> None:
    rule_set = published(tree, base=60)
    tell(enrolled(tree.branch))
    (branch,) = (one for one in checking.boards(SEASON, tree.county.id) if one.branch_id == tree.branch.id)
    tell(moved(tree.branch, tree.sister))
    pay = Pay(rule_set, base_rule(60), {MEMBER: 60})

    assert opening._post(branch, pay, business_day(now()), {}) == 0
    assert lines() == []


def test_the_last_line_of_a_season_says_what_it_ended_with(tree: Tree) -> None:
    last = int(SEASON) - 1
    tell(enrolled(tree.branch), attended(tree.branch, on=date(last, 3, 1)), attended(tree.branch))

    assert opening.last_balance(MEMBER, last) == 5
    assert opening.last_balance(OTHER, last) == 0
