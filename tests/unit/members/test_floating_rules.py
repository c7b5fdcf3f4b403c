"""Days of those who are away, and of those who cannot be found (`domain.md` 2.1, 2.4, 6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.members import floating_rules as rules
from functions.members.standing_rules import months_after

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def test_abroad_the_national_rate_holds_and_at_home_the_committees() -> None:
    heard = date(2026, 1, 1)

    assert rules.contact_due(heard, 90, abroad=False) == heard + timedelta(days=90)
    assert rules.contact_due(heard, 90, abroad=True) == heard + timedelta(days=180)


@pytest.mark.parametrize(
    ("back", "long"), [(None, True), (date(2026, 7, 1), True), (date(2026, 6, 30), False), (date(2027, 1, 1), True)]
)
def test_six_months_make_a_floating_member(back: date | None, long: bool) -> None:
    assert rules.is_long(date(2026, 1, 1), back) is long


@pytest.mark.parametrize(
    ("reason", "back", "often", "impossible", "why"),
    [
        ("WORK", date(2026, 3, 1), False, False, None),
        ("WORK", None, False, True, None),
        ("WORK", None, False, False, "transfer_instead"),
        ("WORK", date(2026, 3, 1), True, False, "returns_often"),
        ("CONFERENCE", date(2026, 3, 1), False, False, "introduction_instead"),
        ("SECONDMENT", None, False, True, "introduction_instead"),
        ("LEAVE", None, True, True, "introduction_instead"),
    ],
)
def test_a_certificate_is_for_short_absences_or_where_a_transfer_cannot_be(
    reason: str, back: date | None, often: bool, impossible: bool, why: str | None
) -> None:
    since = date(2026, 1, 1)

    assert rules.why_no_certificate(reason, since, back, returns_often=often, transfer_impossible=impossible) == why


@given(DAYS, st.integers(0, 4000))
def test_nobody_is_suspended_before_six_months_or_removed_before_two_more_years(lost: date, waited: int) -> None:
    suspended = rules.suspendable_from(lost) + timedelta(days=waited)

    removable = rules.removable_from(suspended)

    assert suspended >= months_after(lost, 6)
    assert removable >= months_after(lost, 30) - timedelta(days=3)  # a month's end may be earlier
    assert rules.case_due("OPEN", lost, None) == months_after(lost, 6)
    assert rules.case_due("SUSPENDED", lost, suspended) == removable
