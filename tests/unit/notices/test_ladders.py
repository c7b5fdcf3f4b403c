from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from functions.notices import ladders
from functions.notices.ladders import Period
from functions.notices.rules import DUTIES, LADDERS
from kernel.calendar import is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
IDLE = LADDERS["BRANCH_IDLE_MONTH"].rungs
TERM = LADDERS["TERM_EXPIRY"].rungs
NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)


def days_of(code: str, anchor: date) -> list[date]:
    return [step.day for step in ladders.steps(LADDERS[code].rungs, anchor)]


def test_the_ladder_of_a_month_is_day_25_the_last_day_and_the_first_working_day_after() -> None:
    assert days_of("BRANCH_IDLE_MONTH", date(2026, 11, 30)) == [
        date(2026, 11, 25),
        date(2026, 11, 30),
        date(2026, 12, 1),
    ]


def test_day_25_waits_for_a_working_day_and_the_end_of_a_month_does_not() -> None:
    # 25 October 2026 is a Sunday, the 31st a Saturday: the secretary is told on Friday, the township on Monday.
    assert days_of("BRANCH_IDLE_MONTH", date(2026, 10, 31)) == [
        date(2026, 10, 26),
        date(2026, 10, 30),
        date(2026, 11, 2),
    ]
    # The holidays of the spring of 2020 began on the 24th of January and went on into February.
    assert days_of("BRANCH_IDLE_MONTH", date(2020, 1, 31))[:2] == [date(2020, 1, 23), date(2020, 1, 23)]


def test_the_yearly_duty_is_told_of_on_two_working_days_one_after_the_other() -> None:
    # 15 December 2024 is a Sunday.
    assert days_of("ANNUAL_DUTY_MISSING", date(2024, 12, 31)) == [date(2024, 12, 16), date(2024, 12, 17)]


@given(day=DAYS)
def test_what_offices_are_told_of_a_period_is_told_on_working_days_and_in_their_order(day: date) -> None:
    for code in DUTIES:
        told = days_of(code, ladders.end_of(Period.MONTH, day))

        assert all(map(is_working_day, told))
        assert told == sorted(told)


def test_a_term_that_is_over_is_told_of_each_month_for_a_year() -> None:
    late = days_of("TERM_EXPIRY", date(2026, 5, 3))[4:]

    assert late[:5] == [date(2026, month, day) for month, day in ((6, 3), (7, 3), (8, 3), (9, 3), (10, 8))]
    assert (len(late), late[-1]) == (12, date(2027, 5, 3))


def test_holidays_push_the_superiors_rung_to_the_next_working_day() -> None:
    # The first week of October is a holiday.
    assert days_of("BRANCH_IDLE_MONTH", date(2025, 9, 30))[2] == date(2025, 10, 9)


def test_what_does_not_press_waits_for_a_working_day_and_the_end_of_a_term_does_not() -> None:
    # Saturday, the National Day's holiday, a working Tuesday; the end itself on a Sunday.
    assert days_of("TERM_EXPIRY", date(2026, 12, 31))[:3] == [
        date(2026, 7, 6),
        date(2026, 10, 8),
        date(2026, 12, 1),
    ]
    assert days_of("TERM_EXPIRY", date(2026, 5, 3))[3] == date(2026, 5, 3)


def test_a_review_is_late_after_three_and_seven_working_days() -> None:
    # Handed in on Wednesday 30 September 2026; then seven days off, and a working Saturday.
    handed_in = date(2026, 9, 30)

    assert days_of("REVIEW_BACKLOG", handed_in) == [date(2026, 10, 12), date(2026, 10, 16)]
    assert days_of("REVIEW_FINAL", handed_in) == [date(2026, 10, 16)]


@pytest.mark.parametrize(
    ("told", "met", "after", "expected"),
    [
        (-1, [], date(2026, 11, 1), (NOVEMBER, 0)),
        (-1, [], date(2026, 11, 24), (NOVEMBER, 0)),
        (-1, [], date(2026, 11, 25), (NOVEMBER, 1)),
        (-1, [NOVEMBER], date(2026, 11, 1), (DECEMBER, 0)),
        (2, [DECEMBER], date(2026, 12, 1), (JANUARY, 0)),
        (1, [], date(2026, 12, 31), (DECEMBER, 2)),
    ],
)
def test_the_next_rung_of_a_duty_is_the_next_one_of_a_period_that_is_not_met(
    told: int, met: list[date], after: date, expected: tuple[date, int]
) -> None:
    anchor = DECEMBER if told == 1 else NOVEMBER

    step = ladders.next_of_duty(IDLE, Period.MONTH, anchor, told, met, after)

    assert (step.anchor, step.number) == expected


def test_of_rungs_that_were_passed_only_the_highest_is_told() -> None:
    ends = date(2026, 12, 31)

    found = ladders.reached(TERM, ends, -1, ends - timedelta(days=20))

    assert found is not None
    assert found.rung.code == "TERM_EXPIRY_30"
    assert ladders.reached(TERM, ends, 2, ends - timedelta(days=20)) is None
    assert ladders.reached(TERM, ends, -1, date(2026, 7, 5)) is None


def test_after_the_last_rung_there_is_nothing_more_to_tell() -> None:
    assert ladders.next_step(TERM, date(2026, 12, 31), len(TERM) - 1) is None


@given(day=DAYS, months=st.integers(0, 30))
def test_months_are_added_as_the_calendar_does(day: date, months: int) -> None:
    assert ladders.add_months(day, months) == day + relativedelta(months=months)


@given(day=DAYS)
def test_a_period_ends_on_its_last_day(day: date) -> None:
    month, quarter, year = (ladders.end_of(period, day) for period in Period)

    assert month == day + relativedelta(day=31)
    assert quarter == date(day.year, (day.month + 2) // 3 * 3, 1) + relativedelta(day=31)
    assert year == date(day.year, 12, 31)


def test_periods_have_names() -> None:
    assert ladders.name_of(Period.MONTH, NOVEMBER) == "2026-11"
    assert ladders.name_of(Period.QUARTER, DECEMBER) == "2026-Q4"
    assert ladders.name_of(Period.YEAR, DECEMBER) == "2026"
