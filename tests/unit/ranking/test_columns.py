"""Columns are sorted as exactly as one by one."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from functions.ranking.columns import best_first, by_average
from functions.ranking.lineage import Lineage, Node

MOST = 2**31
TALLIES = st.tuples(st.integers(0, 3), st.integers(0, 4) | st.integers(0, 2**26), st.integers(-9, 9))
COUNTY, TOWNSHIP, VILLAGE, *BRANCHES = (f"{number:026}" for number in range(6))


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


def test_averages_that_are_closest_to_each_other_are_told_apart() -> None:
    most = 2**26
    members, totals = np.array([most, most - 1]), np.array([most - 1, most - 2])

    assert by_average(np.zeros(2, np.int64), members, totals).tolist() == [0, 1]


def test_where_copies_of_a_tree_disagree_nobody_is_counted_twice_on_a_level() -> None:
    """A board that the tree does not know yet says that its village is below a township, the tree that it is not."""
    paths = [f"/{COUNTY}/{VILLAGE}/{BRANCHES[0]}/", f"/{COUNTY}/{TOWNSHIP}/{VILLAGE}/{BRANCHES[1]}/"]

    lineage = Lineage.of(COUNTY, {VILLAGE: Node(COUNTY, "VILLAGE", "COMMITTEE")}, BRANCHES[:2], paths)

    assert lineage.chains == [[COUNTY, VILLAGE], [COUNTY, TOWNSHIP, VILLAGE]]
    assert lineage.levels() == [[COUNTY], [TOWNSHIP], [VILLAGE]]
