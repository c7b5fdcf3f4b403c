"""Identifiers, time, the calendar, cursors, logs."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import calendar, clock, ids, log, settings
from kernel.errors import Malformed
from kernel.table import decode_cursor, encode_cursor


def test_a_derived_id_is_the_same_for_the_same_cause_and_keeps_parts_apart() -> None:
    assert ids.derived_id("a", "b") == ids.derived_id("a", "b")
    assert ids.derived_id("a", "b") != ids.derived_id("ab", "")
    assert len(ids.derived_id("a")) == 26


def test_an_identifier_survives_packing() -> None:
    one = ids.new_id()

    assert ids.from_bytes(ids.to_bytes(one)) == one


def test_a_day_in_china_begins_at_sixteen_hundred_utc_of_the_day_before() -> None:
    late = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)

    assert clock.business_day(late) == date(2026, 11, 1)
    assert clock.start_of(date(2026, 11, 1)) == late
    assert clock.instant(clock.stamp(late)) == late


def test_the_national_day_week_of_2026_is_not_worked() -> None:
    assert not calendar.is_working_day(date(2026, 10, 1))
    assert calendar.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)


def test_a_year_without_an_announced_calendar_counts_monday_to_friday() -> None:
    assert calendar.is_working_day(date(2090, 1, 2))
    assert not calendar.is_working_day(date(2090, 1, 1))


def test_months() -> None:
    assert calendar.month_of(date(2026, 2, 3)) == "2026-02"
    assert calendar.end_of_month(date(2028, 2, 3)) == date(2028, 2, 29)


@given(st.dictionaries(st.text(min_size=1), st.dictionaries(st.just("S"), st.text()), min_size=1))
def test_a_cursor_leads_back_to_its_place(place: dict[str, dict[str, str]]) -> None:
    assert decode_cursor(encode_cursor(place)) == place


OF_NO_KEY = [encode_cursor({"at": text}) for text in ("\ud800", "x" * 1025)]


@pytest.mark.parametrize("cursor", ["x", "%%%", "W10", "IiI", "ไทย", *OF_NO_KEY])
def test_a_strange_cursor_is_malformed(cursor: str) -> None:
    with pytest.raises(Malformed):
        decode_cursor(cursor)


def test_no_cursor_is_the_beginning() -> None:
    assert decode_cursor(None) is None
    assert encode_cursor(None) is None


def test_a_log_line_takes_only_listed_keys() -> None:
    with pytest.raises(ValueError, match="name"):
        log.log("call", name="somebody")


def test_a_table_that_a_function_was_not_told_of_has_a_name_that_no_role_may_use() -> None:
    assert settings.table_name("nothing") == "nothing-not-granted"
