"""Which seasons have ended on a day, and what each starts from."""

from datetime import date, timedelta

import pytest

from functions.ranking.periods import Period, ended


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 11, 1), ["2026-10"]),
        (date(2026, 11, 7), ["2026-10"]),
        (date(2026, 11, 8), []),
        (date(2026, 10, 2), ["2026-09", "2026-Q3"]),
        (date(2027, 1, 1), ["2026-12", "2026-Q4"]),
        (date(2027, 2, 1), ["2027-01", "2026"]),
        (date(2027, 4, 1), ["2027-03", "2027-Q1"]),
    ],
)
def test_a_season_is_closed_within_a_week_of_its_end(day: date, names: list[str]) -> None:
    assert [period.name for period in ended(day)] == names


def test_a_month_and_a_quarter_start_from_the_month_before_them_in_the_year_and_a_year_from_nothing() -> None:
    first = date(2026, 10, 1)

    assert ended(first) == [
        Period("2026-09", "2026", first, "2026-08"),
        Period("2026-Q3", "2026", first, "2026-06"),
    ]
    assert [period.base for period in ended(date(2026, 4, 1))] == ["2026-02", None]
    assert [(period.year, period.base) for period in ended(date(2027, 2, 1))] == [("2027", None), ("2026", None)]


def test_every_day_of_a_year_closes_every_season_once() -> None:
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    closed = {period.name: period.closes for day in days for period in ended(day)}

    assert len(closed) == 12 + 4 + 1
    assert all(closes.day == 1 for closes in closed.values())
