"""How sure a row of attendance is, and why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.attendance.confidence_rules import (
    BY_CODE_AGE,
    WEIGHTS,
    Evidence,
    Reason,
    assess,
    distance,
    of_distance,
    of_time,
)

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
END = START + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@given(
    stated=st.lists(st.sampled_from(sorted(WEIGHTS)), unique=True),
    device=st.booleans(),
    shared=st.booleans(),
    seen_by=st.integers(0, 500),
)
def test_a_confidence_is_of_a_hundred_whatever_comes_together(
    stated: list[str], device: bool, shared: bool, seen_by: int
) -> None:
    told = assess(Evidence(stated, device, shared, seen_by))

    assert 0 <= told.confidence <= 100
    assert told.reasons[: len(stated)] == tuple(stated)


def test_every_reason_has_a_weight_and_every_weight_a_reason() -> None:
    assert set(WEIGHTS) == set(Reason)


def test_a_code_on_time_is_sure_and_an_older_one_less_so() -> None:
    current, previous = (assess(Evidence([reason, Reason.ON_TIME])).confidence for reason in BY_CODE_AGE)

    assert (current, previous) == (90, 80)


def test_a_device_of_ones_own_adds_and_a_shared_one_takes_away() -> None:
    own, shared = (assess(Evidence([Reason.CODE_CURRENT], device=True, shared=shared)) for shared in (False, True))

    assert (own.confidence, own.reasons) == (90, ("CODE_CURRENT", "DEVICE_OWN"))
    assert (shared.confidence, shared.reasons) == (55, ("CODE_CURRENT", "DEVICE_SHARED"))


@pytest.mark.parametrize(
    ("seen_by", "confidence", "reasons"),
    [(0, 70, ()), (1, 75, ("SEEN_BY_ONE",)), (2, 80, ("SEEN_BY_SEVERAL",)), (9, 80, ("SEEN_BY_SEVERAL",))],
)
def test_peers_make_surer_and_a_crowd_no_surer_than_two(
    seen_by: int, confidence: int, reasons: tuple[str, ...]
) -> None:
    told = assess(Evidence([Reason.CALLED_BY_SECRETARY], seen_by=seen_by))

    assert (told.confidence, told.reasons[1:]) == (confidence, reasons)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (START - 30 * MINUTE, "ON_TIME"),
        (START + 10 * MINUTE, "ON_TIME"),
        (START + 11 * MINUTE, "LATE"),
        (END, "LATE"),
        (END + MINUTE, "AFTER_THE_END"),
    ],
)
def test_the_time_is_told_against_start_and_end(at: datetime, reason: str) -> None:
    assert of_time(START, END, at) == reason


@pytest.mark.parametrize(
    ("metres", "reason"),
    [
        (0, "NEAR"),
        (300, "NEAR"),
        (310, "AT_SOME_DISTANCE"),
        (2_000, "AT_SOME_DISTANCE"),
        (2_010, "FAR"),
        (20_000_000, "FAR"),
    ],
)
def test_a_distance_is_near_far_or_between(metres: int, reason: str) -> None:
    assert of_distance(metres) == reason


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert distance((25.0, 112.0), (26.0, 112.0)) == pytest.approx(111_195, abs=10)


@given(
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
)
def test_a_distance_is_the_same_both_ways_in_tens_and_no_more_than_half_round_the_earth(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    metres = distance(here, there)

    assert metres == distance(there, here)
    assert metres % 10 == 0
    assert 0 <= metres <= 20_015_090
