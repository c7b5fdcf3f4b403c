"""Volunteer service: times, hours, stars, codes; and the words by which each line is explained."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.attendance.codes import new_secret
from functions.activities.service import rules as service_rules
from functions.activities.service.rules import WHY, Booking

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPANS = st.tuples(st.integers(-40, 40), st.integers(1, 24)).map(
    lambda span: (NOW + span[0] * HOUR, NOW + (span[0] + span[1]) * HOUR)
)


@pytest.mark.parametrize(
    ("starts", "ends", "fields"),
    [
        (1, 2, []),
        (-1, 1, []),
        (-2, -1, ["endsAt"]),
        (2, 2, ["endsAt"]),
        (1, 26, ["endsAt"]),
        (-25, 1, ["startsAt", "endsAt"]),
        (24 * 367, 24 * 367 + 1, ["startsAt"]),
    ],
)
def test_a_service_is_to_come_or_running_and_no_longer_than_a_day(starts: int, ends: int, fields: list[str]) -> None:
    faults = service_rules.offer_faults(NOW + starts * HOUR, NOW + ends * HOUR, NOW)

    assert [fault["field"] for fault in faults] == fields


@given(SPANS, SPANS)
def test_two_times_are_in_each_others_way_exactly_if_they_share_a_moment(
    one: service_rules.Times, other: service_rules.Times
) -> None:
    shared = max(one[0], other[0]) < min(one[1], other[1])

    assert list(service_rules.in_the_way({"one": one}, other)) == (["one"] if shared else [])


@given(st.dictionaries(st.integers().map(str), SPANS, max_size=20), SPANS)
def test_nothing_is_forgotten_that_overlaps_with_what_is_not_over(
    booked: dict[str, service_rules.Times], wanted: service_rules.Times
) -> None:
    wanted = (wanted[0], max(wanted[1], NOW + HOUR)) if wanted[1] - wanted[0] < 23 * HOUR else (NOW, NOW + HOUR)
    wanted = (max(wanted[0], wanted[1] - service_rules.LONGEST), wanted[1])

    blocking = set(service_rules.in_the_way(booked, wanted))

    assert blocking <= set(service_rules.remembered(booked, NOW))


@pytest.mark.parametrize(("hours", "stars"), [(0, 0), (99, 0), (100, 1), (300, 2), (600, 3), (1000, 4), (1500, 5)])
def test_stars_are_given_by_hours(hours: int, stars: int) -> None:
    assert service_rules.stars(hours * 60) == stars
    assert service_rules.stars(hours * 60 - 1) == max(0, stars - (hours in service_rules.STAR_HOURS))


@pytest.mark.parametrize(("passed", "most"), [(-1, 0), (0, 0), (1, 60), (2, 120), (5, 120)])
def test_nobody_serves_longer_than_the_service_has_lasted(passed: int, most: int) -> None:
    assert service_rules.most_minutes(NOW, NOW + 2 * HOUR, NOW + passed * HOUR) == most


def test_a_code_is_of_one_service_and_one_volunteer() -> None:
    secret, other = new_secret(), new_secret()
    code = service_rules.slip_code(secret, "A")

    assert len(code) == 10
    assert service_rules.is_slip(code, secret, "A")
    assert service_rules.is_slip(f"{code[:5]}-{code[5:]}".lower(), secret, "A")
    assert not service_rules.is_slip(code, secret, "B")
    assert not service_rules.is_slip(code, other, "A")


def test_every_state_says_why_it_counts_and_one_alone_does() -> None:
    assert set(WHY) == set(Booking)
    assert [state for state, why in WHY.items() if why.en.endswith("it counts")] == [Booking.CONFIRMED]
