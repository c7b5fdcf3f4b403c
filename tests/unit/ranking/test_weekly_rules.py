"""Weeks end on Monday with the run of the night, in China."""

from datetime import UTC, date, datetime, timedelta

import pytest

from functions.ranking import weekly_rules

LAST, THIS, NEXT, THEN = (date(2026, 11, 9) + timedelta(weeks=number) for number in range(4))  # Mondays
TAKEN = datetime(2026, 11, 8, 18, 30, tzinfo=UTC)  # the stock of the first of them: 02:30 in China


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour in China, in November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("asked_at", "first"),
    [(at(15, 23), NEXT), (at(16, 2, 29), NEXT), (at(16, 2, 30), THEN), (at(18, 12), THEN), (at(22, 23, 59), THEN)],
)
def test_the_first_monday_after_asking_only_takes_stock(asked_at: datetime, first: date) -> None:
    assert weekly_rules.next_on(None, asked_at) == first


@pytest.mark.parametrize(
    ("seen_at", "following"),
    [(at(9, 2, 31), THIS), (at(15, 23, 59), THIS), (at(16, 0), THIS), (at(16, 23), THIS), (at(17, 0), NEXT)],
)
def test_then_the_next_is_on_the_monday_after_the_last(seen_at: datetime, following: date) -> None:
    assert weekly_rules.next_on(TAKEN, seen_at) == following
