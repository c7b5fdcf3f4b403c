"""What is wrong with a set of rules is told before it is kept."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from functions.points import ready_made, rule_checks
from functions.points.ready_made import ReadyMade
from functions.points.rules import Beneficiary, Occasion, Rule, RuleSet

THEME_DAY = Rule("theme-day", "THEME_DAY", Beneficiary.MEMBER, 5, "主题党日", "theme day", per_month=10, per_year=60)
HELD = Rule("held", "THEME_DAY", Beneficiary.BRANCH, 5, "主题党日", "theme day")
HONOUR = Rule("honour", None, Beneficiary.MEMBER, 5, "荣誉", "honour", occasion=Occasion.AWARD)


def found(rules: list[Rule], **of_set: Any) -> list[dict[str, str]]:
    return rule_checks.faults(RuleSet("", None, date(2026, 1, 1), tuple(rules), **of_set))


def codes(rule: Rule, **changed: Any) -> list[tuple[str, str]]:
    return [(fault["field"].rpartition(".")[2], fault["code"]) for fault in found([replace(rule, **changed)])]


@pytest.mark.parametrize("one", ready_made.SETS, ids=lambda one: one.id)
def test_what_a_committee_can_start_from_has_no_faults(one: ReadyMade) -> None:
    assert rule_checks.faults(one.rule_set) == []


def test_no_machine_takes_points_from_anybody() -> None:
    assert codes(THEME_DAY, points=-5) == [("points", "deduction_by_machine")]
    assert codes(HELD, points=-5) == [("points", "deduction_by_machine")]
    assert codes(HONOUR, points=-5) == []
    assert codes(HONOUR, points=0) == [("points", "zero")]


def test_an_activity_has_a_type_and_an_award_has_none() -> None:
    assert codes(THEME_DAY, activity_type=None) == [("activityType", "missing")]
    assert codes(HONOUR, activity_type="TALK") == [("activityType", "not_expected")]


def test_ids_of_lines_that_nobody_rules_on_are_not_given_to_rules() -> None:
    assert codes(HONOUR, id="base") == [("id", "reserved")]


def test_attendance_is_a_condition_of_branches_alone_and_a_bonus_can_be_reached() -> None:
    assert codes(HELD, at_least=50, bonus=2, bonus_from=90) == []
    assert codes(THEME_DAY, at_least=50) == [("atLeast", "not_expected")]
    assert codes(HELD, bonus=2) == codes(HELD, bonus_from=90) == [("bonus", "incomplete")]
    assert codes(HELD, at_least=90, bonus=2, bonus_from=90) == [("bonusFrom", "unreachable")]
    assert codes(HELD, per_day=6, bonus=2, bonus_from=90) == [("perDay", "unreachable")]


def test_a_floor_stands_below_the_beginning_and_where_a_deduction_can_reach_it() -> None:
    deduction = replace(HONOUR, points=-2)

    assert found([THEME_DAY, deduction], floor=0) == []
    assert found([THEME_DAY, deduction], floor=61, base=60) == [{"field": "floor", "code": "above_base"}]
    assert found([THEME_DAY], floor=0) == [{"field": "floor", "code": "unreachable"}]


def test_a_repeated_id_and_two_rules_for_the_same_are_faults() -> None:
    assembly = replace(THEME_DAY, activity_type="GENERAL_ASSEMBLY")
    twin = replace(THEME_DAY, id="twin")

    assert found([THEME_DAY, assembly]) == [{"field": "rules.1.id", "code": "duplicate_id"}]
    assert found([THEME_DAY, twin]) == [{"field": "rules.1.activityType", "code": "overlap"}]
    assert found([THEME_DAY, replace(twin, to=Beneficiary.BRANCH)]) == []


@pytest.mark.parametrize(
    ("day", "month", "year", "wrong"),
    [
        (None, None, None, []),
        (5, 60, 700, []),
        (4, None, None, ["perDay"]),
        (None, 4, None, ["perMonth"]),
        (None, None, 4, ["perYear"]),
        (20, 10, None, ["perDay"]),
        (20, None, 10, ["perDay"]),
        (None, 50, 40, ["perMonth"]),
        (5, 156, None, ["perMonth"]),
        (None, 10, 121, ["perYear"]),
        (5, None, 1861, ["perYear"]),
    ],
)
def test_a_cap_that_never_stops_anything_or_cuts_every_award_is_a_fault(
    day: int | None, month: int | None, year: int | None, wrong: list[str]
) -> None:
    rule = replace(THEME_DAY, per_day=day, per_month=month, per_year=year)

    assert found([rule]) == [{"field": f"rules.0.{field}", "code": "unreachable"} for field in wrong]
