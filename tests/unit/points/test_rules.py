"""What a fact is worth, which set counts, and what is wrong with a set."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.points import caps, rules
from functions.points.rules import BUILT_IN, Beneficiary, Rule, RuleSet, Used
from kernel.ids import new_id

DAY = date(2026, 11, 5)
THEME_DAY = Rule("theme-day", "THEME_DAY", Beneficiary.MEMBER, 5, "主题党日", "theme day", per_month=10, per_year=60)


def rule_set(*rules_: Rule, organisation_id: str | None = None, from_: date = date(2026, 1, 1)) -> RuleSet:
    return RuleSet(new_id(), organisation_id, from_, rules_)


def values(rule: Rule, *used: Used) -> list[int]:
    return [line.value for line in rules.award(rule_set(rule), rule.activity_type, rule.to, used)]


def test_points_are_given_in_full_up_to_the_cap_then_what_is_left_then_none() -> None:
    assert values(THEME_DAY, Used(), Used(month=5), Used(month=8), Used(month=10)) == [5, 5, 2, 0]


def test_the_tightest_of_the_caps_counts() -> None:
    rule = replace(THEME_DAY, per_day=5)

    assert values(rule, Used(day=3, month=4, year=20), Used(day=0, month=9, year=0), Used(0, 0, 59)) == [2, 1, 1]


def test_a_rule_without_caps_gives_its_points_every_time() -> None:
    assert values(replace(THEME_DAY, per_month=None, per_year=None), Used(100, 100, 100)) == [5]


def test_a_type_that_no_rule_pays_gives_no_lines() -> None:
    assert rules.award(rule_set(THEME_DAY), "TALK", Beneficiary.MEMBER, [Used()]) == []
    assert rules.award(rule_set(THEME_DAY), "THEME_DAY", Beneficiary.BRANCH, [Used()]) == []


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), max_size=60))
def test_counted_awards_never_exceed_a_cap_and_are_exactly_the_least_that_the_caps_allow(
    facts: list[tuple[int, int]],
) -> None:
    rule = replace(THEME_DAY, per_day=7, per_month=23, per_year=40)
    counters: caps.Counters = {}
    by_day: dict[tuple[int, date], int] = {}
    for day, slot in facts:
        held_on = date.fromordinal(DAY.toordinal() + day)
        used = caps.used(caps.unpack(caps.pack(counters)), rule, held_on, slot)
        (line,) = rules.award(rule_set(rule), "THEME_DAY", Beneficiary.MEMBER, [used])
        caps.use(counters, rule, held_on, {slot: line.value})
        by_day[slot, held_on] = by_day.get((slot, held_on), 0) + 5

    for slot in range(4):
        days = {d: min(7, given_) for (s, d), given_ in by_day.items() if s == slot}
        months: dict[str, int] = {}
        for d, value in days.items():
            months[f"{d:%Y-%m}"] = months.get(f"{d:%Y-%m}", 0) + value
        years: dict[int, int] = {}
        for month, value in months.items():
            years[int(month[:4])] = years.get(int(month[:4]), 0) + min(23, value)
        for year, value in years.items():
            assert caps.used(counters, rule, date(year, 6, 1), slot).year == min(40, value)


def test_counters_of_a_year_are_told_from_those_of_months_and_days() -> None:
    counters: caps.Counters = {}

    caps.use(counters, replace(THEME_DAY, per_day=5), DAY, {2: 5})

    assert sorted(counters) == ["2026 theme-day", "2026-11 theme-day", "2026-11-05 theme-day"]
    assert [name for name in counters if caps.of_year(name)] == ["2026 theme-day"]
    assert list(counters["2026 theme-day"]) == [0, 0, 5]


def test_the_latest_set_of_the_nearest_committee_counts() -> None:
    county, township, branch = "county", "township", "branch"
    old = rule_set(organisation_id=county, from_=date(2026, 1, 1))
    new = rule_set(organisation_id=county, from_=date(2026, 6, 1))
    to_come = rule_set(organisation_id=county, from_=date(2027, 1, 1))
    near = rule_set(organisation_id=township, from_=date(2026, 3, 1))
    elsewhere = rule_set(organisation_id="other", from_=date(2026, 3, 1))
    path = [county, township, branch]

    assert rules.in_force([old, new, to_come, elsewhere], path, DAY) is new
    assert rules.in_force([old, new, near], path, DAY) is near
    assert rules.in_force([new, near], path, date(2026, 2, 1)) is BUILT_IN
    assert rules.in_force([], path, DAY) is BUILT_IN


def test_the_built_in_set_has_no_faults_and_pays_what_was_published() -> None:
    members = {r.activity_type: (r.points, r.per_year) for r in BUILT_IN.rules if r.to is Beneficiary.MEMBER}

    assert rules.faults(BUILT_IN.rules) == []
    assert members == {  # domain.md 7.1, Shanxi
        "GENERAL_ASSEMBLY": (5, 20),
        "COMMITTEE_MEETING": (5, 60),
        "GROUP_MEETING": (5, 60),
        "PARTY_LECTURE": (5, 5),
        "ORG_LIFE_MEETING": (5, 5),
        "THEME_DAY": (5, 60),
    }


def test_a_repeated_id_and_two_rules_for_the_same_are_faults() -> None:
    assembly = replace(THEME_DAY, activity_type="GENERAL_ASSEMBLY")
    twin = replace(THEME_DAY, id="twin")

    assert rules.faults([THEME_DAY, assembly]) == [{"field": "rules.1.id", "code": "duplicate_id"}]
    assert rules.faults([THEME_DAY, twin]) == [{"field": "rules.1.activityType", "code": "overlap"}]
    assert rules.faults([THEME_DAY, replace(twin, to=Beneficiary.BRANCH)]) == []


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

    assert rules.faults([rule]) == [{"field": f"rules.0.{field}", "code": "unreachable"} for field in wrong]
