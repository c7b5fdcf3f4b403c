"""Lists, ranks and what members see."""

from fractions import Fraction

import pytest

from functions.ranking import rules
from functions.ranking.rules import Band, Tally, Thresholds


@pytest.mark.parametrize(
    ("points", "expected"),
    [(100, Band.GOLD), (90, Band.GOLD), (89, Band.SILVER), (75, Band.SILVER), (74, Band.YELLOW), (60, Band.YELLOW)],
)
def test_a_list_is_a_share_of_the_best(points: int, expected: Band) -> None:
    assert rules.band(points, 100) is expected


def test_below_the_last_threshold_is_black_and_without_any_points_there_are_no_lists() -> None:
    assert rules.band(59, 100) is Band.BLACK
    assert rules.band(0, 0) is None


def test_thresholds_can_be_set_and_averages_are_compared_exactly() -> None:
    best = Fraction(10, 3)

    assert rules.band(best, best) is Band.GOLD
    assert rules.band(Fraction(9, 3), best, Thresholds(gold=91, silver=90)) is Band.SILVER


def test_those_above_see_every_list_members_none_by_default_and_never_the_black_one() -> None:
    assert rules.visible(Band.BLACK, reader=True, lists=False) is Band.BLACK
    assert rules.visible(Band.GOLD, reader=False, lists=False) is None
    assert rules.visible(Band.GOLD, reader=False, lists=True) is Band.GOLD
    assert rules.visible(Band.BLACK, reader=False, lists=True) is None


def test_a_tenth_of_the_members_is_kept_at_least_ten_at_most_fifty() -> None:
    assert [rules.top_kept(members) for members in (0, 99, 250, 20_138)] == [10, 10, 25, 50]


def test_equal_values_share_a_rank_and_the_next_one_is_skipped() -> None:
    assert rules.ranks([9, 7, 7, 7, 3]) == [1, 2, 2, 2, 5]
    assert rules.ranks([]) == []


def test_organisations_stand_by_average_and_those_without_members_last() -> None:
    low, high, empty = Tally("low", 3, 10, 0), Tally("high", 2, 7, 0), Tally("empty", 0, 0, 9)
    same = Tally("also-high", 4, 14, 0)

    assert rules.by_average([empty, low, high, same]) == [same, high, low, empty]
