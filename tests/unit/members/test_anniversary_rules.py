"""On which day an anniversary falls: every member has one a year, from the year after joining on."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.members.anniversary_rules import FOUNDED, joined_on

FIRST, LAST = date(FOUNDED, 1, 1), date(2026, 12, 31)


def test_a_day_comes_round_for_each_year_before_this_one() -> None:
    days = joined_on(date(2026, 7, 1))

    assert days[0] == "1921-07-01"
    assert days[-1] == "2025-07-01"
    assert len(days) == 2026 - FOUNDED


def test_who_joined_on_a_leap_day_has_the_28th_where_there_is_no_29th() -> None:
    assert [day for day in joined_on(date(2026, 2, 28)) if day > "2019"] == [
        "2019-02-28",
        "2020-02-28",
        "2020-02-29",
        "2021-02-28",
        "2022-02-28",
        "2023-02-28",
        "2024-02-28",
        "2024-02-29",
        "2025-02-28",
    ]
    assert "2024-02-29" not in joined_on(date(2028, 2, 28))
    assert [day for day in joined_on(date(2028, 2, 29)) if day > "2015"] == ["2016-02-29", "2020-02-29", "2024-02-29"]


@given(st.dates(FIRST, LAST), st.integers(2022, 2035))
def test_whoever_joined_has_one_anniversary_in_each_later_year_and_none_before(joined: date, year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    found = [day for day in days if day.year == year and joined.isoformat() in joined_on(day)]

    assert len(found) == (1 if year > joined.year else 0)
