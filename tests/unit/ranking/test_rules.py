"""Lists, ranks and what members see."""

from functions.ranking import rules
from functions.ranking.band_rules import Band


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
