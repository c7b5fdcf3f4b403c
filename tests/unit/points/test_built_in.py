"""What holds where no committee has rules of its own: the built-in set, the lines that no rule pays, the counters."""

from dataclasses import astuple, replace
from datetime import date

import pytest

from functions.points import caps, rules
from functions.points.rules import BUILT_IN, Beneficiary, Move, Occasion, Rule, Standing, Used

YEARLY = [
    ("assembly", "GENERAL_ASSEMBLY", 20, "支部党员大会", "a general assembly"),
    ("committee", "COMMITTEE_MEETING", 60, "支部委员会会议", "a meeting of the branch committee"),
    ("group", "GROUP_MEETING", 60, "党小组会", "a meeting of the Party group"),
    ("lecture", "PARTY_LECTURE", 5, "党课", "a Party lecture"),
    ("org-life", "ORG_LIFE_MEETING", 5, "组织生活会", "an organisational-life meeting"),
    ("theme-day", "THEME_DAY", 60, "主题党日", "a theme Party day"),
]


def test_the_built_in_set_pays_five_points_a_fact_up_to_so_many_a_year() -> None:
    expected = []
    for slug, kind, per_year, zh, en in YEARLY:
        expected += [
            (slug, kind, "member", 5, f"参加{zh}", f"Attended {en}", None, None, per_year),
            (f"branch-{slug}", kind, "branch", 5, f"召开{zh}", f"Held {en}", None, None, per_year),
        ]

    assert [astuple(rule)[:9] for rule in BUILT_IN.rules] == expected
    assert [astuple(rule)[9:] for rule in BUILT_IN.rules] == [("activity", None, 0, None)] * 12
    assert astuple(BUILT_IN.head) == ("00000000000000000000000001", None, date(2000, 1, 1), (), 0, 0, None, ())


def test_the_words_that_rows_and_answers_hold_are_these() -> None:
    assert [*Beneficiary, *Occasion] == ["member", "branch", "activity", "award"]
    assert [*Standing] == ["floating", "retired", "ill"]


def test_a_line_that_no_rule_pays_says_why_in_both_languages() -> None:
    out = Move("moved-out", "组织关系转出，积分随转", "Moved to another branch with the points")
    in_ = Move("moved-in", "组织关系转入，积分随转", "Came from another branch with the points")

    assert (out, in_) == (rules.MOVED_OUT, rules.MOVED_IN)
    assert rules.base_rule(60) == Rule("base", None, Beneficiary.MEMBER, 60, "赛季基础分", "The season's base")
    assert rules.carry_rule(20) == Rule(
        "carry-over", None, Beneficiary.MEMBER, 0, "上一年度积分结转20%", "20 percent of last season carried over"
    )


@pytest.mark.parametrize(("last", "carried"), [(100, 20), (9, 1), (4, 0), (0, 0), (-50, 0)])
def test_whole_points_of_the_last_season_are_carried_over_and_nothing_of_a_debt(last: int, carried: int) -> None:
    assert rules.carried(replace(BUILT_IN, carry_percent=20), last) == carried


def test_what_a_cap_leaves_is_told_for_the_day_the_month_and_the_year() -> None:
    rule = replace(BUILT_IN.rules[0], per_day=5, per_month=None, per_year=20)

    assert rules.left(rule, Used(3, 7, 25)) == (2, None, 0)


def test_counters_are_stored_in_sixteen_bits_little_endian_behind_their_names() -> None:
    counters: caps.Counters = {}

    caps.use(counters, BUILT_IN.rules[0], date(2026, 11, 5), {2: 5, 1: 258})

    year = b"\x0d\x06\x00" + b"2026 assembly" + bytes.fromhex("0000 0201 0500")
    month = b"\x10\x06\x00" + b"2026-11 assembly" + bytes.fromhex("0000 0201 0500")
    assert caps.pack(counters) == year + month
    assert caps.unpack(year + month) == counters


def test_a_counter_stands_still_at_its_largest_number() -> None:
    rule, day = BUILT_IN.rules[0], date(2026, 11, 5)
    counters: caps.Counters = {}

    caps.use(counters, rule, day, {1: 65_535})
    caps.use(counters, rule, day, {1: 1})
    assert caps.used(counters, rule, day, 1) == Used(0, 65_535, 65_535)

    there: caps.Counters = {}
    caps.use(there, rule, day, {3: 1})
    caps.carry(counters, there, {1: 3})
    assert caps.used(there, rule, day, 3) == Used(0, 65_535, 65_535)
    assert caps.used(counters, rule, day, 1) == Used()


def test_what_is_given_back_is_free_again_and_never_more_than_was_counted() -> None:
    rule, day = replace(BUILT_IN.rules[0], per_day=9), date(2026, 11, 5)
    counters: caps.Counters = {}
    caps.use(counters, rule, day, {0: 4, 1: 9})

    caps.give_back(counters, rule.id, day, {0: 1, 1: 10, 2: 5})

    assert [caps.used(counters, rule, day, slot) for slot in range(4)] == [Used(3, 3, 3), Used(), Used(), Used()]


def test_counters_of_a_year_are_told_from_those_of_its_months_and_days() -> None:
    assert [caps.of_year(f"{period} a-rule") for period in caps.periods(date(2026, 11, 5))] == [False, False, True]


def test_counters_are_as_long_as_the_last_slot_that_was_counted() -> None:
    [name] = [f"2026 {BUILT_IN.rules[0].id}"]
    counters: caps.Counters = {}

    for slot in (2, 4):
        caps.use(counters, BUILT_IN.rules[0], date(2026, 11, 5), {slot: slot})
    assert counters[name].tolist() == [0, 0, 2, 0, 4]

    there: caps.Counters = {}
    caps.carry(counters, there, {0: 1, 3: 6, 5: 7})
    assert there == {}
    caps.carry(counters, there, {4: 3, 2: 5})
    assert (there[name].tolist(), counters[name].tolist()) == ([0, 0, 0, 4, 0, 2], [0] * 5)
