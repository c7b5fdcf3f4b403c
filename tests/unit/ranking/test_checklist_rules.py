"""Checklists: which lines there are, what each of them is, and what they come to."""

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.activity_types import TYPES, Owes
from functions.notices.rules import MONTHLY_KINDS
from functions.ranking import checklist_rules
from functions.ranking.checklist_rules import (
    CONDITIONAL,
    DUTIES,
    HAND_IN_WORKING_DAYS,
    KINDS,
    Line,
    LineState,
    Owing,
    Record,
    Sign,
    find,
    lines,
    period_of,
    sign,
    span,
    within,
)
from functions.ranking.checklist_tallies import LineTally, tally, tally_all

MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
BY = "2026-11-04"
ALWAYS = {kind: [(date(2000, 1, 1), True)] for kind in CONDITIONAL}
APPROVED = Record("THEME_DAY", "2026-10-12", "2026-10-13", 1, approved=True)


def named(line_id: str) -> Line:
    found = find(line_id)
    assert found
    return found


def test_a_branch_owes_what_organisation_life_says_it_owes() -> None:
    owed = {kind.code: kind.duty for kind in TYPES.values() if kind.duty}

    assert {code: MONTHS[duty.period.value] for code, duty in owed.items()} == DUTIES
    assert {code for code, duty in owed.items() if duty.owes is not Owes.EVERY_BRANCH} == CONDITIONAL
    assert {duty.least for duty in owed.values()} == {1}
    assert KINDS == MONTHLY_KINDS


def test_a_year_has_a_line_for_each_duty_and_period() -> None:
    found = lines(2026)

    assert Counter(line.type for line in found) == {kind: 12 // months for kind, months in DUTIES.items()}
    assert len({line.id for line in found}) == len(found) == 47
    assert all(period_of(line.type, day) == line.period for line in found for day in (line.first, line.last))


@pytest.mark.parametrize(
    ("period", "first", "last", "size"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), 3),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), 3),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), 11),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), 47),
    ],
)
def test_a_period_has_the_lines_that_lie_wholly_within_it(period: str, first: date, last: date, size: int) -> None:
    found = within(period)

    assert span(period) == (first, last)
    assert len(found) == size
    assert all(first <= line.first and line.last <= last for _, line in found)
    assert all(lines(first.year)[place] == line for place, line in found)


@pytest.mark.parametrize(
    "line_id", ["", "THEME_DAY", "THEME_DAY.2026-Q4", "VOLUNTEER.2026-11", "TALK.2026-13", "TALK."]
)
def test_there_is_no_other_line(line_id: str) -> None:
    assert find(line_id) is None


def test_a_record_is_in_time_until_the_third_working_day_after_its_period() -> None:
    assert HAND_IN_WORKING_DAYS == 3
    assert named("THEME_DAY.2026-10").hand_in_by == date(2026, 11, 4)
    assert named("ORG_LIFE_MEETING.2025").hand_in_by == date(2026, 1, 6)  # New Year's Day and the days off around it


def with_(**changes: Any) -> Record:
    return Record(**(vars(APPROVED) | changes))


@pytest.mark.parametrize(
    ("records", "ruled", "is_"),
    [
        ([], None, Sign.NOTHING),
        ([with_()], None, Sign.IN_TIME),
        ([with_(handed_in=BY)], None, Sign.IN_TIME),
        ([with_(handed_in="2026-11-05")], None, Sign.LATE),
        ([with_(handed_in="2026-11-05"), with_()], None, Sign.IN_TIME),
        ([with_(approved=False)], None, Sign.IN_REVIEW),
        ([with_(approved=False, returned=1)], None, Sign.NOTHING),
        ([with_(approved=False, round=2, returned=1)], None, Sign.IN_REVIEW),
        ([with_(withdrawn=True)], None, Sign.NOTHING),
        ([with_(withdrawn=True), with_()], None, Sign.IN_TIME),
        ([with_()], Sign.EXCUSED, Sign.IN_TIME),
        ([with_(handed_in="2026-11-05")], Sign.EXCUSED, Sign.EXCUSED),
        ([with_(approved=False)], Sign.NOT_APPLICABLE, Sign.NOT_APPLICABLE),
        ([], Sign.EXCUSED, Sign.EXCUSED),
    ],
)
def test_what_was_done_in_time_stands_then_what_was_ruled_then_what_was_late(
    records: list[Record], ruled: Sign | None, is_: Sign
) -> None:
    assert sign(records, ruled, BY) is is_


def test_what_is_not_done_is_open_until_its_period_is_over() -> None:
    owing, line = Owing(), named("THEME_DAY.2026-10")

    assert owing.state(line, Sign.NOTHING, date(2026, 10, 31)) is LineState.OPEN
    assert owing.state(line, Sign.NOTHING, date(2026, 11, 1)) is LineState.MISSING


def test_what_only_some_branches_owe_does_not_apply_to_others_unless_they_did_it_in_time() -> None:
    line, day = named("GROUP_MEETING.2026-10"), date(2026, 11, 20)

    assert Owing().state(line, Sign.NOTHING, day) is LineState.NOT_APPLICABLE
    assert Owing().state(line, Sign.LATE, day) is LineState.NOT_APPLICABLE
    assert Owing().state(line, Sign.IN_TIME, day) is LineState.DONE_IN_TIME
    assert Owing(ALWAYS).state(line, Sign.NOTHING, day) is LineState.MISSING


def test_a_duty_counts_for_periods_at_whose_end_the_branch_had_it_and_changes_nothing_of_those_before() -> None:
    owing = Owing({"GROUP_MEETING": [(date(2026, 9, 30), True), (date(2026, 11, 20), False)]})
    month = {number: named(f"GROUP_MEETING.2026-{number:02}") for number in (8, 9, 10, 11)}

    def states(today: date) -> list[LineState]:
        return [owing.state(line, Sign.NOTHING, today) for line in month.values()]

    no, missing = LineState.NOT_APPLICABLE, LineState.MISSING
    assert states(date(2026, 11, 19)) == [no, missing, missing, LineState.OPEN]
    assert states(date(2026, 11, 20)) == [no, missing, missing, no]
    assert states(date(2027, 1, 1)) == [no, missing, missing, no]


def test_nothing_is_due_before_it_begins_or_of_a_period_that_was_over_when_the_branch_was_founded() -> None:
    founded = Owing(since=date(2026, 10, 31))

    assert tally(founded, "", "2026-09", date(2026, 11, 20)).due == 0
    assert tally(founded, "", "2026-10", date(2026, 11, 20)) == LineTally(not_applicable=2, missing=1)
    assert tally(founded, "", "2026-12", date(2026, 11, 30)).due == 0
    assert tally(founded, "", "2026-12", date(2026, 12, 1)).open == 1


def test_a_share_is_what_was_done_of_what_was_owed() -> None:
    counted = LineTally(in_time=2, late=1, excused=4, not_applicable=5, missing=1, open=1, in_review=1)

    assert (counted.due, counted.share) == (15, Fraction(1, 2))
    assert LineTally(excused=1, not_applicable=3).share is None
    assert LineTally.total([counted, counted]).share == counted.share
    assert LineTally.total([]) == LineTally()
    for words in checklist_rules.DEFINITION.values():
        assert "/" in words or "÷" in words


@given(st.text(alphabet="".join(Sign), max_size=47), st.dates(date(2026, 1, 1), date(2027, 2, 1)))
def test_months_and_quarters_come_to_no_more_than_the_year(signs: str, today: date) -> None:
    owing = Owing(ALWAYS, date(2026, 3, 15))

    year = tally(owing, signs, "2026", today)
    months = LineTally.total(tally(owing, signs, f"2026-{month:02}", today) for month in range(1, 13))
    quarters = LineTally.total(tally(owing, signs, f"2026-Q{number}", today) for number in range(1, 5))

    assert all(m <= q <= y for m, q, y in zip(months, quarters, year, strict=True))
    assert tally_all([(owing, signs)] * 2, 2026, today)["2026"] == LineTally.total([year, year])
    assert year.share is None or 0 <= year.share <= 1
