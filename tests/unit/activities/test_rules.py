"""The policy of organisational life."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from functions.activities import rules
from functions.activities.activity_types import TYPES, TypeCode
from functions.activities.audience import MOST_BRANCHES
from functions.activities.rules import Presence, State
from kernel.transaction import MOST_OPERATIONS

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
COUNTY, TOWNSHIP, VILLAGE, BRANCH = "C", "T", "V", "B"


def faults(starts: timedelta, lasts: timedelta, place: str | None = "here", link: str | None = None) -> list[str]:
    found = rules.plan_faults(NOW + starts, NOW + starts + lasts, place, link, NOW)
    return [fault["field"] for fault in found]


def test_every_type_that_a_request_may_name_has_its_rules() -> None:
    assert set(get_args(TypeCode)) == set(TYPES)


def test_a_plan_lies_within_a_year_and_at_most_three_days_back() -> None:
    assert faults(HOUR, HOUR) == []
    assert faults(-timedelta(days=3), HOUR) == []
    assert faults(-timedelta(days=3, seconds=1), HOUR) == ["startsAt"]
    assert faults(timedelta(days=367), HOUR) == ["startsAt"]


def test_a_plan_ends_after_it_starts_and_within_a_day() -> None:
    assert faults(HOUR, timedelta(0)) == ["endsAt"]
    assert faults(HOUR, -HOUR) == ["endsAt"]
    assert faults(HOUR, timedelta(days=1, seconds=1)) == ["endsAt"]


def test_a_plan_says_where_by_place_or_link() -> None:
    assert faults(HOUR, HOUR, place=None) == ["place"]
    assert faults(HOUR, HOUR, place=None, link="https://example.org") == []


def test_sign_in_is_open_from_half_an_hour_before_to_two_hours_after() -> None:
    starts, ends = NOW, NOW + HOUR

    opens = [rules.sign_in_opens(starts, ends, NOW + timedelta(minutes=m)) for m in (-31, -30, 0, 60, 180, 181)]

    assert opens == [False, True, True, True, True, False]


def test_ten_minutes_after_the_start_is_late() -> None:
    assert rules.presence_at(NOW, NOW + timedelta(minutes=10)) is Presence.PRESENT
    assert rules.presence_at(NOW, NOW + timedelta(minutes=10, seconds=1)) is Presence.LATE


def test_whoever_is_expected_or_was_called_is_entitled_less_the_exempt() -> None:
    presences = {"a": "PRESENT", "b": "EXEMPT", "guest": "OBSERVER", "moved": "LATE"}

    assert rules.entitled({"a", "b", "c"}, presences) == 3
    assert rules.entitled(set(), {"a": "PRESENT", "b": "LEAVE_SICK"}) == 2


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("THEME_DAY", []),
        ("GENERAL_ASSEMBLY", ["resolutions"]),
        ("PARTY_LECTURE", ["speakers"]),
        ("ORG_LIFE_MEETING", ["speeches"]),
    ],
)
def test_each_type_asks_for_its_own_minutes(kind: str, missing: list[str]) -> None:
    assert [f["field"] for f in rules.minutes_missing(kind, {"summary": "s", "speeches": ()})] == missing
    assert rules.minutes_missing(kind, {"resolutions": [1], "speakers": [1], "speeches": [1]}) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/C/T/B/", (TOWNSHIP, COUNTY)),
        ("/C/T/V/B/", (TOWNSHIP, COUNTY)),
        ("/P/C/T/B/", (TOWNSHIP, COUNTY)),
        ("/C/B/", (COUNTY,)),
    ],
)
def test_the_committee_below_the_county_reviews_first(path: str, expected: tuple[str, ...]) -> None:
    assert rules.stages(path, COUNTY) == expected


def test_a_record_goes_from_stage_to_stage() -> None:
    both, one = (TOWNSHIP, COUNTY), (COUNTY,)

    assert [rules.state_at(n, both) for n in range(3)] == [State.SUBMITTED, State.COUNTY_REVIEW, State.APPROVED]
    assert [rules.state_at(n, one) for n in range(2)] == [State.COUNTY_REVIEW, State.APPROVED]


def test_a_committee_is_over_when_its_turn_has_been() -> None:
    both = (TOWNSHIP, COUNTY)

    assert rules.passed(State.SUBMITTED, both) == ()
    assert rules.passed(State.COUNTY_REVIEW, both) == (TOWNSHIP,)
    assert rules.passed(State.APPROVED, both) == both
    assert rules.passed(State.RETURNED, both) == both


def test_the_largest_confirmation_fits_one_transaction() -> None:
    activity, review, minutes, turnaround, head, answer = 1, 1, 1, 1, 1, 1
    reviewed, sealed = 1, 1
    events = reviewed + sealed + rules.MOST_CONFIRMATIONS

    assert activity + review + minutes + turnaround + head + answer + 2 * events <= MOST_OPERATIONS
    assert rules.MOST_CONFIRMATIONS * rules.AWARDS_IN_EVENT >= rules.MOST_ENTRIES
    assert rules.MOST_CONFIRMATIONS >= MOST_BRANCHES


def test_the_largest_chunk_of_a_roll_call_fits_one_transaction() -> None:
    require, event, entry, head, answer = 1, 1, 1, 1, 1

    assert rules.ROWS_IN_CHUNK + require + event + entry + head + answer <= MOST_OPERATIONS


def test_a_cameras_time_counts_if_it_can_be_true() -> None:
    assert rules.plausible(NOW - timedelta(days=300), NOW)
    assert rules.plausible(NOW + timedelta(minutes=59), NOW)
    assert not rules.plausible(NOW - timedelta(days=367), NOW)
    assert not rules.plausible(NOW + 2 * HOUR, NOW)
