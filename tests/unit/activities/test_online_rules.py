"""Who was there, by the list of an online meeting."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.attendance.online_rules import minimum, minutes

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
END = START + 60 * MINUTE
STAYS = st.lists(
    st.tuples(st.integers(-60, 120), st.integers(0, 120)).map(
        lambda s: (START + s[0] * MINUTE, START + (s[0] + s[1]) * MINUTE)
    ),
    max_size=8,
)


@pytest.mark.parametrize(("lasts", "needed"), [(1, 1), (2, 1), (45, 23), (60, 30), (120, 60)])
def test_half_of_the_meeting_makes_one_present(lasts: int, needed: int) -> None:
    assert minimum(START, START + lasts * MINUTE) == needed


def test_only_what_lies_within_the_meeting_counts_and_no_minute_twice() -> None:
    early, twice = (START - 20 * MINUTE, START + 10 * MINUTE), (START + 5 * MINUTE, START + 25 * MINUTE)
    late = (START + 50 * MINUTE, END + 30 * MINUTE)

    assert minutes([late, twice, early], START, END) == 35


@given(STAYS)
def test_the_order_of_the_list_does_not_matter(stays: list[tuple[datetime, datetime]]) -> None:
    assert minutes(stays, START, END) == minutes(stays[::-1], START, END)


@given(STAYS)
def test_the_minutes_are_those_in_which_anybody_of_the_stays_was_there(stays: list[tuple[datetime, datetime]]) -> None:
    there = [m for m in range(60) if any(a <= START + m * MINUTE and START + (m + 1) * MINUTE <= b for a, b in stays)]

    assert minutes(stays, START, END) == len(there)
