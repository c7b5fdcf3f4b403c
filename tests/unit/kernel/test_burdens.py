import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.identity.rules import SWITCHES, Policy
from kernel import burdens
from kernel.burdens import DEFAULT, MOST_NAMED, Assessed, Demands, ReasonRequired, fullest_first

PATH = ["province", "county", "township", "branch"]
COUNTS = st.integers(0, 20)
DEMANDS = st.builds(Demands, COUNTS, COUNTS, COUNTS)


def test_the_default_is_what_identity_says_it_is() -> None:
    assert burdens.budget_of(SWITCHES[Policy.BURDEN_BUDGET].default) == DEFAULT
    assert burdens.SWITCH == Policy.BURDEN_BUDGET


def test_the_budget_of_the_nearest_committee_counts() -> None:
    budgets = {"province": "requests=9,forms=9,photos=9", "township": "requests=1,forms=0,photos=2"}

    assert burdens.in_force(PATH, budgets) == Demands(1, 0, 2)
    assert burdens.in_force(PATH[:2], budgets) == Demands(9, 9, 9)
    assert burdens.in_force(PATH, {"elsewhere": "requests=1,forms=1,photos=1"}) == DEFAULT


@pytest.mark.parametrize("value", ["", "on", "requests=1,forms=2", "requests=1,forms=2,photos=x"])
def test_what_is_no_budget_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a budget"):
        burdens.budget_of(value)


def test_a_notice_that_asks_is_a_request_and_is_not_counted_twice() -> None:
    assert burdens.demanded(Demands(), asks=False) == Demands()
    assert burdens.demanded(Demands(forms=1), asks=True) == Demands(1, 1, 0)
    assert burdens.demanded(Demands(3), asks=True) == Demands(3)


def test_the_fullest_by_any_measure_come_first_and_of_two_that_are_as_full_the_lower_id() -> None:
    loads = [
        Assessed("third", Demands(requests=7), DEFAULT),
        Assessed("second", Demands(requests=8), DEFAULT),
        Assessed("first", Demands(forms=2), DEFAULT),
        Assessed("over", Demands(photos=2), Demands()),
    ]

    assert [load.branch_id for load in fullest_first(loads)] == ["over", "first", "second", "third"]


def test_a_missing_reason_names_so_many_branches_and_its_field_where_none_can_be_seen() -> None:
    over = [Assessed(f"{number}", Demands(9), DEFAULT) for number in range(MOST_NAMED + 1)]

    named = ReasonRequired.at("reason", over).facts["fields"]

    assert [one["branchId"] for one in named] == [f"{number}" for number in range(MOST_NAMED)]
    assert ReasonRequired.at("reason", []).facts["fields"] == [{"field": "reason", "code": "reason_required"}]


@given(DEMANDS, DEMANDS, DEMANDS)
def test_what_exceeds_a_budget_still_does_when_more_is_asked(load: Demands, more: Demands, budget: Demands) -> None:
    assert load.plus(more).exceeds(budget) >= load.exceeds(budget)
    assert load.exceeds(load) is False
    assert load.plus(more) == more.plus(load)
    assert load.any == (load != Demands())
