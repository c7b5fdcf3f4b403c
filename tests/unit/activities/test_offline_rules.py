"""When a phone signed, by two clocks and a code."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.devices.rules import (
    Clocks,
    bundle_text,
    is_signed,
    placed,
    signature,
    signed_text,
    with_code,
)

RECEIVED = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE, PERIOD = timedelta(minutes=1), timedelta(seconds=30)
KEY = bytes(range(32))
NOW = Clocks(wall_ms=1_795_262_400_000, uptime_ms=90_000_000, boot="boot-1")


def then(wall: timedelta, uptime: timedelta, boot: str = "boot-1") -> Clocks:
    """What the clocks showed, when they had so long to go."""
    ms = timedelta(milliseconds=1)
    return Clocks(NOW.wall_ms - wall // ms, NOW.uptime_ms - uptime // ms, boot)


def test_two_clocks_that_agree_say_when_it_was() -> None:
    told = placed(then(60 * MINUTE, 61 * MINUTE), NOW, RECEIVED)

    assert (told.at, told.reasons) == (RECEIVED - 61 * MINUTE, ("CLOCKS_AGREE",))


@pytest.mark.parametrize("wall", [timedelta(), 57 * MINUTE, 63 * MINUTE, timedelta(days=-9), timedelta(days=4000)])
def test_a_wall_clock_that_was_set_changes_nothing_but_what_is_said_of_it(wall: timedelta) -> None:
    told = placed(then(wall, 60 * MINUTE), NOW, RECEIVED)

    assert (told.at, told.reasons) == (RECEIVED - 60 * MINUTE, ("CLOCK_CHANGED",))


@pytest.mark.parametrize(("uptime", "boot"), [(60 * MINUTE, "boot-0"), (-MINUTE, "boot-1")])
def test_after_a_new_start_there_is_the_wall_clock_alone(uptime: timedelta, boot: str) -> None:
    told = placed(then(60 * MINUTE, uptime, boot), NOW, RECEIVED)

    assert (told.at, told.reasons) == (RECEIVED - 60 * MINUTE, ("RESTARTED",))


def test_nothing_was_signed_after_it_was_received() -> None:
    told = placed(then(-60 * MINUTE, timedelta(), "boot-0"), NOW, RECEIVED)

    assert (told.at, told.reasons) == (RECEIVED, ("CLOCK_CHANGED",))


def test_what_comes_after_more_than_a_day_comes_late() -> None:
    day, more = (placed(then(t, t), NOW, RECEIVED).reasons for t in (24 * 60 * MINUTE, 24 * 60 * MINUTE + MINUTE))

    assert (day, more) == (("CLOCKS_AGREE",), ("CLOCKS_AGREE", "SENT_LATE"))


@given(*[st.integers(0, 2**53 - 1)] * 4, st.sampled_from(["a", "b"]))
def test_whatever_the_clocks_say_it_was_within_a_year_and_not_later_than_now(
    wall: int, uptime: int, wall_now: int, uptime_now: int, boot: str
) -> None:
    told = placed(Clocks(wall, uptime, boot), Clocks(wall_now, uptime_now, "a"), RECEIVED)

    assert RECEIVED - timedelta(days=366) <= told.at <= RECEIVED


@pytest.mark.parametrize(
    ("signed", "at", "reason"),
    [
        (timedelta(), timedelta(), "CODE_OFFLINE"),
        (-2 * MINUTE, -2 * MINUTE, "CODE_OFFLINE"),
        (PERIOD + 2 * MINUTE, PERIOD + 2 * MINUTE, "CODE_OFFLINE"),
        (-3 * MINUTE, timedelta(), "CODE_OTHER_TIME"),
        (PERIOD + 3 * MINUTE, PERIOD + 3 * MINUTE, "CODE_OTHER_TIME"),
    ],
)
def test_nobody_signed_in_before_the_code_was_shown(signed: timedelta, at: timedelta, reason: str) -> None:
    told = with_code(RECEIVED + signed, RECEIVED, PERIOD)

    assert (told.at - RECEIVED, told.reasons) == (at, (reason,))


def test_every_part_of_a_sign_in_is_signed() -> None:
    texts = {
        signed_text(device, counter, activity, code, clocks)
        for device in ("D1", "D2")
        for counter in (1, 2)
        for activity in ("A1", "A2")
        for code in ("00000001", "00000002")
        for clocks in (NOW, then(MINUTE, timedelta()), then(timedelta(), MINUTE), then(timedelta(), timedelta(), "b"))
    }

    assert len({signature(KEY, text) for text in texts}) == 64


def test_a_signature_is_of_its_key_and_text() -> None:
    text = bundle_text("D1", NOW, ["00"])

    given_by_key = signature(KEY, text)

    assert is_signed(KEY, text, given_by_key)
    assert not is_signed(bytes(32), text, given_by_key)
    assert not is_signed(KEY, text + "\n", given_by_key)
