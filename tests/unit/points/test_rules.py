"""What a fact is worth, which set counts, and what is wrong with a set."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from functions.points import caps, rules
from functions.points.rules import BUILT_IN, Beneficiary, Occasion, Rule, RuleSet, Used
from kernel.ids import new_id

DAY = date(2026, 11, 5)
THEME_DAY = Rule("theme-day", "THEME_DAY", Beneficiary.MEMBER, 5, "主题党日", "theme day", per_month=10, per_year=60)


def rule_set(*rules_: Rule, organisation_id: str | None = None, from_: date = date(2026, 1, 1)) -> RuleSet:
    return RuleSet(new_id(), organisation_id, from_, rules_)


def values(rule: Rule, *used: Used) -> list[int]:
    return [rules.award(rule, rule.points, so_far).value for so_far in used]


def test_points_are_given_in_full_up_to_the_cap_then_what_is_left_then_none() -> None:
    assert values(THEME_DAY, Used(), Used(month=5), Used(month=8), Used(month=10)) == [5, 5, 2, 0]


def test_the_tightest_of_the_caps_counts() -> None:
    rule = replace(THEME_DAY, per_day=5)

    assert values(rule, Used(day=3, month=4, year=20), Used(day=0, month=9, year=0), Used(0, 0, 59)) == [2, 1, 1]


def test_a_rule_without_caps_gives_its_points_every_time() -> None:
    assert values(replace(THEME_DAY, per_month=None, per_year=None), Used(100, 100, 100)) == [5]


def test_a_type_that_no_rule_pays_has_no_rule_and_what_is_awarded_is_no_activity() -> None:
    item = replace(THEME_DAY, id="honour", activity_type=None, occasion=Occasion.AWARD)
    one = rule_set(THEME_DAY, item)

    assert one.rule("TALK", Beneficiary.MEMBER) is one.rule("THEME_DAY", Beneficiary.BRANCH) is None
    assert one.rule(None, Beneficiary.MEMBER) is one.item("theme-day", Beneficiary.MEMBER) is None
    assert one.item("honour", Beneficiary.MEMBER) is item


def test_a_condition_is_met_by_enough_of_those_entitled_and_more_of_them_earn_a_bonus() -> None:
    rule = replace(THEME_DAY, to=Beneficiary.BRANCH, at_least=50, bonus=2, bonus_from=90)

    assert [rule.worth(percent) for percent in (None, 49, 50, 89, 90, 100)] == [0, 0, 5, 5, 7, 7]
    assert THEME_DAY.worth(None) == 5


def test_a_deduction_is_capped_as_an_award_is_and_stops_at_the_floor() -> None:
    rule = replace(THEME_DAY, points=-5, per_month=8, per_year=None, occasion=Occasion.AWARD, activity_type=None)

    taken = [
        rules.award(rule, -5, used, balance, floor).value
        for used, balance, floor in (
            (Used(), 100, None),
            (Used(month=5), 100, None),
            (Used(month=8), 100, None),
            (Used(), 0, None),
            (Used(), 63, 60),
            (Used(), 60, 60),
            (Used(), 2, 60),
        )
    ]

    assert taken == [-5, -3, 0, -5, -3, 0, 0]


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
        line = rules.award(rule, rule.points, used)
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


def test_the_built_in_set_pays_what_was_published() -> None:
    members = {r.activity_type: (r.points, r.per_year) for r in BUILT_IN.rules if r.to is Beneficiary.MEMBER}

    assert members == {  # domain.md 7.1, Shanxi
        "GENERAL_ASSEMBLY": (5, 20),
        "COMMITTEE_MEETING": (5, 60),
        "GROUP_MEETING": (5, 60),
        "PARTY_LECTURE": (5, 5),
        "ORG_LIFE_MEETING": (5, 5),
        "THEME_DAY": (5, 60),
    }


def test_who_has_nothing_loses_nothing_below_a_floor() -> None:
    deduction = replace(THEME_DAY, points=-3)

    assert rules.award(deduction, -3, Used(), floor=0).value == 0
    assert rules.award(deduction, -3, Used(), 2, floor=0).value == -2
    assert rules.award(deduction, -3, Used()).value == -3


def test_of_nothing_nothing_is_carried_over() -> None:
    assert [rules.carried(replace(rule_set(), carry_percent=100), last) for last in (-5, 0, 7)] == [0, 0, 7]
