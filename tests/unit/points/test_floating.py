"""Of who is away the latest word counts; of who is not, nothing is kept for good."""

from functions.points.floating_tables import FloatingItem


def item() -> FloatingItem:
    return FloatingItem(*FloatingItem.key_of("branch"))


def test_an_earlier_word_that_comes_late_changes_nothing() -> None:
    told = item()

    told.hear({"a": False, "b": True}, "2026-11-05")
    told.hear({"a": True, "b": False, "c": True}, "2026-11-04")

    assert told.away == {"b", "c"}


def test_who_came_back_long_ago_is_forgotten_and_who_is_away_is_not() -> None:
    told = item()
    told.hear({"a": True, "b": False}, "2026-01-01")

    told.hear({"c": False}, "2026-11-05", since="2026-10-06")

    assert sorted(told.told) == ["a", "c"]


def test_of_the_erased_nothing_is_heard_any_more() -> None:
    told = item()
    told.hear({"a": False}, FloatingItem.FOR_GOOD)

    told.hear({"a": True}, "2026-11-05", since="2026-10-06")

    assert told.away == frozenset()
