"""A branch's year: what it owes, and how far it is (`domain.md` 4.1)."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from functions.activities.activity_types import TYPES, Duty, Owes, Period
from functions.activities.rules import State
from functions.activities.year_plan.rules import (
    Entry,
    Held,
    Line,
    Progress,
    lines,
    matched,
    owed_on,
    owes,
    periods,
    turned,
)

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
NUMBERS = count()


def held(day: date, state: State = State.APPROVED, kind: str = "THEME_DAY") -> Held:
    starts = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    return Held(f"A{next(NUMBERS)}", kind, starts, starts + HOUR, state)


def theme_days(code: str, _day: date) -> bool:
    return code == "THEME_DAY"


def month(number: int, *found: Held, entries: tuple[Entry, ...] = (), at: datetime = NOW) -> Line:
    """The theme days of a month of 2026."""
    every = lines(2026, theme_days, found, entries, None, at)
    return every[number - 1]


def test_a_year_has_its_periods_of_each_length() -> None:
    assert [name for name, _, _ in periods(Period.QUARTER, 2026)] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert periods(Period.YEAR, 2026) == [("2026", date(2026, 1, 1), date(2026, 12, 31))]
    assert periods(Period.MONTH, 2024)[1] == ("2024-02", date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize("year", [1999, 2024, 2026, 2100])
@pytest.mark.parametrize("period", list(Period))
def test_periods_cover_a_year_without_a_gap(period: Period, year: int) -> None:
    found = periods(period, year)

    assert found[0][1] == date(year, 1, 1)
    assert found[-1][2] == date(year, 12, 31)
    assert [last + timedelta(days=1) for _, _, last in found[:-1]] == [first for _, first, _ in found[1:]]


def test_what_is_to_come_is_planned_and_what_is_over_is_held() -> None:
    line = month(11, held(date(2026, 11, 5), State.PLANNED), held(date(2026, 11, 28), State.PLANNED))

    assert (line.planned, line.held, line.approved, line.progress) == (1, 1, 0, Progress.HELD)


def test_a_missing_duty_is_seen_while_its_period_runs_and_missed_afterwards() -> None:
    assert (month(11).progress, month(11).current, month(11).missing) == (Progress.MISSING, True, 1)
    assert (month(10).progress, month(10).current) == (Progress.MISSED, False)
    assert month(12).progress is Progress.MISSING


@pytest.mark.parametrize("state", [State.CANCELLED, State.WITHDRAWN])
def test_what_was_called_off_or_withdrawn_is_not_held(state: State) -> None:
    assert (month(11, held(date(2026, 11, 5), state)).held, month(11).progress) == (0, Progress.MISSING)


def test_a_plan_leaves_it_missing_but_no_more_unplanned() -> None:
    line = month(11, held(date(2026, 11, 28), State.PLANNED))

    assert (line.progress, line.missing, line.unplanned) == (Progress.PLANNED, 1, 0)


@pytest.mark.parametrize("state", [State.CANCELLED, State.WITHDRAWN])
def test_what_was_called_off_or_withdrawn_counts_for_nothing(state: State) -> None:
    assert month(11, held(date(2026, 11, 5), state)).progress is Progress.MISSING


@pytest.mark.parametrize("state", [State.SUBMITTED, State.COUNTY_REVIEW, State.RETURNED])
def test_a_record_that_waits_is_held_and_not_approved(state: State) -> None:
    line = month(11, held(date(2026, 11, 5), state))

    assert (line.held, line.approved, line.progress) == (1, 0, Progress.HELD)


def test_an_entry_of_the_year_says_what_is_meant_until_the_period_is_over() -> None:
    entries = (Entry("2026-12", "THEME_DAY", "学习"), Entry("2026-10", "THEME_DAY", "学习"))

    assert month(12, entries=entries).progress is Progress.INTENDED
    assert month(10, entries=entries).progress is Progress.MISSED


def test_an_activity_counts_on_the_day_on_which_it_starts_in_china() -> None:
    late = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)  # half past midnight on 1 November

    line = month(11, Held("A", "THEME_DAY", late, late + HOUR, State.APPROVED))

    assert line.approved == 1


def test_a_branch_owes_nothing_of_the_time_before_it_was_founded() -> None:
    found = lines(2026, theme_days, (), (), date(2026, 11, 30), NOW)

    assert [line.period for line in found] == ["2026-11", "2026-12"]


@pytest.mark.parametrize(("closed_on", "last"), [(date(2026, 2, 28), "2026-02"), (date(2026, 3, 1), "2026-03")])
def test_a_branch_that_was_closed_owes_nothing_that_began_later(closed_on: date, last: str) -> None:
    found = lines(2026, theme_days, (), (), date(2026, 2, 10), NOW, closed_on)

    assert [line.period for line in found] == [month for month in ("2026-02", "2026-03") if month <= last]


def test_another_type_meets_nothing() -> None:
    assert month(11, held(date(2026, 11, 5), kind="PARTY_LECTURE")).progress is Progress.MISSING


@pytest.mark.parametrize(("full", "expected"), [(6, False), (7, True)])
def test_committee_meetings_are_owed_from_seven_full_members_on(full: int, expected: bool) -> None:
    roll = {f"M{n}": ["FULL", False] for n in range(full)} | {"P": ["PROBATIONARY", False]}

    assert owes(Duty(Period.MONTH, owes=Owes.WITH_COMMITTEE), roll, {}) is expected


def test_group_meetings_are_owed_by_branches_with_groups() -> None:
    duty = TYPES["GROUP_MEETING"].duty
    assert duty is not None

    assert (owes(duty, {}, {}), owes(duty, {}, {"G"})) == (False, True)


def test_every_entry_has_an_activity_of_its_own() -> None:
    entries = [Entry("2026-11", "THEME_DAY", "一"), Entry("2026-11", "THEME_DAY", "二"), Entry("2026-12", "TALK", "三")]
    first, second = held(date(2026, 11, 20)), held(date(2026, 11, 6))

    assert matched(entries, [first, second]) == [second.id, first.id, None]
    assert matched(entries, [first, held(date(2026, 11, 2), State.CANCELLED)]) == [first.id, None, None]


def test_a_duty_is_owed_of_the_periods_at_whose_end_it_was_and_of_no_other() -> None:
    turns = turned(
        turned(turned([], date(2026, 3, 31), owed=True), date(2026, 5, 1), owed=True), date(2026, 6, 30), owed=False
    )

    found = lines(2026, lambda code, day: code == "COMMITTEE_MEETING" and owed_on(turns, day), (), (), None, NOW)

    assert [line.period for line in found] == ["2026-03", "2026-04", "2026-05"]


def test_of_two_turns_of_a_day_the_later_one_stands() -> None:
    day = date(2026, 3, 31)

    assert turned(turned([], day, owed=True), day, owed=False) == [("2026-03-31", False)]
