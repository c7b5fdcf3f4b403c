from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from functions.notices import rules, words
from functions.notices.rules import Seen
from functions.notices.tables import Notice
from kernel.authority import Role
from kernel.directory import path_below
from kernel.ids import new_id

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_the_ladder_of_a_month_is_day_25_the_last_day_and_the_first_working_day_after() -> None:
    found = [(rung.day, rung.to_superior) for rung in rules.idle_ladder("2026-10")]

    # 31 October 2026 is a Saturday: the township is told on Monday.
    assert found == [(date(2026, 10, 25), False), (date(2026, 10, 31), False), (date(2026, 11, 2), True)]


def test_holidays_push_the_superiors_rung_to_the_next_working_day() -> None:
    # The first week of October is a holiday.
    assert rules.idle_ladder("2025-09")[2].day == date(2025, 10, 9)


@pytest.mark.parametrize(
    ("day", "met", "expected"),
    [
        (date(2026, 11, 2), [], ("2026-11", 0, date(2026, 11, 25))),
        (date(2026, 11, 25), [], ("2026-11", 0, date(2026, 11, 25))),
        (date(2026, 11, 26), [], ("2026-11", 1, date(2026, 11, 30))),
        (date(2026, 11, 2), ["2026-11"], ("2026-12", 0, date(2026, 12, 25))),
        (date(2026, 12, 31), ["2027-01"], ("2026-12", 1, date(2026, 12, 31))),
    ],
)
def test_the_first_rung_is_the_next_one_of_a_month_that_is_not_met(
    day: date, met: list[str], expected: tuple[str, int, date]
) -> None:
    rung = rules.first_rung(day, met)

    assert (rung.period, rung.step, rung.day) == expected


def test_after_the_last_rung_comes_the_next_month_that_is_not_met() -> None:
    rung = rules.next_rung("2026-11", 2, ["2026-12"], date(2026, 12, 1))

    assert (rung.period, rung.step) == ("2027-01", 0)


@given(day=DAYS, months=st.integers(0, 30))
def test_months_are_added_as_the_calendar_does(day: date, months: int) -> None:
    assert rules.add_months(day, months) == day + relativedelta(months=months)


@given(since=DAYS, wait=st.integers(0, 400))
def test_a_rung_is_reached_on_its_day_and_not_before(since: date, wait: int) -> None:
    day = since + timedelta(days=wait)
    expected = 6 if day >= since + relativedelta(months=6) else 3 if day >= since + relativedelta(months=3) else 0

    assert rules.rung_reached(Seen(since), day) == expected
    assert rules.rung_reached(Seen(since, 3), day) == (6 if expected == 6 else 0)
    assert rules.rung_reached(Seen(since, 6), day) == 0


def test_the_next_look_is_at_the_next_rung_or_never() -> None:
    since = date(2026, 8, 31)

    assert rules.next_absence(Seen(since)) == date(2026, 11, 30)
    assert rules.next_absence(Seen(since, 3)) == date(2027, 2, 28)
    assert rules.next_absence(Seen(since, 6)) is None


def test_being_seen_earlier_than_known_changes_nothing() -> None:
    seen = Seen(date(2026, 8, 31), 3)

    assert seen.again(date(2026, 8, 1)) == seen
    assert seen.again(date(2026, 9, 1)) == Seen(date(2026, 9, 1), 0)


def test_the_superior_is_the_committee_right_below_the_county_else_the_county() -> None:
    province, county, township, general, branch = (new_id() for _ in range(5))
    path = "/"
    for part in (province, county, township, general, branch):
        path = path_below(path, part)

    assert rules.superior(path, county, branch) == (township, Role.REVIEWER)
    assert rules.superior(path_below(path_below("/", county), branch), county, branch) == (county, Role.REVIEWER)
    assert rules.superior(path_below("/", branch), county, branch) == (county, Role.REVIEWER)


@pytest.mark.parametrize(
    ("code", "reader", "facts"),
    [
        ("BRANCH_IDLE_MONTH", "secretary", {"period": "2026-11"}),
        ("BRANCH_IDLE_MONTH", "reviewer", {"period": "2026-11"}),
        ("ABSENT_3M", "member", {"months": 3, "since": "2026-08-21"}),
        ("ABSENT_3M", "secretary", {"months": 3, "count": 2, "members": []}),
        ("ABSENT_6M", "member", {"months": 6, "since": "2026-08-21"}),
        ("ABSENT_6M", "secretary", {"months": 6, "count": 2, "members": []}),
        ("ABSENT_6M", "reviewer", {"months": 6, "count": 2}),
    ],
)
def test_every_notice_has_words_in_both_languages(code: str, reader: str, facts: dict[str, object]) -> None:
    zh, en = words.subject(code, reader, facts)

    assert "{" not in zh + en
    assert all(words.why(code))
    assert str(facts.get("period", facts.get("months"))) in zh
    assert str(facts.get("period", facts.get("months"))) in en


def test_a_notices_id_is_the_same_at_every_try_and_sorts_by_day() -> None:
    box = Notice.member_box(new_id())
    first = Notice.id_of(box, "cause", date(2026, 11, 25))

    assert first == Notice.id_of(box, "cause", date(2026, 11, 25))
    assert first < Notice.id_of(box, "cause", date(2026, 11, 26))
    assert first != Notice.id_of(Notice.member_box(new_id()), "cause", date(2026, 11, 25))
