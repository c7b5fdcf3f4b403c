"""Columns are sorted as exactly as one by one."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.ranking.columns import best_first, by_average

MOST, LARGEST = 2**31, 2**26
TALLIES = st.tuples(st.integers(0, 3), st.integers(0, 4) | st.integers(0, LARGEST), st.integers(-9, 9))


@given(st.lists(st.integers(-MOST, MOST - 1) | st.integers(-3, 3)))
def test_the_best_come_first_and_of_equals_the_first(points: list[int]) -> None:
    told = best_first(np.array(points, np.int32)).tolist()

    assert told == sorted(range(len(points)), key=lambda place: (-points[place], place))


@given(st.lists(TALLIES, max_size=30), st.integers(1, MOST))
def test_averages_order_as_fractions_do(drawn: list[tuple[int, int, int]], scale: int) -> None:
    parents, members, totals = (
        zip(*((p, m, t * scale if m else 0) for p, m, t in drawn), strict=True) if drawn else ((),) * 3
    )

    told = by_average(*(np.array(column, np.int64) for column in (parents, members, totals))).tolist()

    def place(at: int) -> tuple[int, bool, Fraction, int]:
        return parents[at], not members[at], -Fraction(totals[at], members[at] or 1), at

    assert told == sorted(range(len(drawn)), key=place)


@pytest.mark.parametrize(
    ("members", "totals"),
    [((LARGEST - 1, LARGEST), (LARGEST - 2, LARGEST - 1)), ((LARGEST, 1), (LARGEST * MOST - 1, MOST))],
)
def test_averages_that_are_closest_to_each_other_are_told_apart(
    members: tuple[int, ...], totals: tuple[int, ...]
) -> None:
    """The second is the better one, by less than a narrower float, or one of the whole average, would show."""
    assert by_average(np.zeros(2, np.int64), np.array(members), np.array(totals)).tolist() == [1, 0]
