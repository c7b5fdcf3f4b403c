"""When a person's data may be erased (`domain.md` 13.4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.members import erasure_rules as rules

LEFT_ON = date(2020, 6, 1)


@pytest.mark.parametrize("ground", ["WRONGLY_ENROLLED", "LAW"])
@pytest.mark.parametrize("state", ["ACTIVE", "SUSPENDED", "LEFT"])
def test_who_was_never_a_member_and_whom_the_law_protects_is_erased_in_any_state(
    ground: rules.Ground, state: str
) -> None:
    assert rules.refusal(ground, state, None, LEFT_ON, 1826) is None


@pytest.mark.parametrize("state", ["ACTIVE", "SUSPENDED"])
def test_a_member_is_not_erased_for_the_time_that_passed(state: str) -> None:
    assert rules.refusal("RETENTION_OVER", state, None, LEFT_ON, 0) == "still_a_member"


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_who_left_is_kept_for_exactly_the_time_of_the_rule(kept_days: int, passed: int) -> None:
    today = LEFT_ON + timedelta(days=passed)

    refusal = rules.refusal("RETENTION_OVER", "LEFT", LEFT_ON, today, kept_days)

    assert (refusal is None) == (passed >= kept_days)
    assert (refusal is None) == (today >= rules.keeps_until(LEFT_ON, kept_days))
