"""Gold, silver, yellow and black: by share and by points, from a day on, with an early warning."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.ranking.band_rules import DEFAULT, Band, Dated, Thresholds, band, nearest, on, to_next, warned

POINTS = Thresholds("POINTS", 120, 80, 40, warning=10)
RISING = list(reversed(Band))


@pytest.mark.parametrize(
    ("points", "expected"),
    [(100, Band.GOLD), (90, Band.GOLD), (89, Band.SILVER), (75, Band.SILVER), (74, Band.YELLOW), (60, Band.YELLOW)],
)
def test_a_list_is_a_share_of_the_best(points: int, expected: Band) -> None:
    assert band(points, 100) is expected


def test_below_the_last_threshold_is_black_and_without_any_points_there_are_no_lists() -> None:
    assert band(59, 100) is Band.BLACK
    assert band(0, 0) is None
    assert to_next(0, 0, DEFAULT) is None
    assert not warned(0, 0, POINTS)


def test_averages_are_compared_exactly() -> None:
    best = Fraction(10, 3)

    assert band(best, best) is Band.GOLD
    assert band(Fraction(9, 3), best, Thresholds(gold=91, silver=90)) is Band.SILVER


def test_absolute_thresholds_do_not_ask_what_the_best_has() -> None:
    assert [band(points, 10_000, POINTS) for points in (120, 119, 40, 39)] == [
        Band.GOLD,
        Band.SILVER,
        Band.YELLOW,
        Band.BLACK,
    ]


def test_a_warning_comes_near_the_edge_of_any_list_but_the_last_and_never_where_none_was_set() -> None:
    assert [points for points in range(30, 140, 5) if warned(points, 500, POINTS)] == [40, 45, 80, 85, 120, 125]
    assert warned(78, 100, Thresholds(warning=5))
    assert not any(warned(points, 100, DEFAULT) for points in range(101))


@given(st.integers(1, 5_000), st.integers(-20, 5_000), st.sampled_from([DEFAULT, POINTS, Thresholds(gold=99)]))
def test_with_the_points_that_were_missing_one_is_on_the_next_list_and_with_one_less_one_is_not(
    best: int, points: int, thresholds: Thresholds
) -> None:
    missing, now = to_next(points, best, thresholds), band(points, best, thresholds)

    assert now is not None
    if missing is None:
        assert now is Band.GOLD
    else:
        assert band(points + missing, best, thresholds) in RISING[RISING.index(now) + 1 :]
        assert band(points + missing - 1, best, thresholds) is now


def test_of_dated_sets_the_last_that_has_begun_counts() -> None:
    sets = [Dated(date(2026, 1, 1), POINTS), Dated(date(2026, 7, 1), DEFAULT)]

    assert on(sets, date(2025, 12, 31)) is None
    assert on(sets, date(2026, 6, 30)) is POINTS
    assert on(sets, date(2026, 7, 1)) is DEFAULT


def test_what_the_nearest_organisation_has_set_counts() -> None:
    assert nearest(["township", "county"], {"county": POINTS}) is POINTS
    assert nearest(["township", "county"], {"county": POINTS, "township": DEFAULT}) is DEFAULT
    assert nearest(["township"], {"elsewhere": POINTS}) == DEFAULT
