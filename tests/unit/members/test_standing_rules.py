"""When somebody may be suspended, leave, and come back (`domain.md` 2.1, 2.4)."""

from datetime import date

import pytest

from functions.members import dossier_rules, proposal_rules, standing_rules
from functions.members.standing_rules import (
    barred_until,
    flaws_of_departure,
    flaws_of_suspension,
    flaws_of_term,
    months_after,
    refusal_of_row,
)

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
    ],
)
def test_months_end_on_the_last_day_where_there_is_no_such_day(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@pytest.mark.parametrize("reason", sorted(standing_rules.BARRED))
def test_who_was_persuaded_or_removed_is_barred_for_five_years_to_the_day(reason: str) -> None:
    until = barred_until(reason, DAY)

    assert until == date(2031, 3, 1)
    assert refusal_of_row(reason, DAY, date(2031, 2, 28)) == "rejoin_barred"
    assert refusal_of_row(reason, DAY, date(2031, 3, 1)) == "has_left"


@pytest.mark.parametrize("reason", ["DECEASED", "PROBATION_CANCELLED", "MERGED", None])
def test_others_are_barred_by_no_term_but_no_roster_takes_them_in(reason: str | None) -> None:
    assert barred_until(reason, DAY) is None
    assert refusal_of_row(reason, DAY, DAY) == "has_left"


def test_contact_is_lost_for_six_months_and_studies_last_five_years_before_a_suspension() -> None:
    assert list(flaws_of_suspension("LOST_CONTACT", date(2025, 9, 1), DAY)) == []
    assert list(flaws_of_suspension("LOST_CONTACT", date(2025, 9, 2), DAY)) == [("too_early", "effectiveOn")]
    assert list(flaws_of_suspension("STUDY_ABROAD", date(2021, 3, 1), DAY)) == []
    assert list(flaws_of_suspension("STUDY_ABROAD", date(2021, 3, 2), DAY)) == [("too_early", "effectiveOn")]
    assert list(flaws_of_suspension("SETTLED_ABROAD", None, DAY)) == []


def test_who_is_lost_is_removed_two_years_after_the_suspension_and_others_at_once() -> None:
    lost = ("LOST_CONTACT", date(2024, 3, 2))

    assert list(flaws_of_departure("REMOVED", "FULL", DAY, lost)) == [("too_early", "effectiveOn")]
    assert list(flaws_of_departure("REMOVED", "FULL", date(2026, 3, 2), lost)) == []
    assert list(flaws_of_departure("DECEASED", "FULL", DAY, lost)) == []
    assert list(flaws_of_departure("REMOVED", "FULL", DAY, None)) == []


def test_a_term_lasts_at_most_a_year() -> None:
    assert list(flaws_of_term(DAY, date(2027, 3, 1))) == []
    assert list(flaws_of_term(DAY, date(2027, 3, 2))) == [("too_long", "endsOn")]


@pytest.mark.parametrize(("code", "good"), [("431128", True), ("810000", True), ("990000", False), ("43112", False)])
def test_a_place_is_one_of_a_province_that_there_is(code: str, good: bool) -> None:
    assert dossier_rules.is_place(code) is good


@pytest.mark.parametrize(("code", "good"), [("1", True), ("4", True), ("301", True), ("5", False), ("1234", False)])
def test_a_degree_is_a_level_or_a_subject_of_it(code: str, good: bool) -> None:
    assert dossier_rules.is_degree(code) is good


def test_the_level_above_is_the_path_without_its_end() -> None:
    assert proposal_rules.level_above("/A/B/C/") == "/A/B/"
    assert proposal_rules.level_above("/A/") == "/"
