"""States, tries and quiet hours of messages."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from functions.notices.delivery_rules import (
    FALLS_BACK_FOR,
    RETRY_AFTER,
    State,
    after_receipt,
    next_try,
    quiet_until,
)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("at", "span", "end"),
    [
        ("2026-11-25T23:10", "22:00-07:00", "2026-11-26T07:00"),
        ("2026-11-26T06:59", "22:00-07:00", "2026-11-26T07:00"),
        ("2026-11-26T00:00", "22:00-07:00", "2026-11-26T07:00"),
        ("2026-11-25T22:00", "22:00-07:00", "2026-11-26T07:00"),
        ("2026-11-25T12:30", "12:00-14:00", "2026-11-25T14:00"),
    ],
)
def test_quiet_hours_end_when_they_say(at: str, span: str, end: str) -> None:
    assert quiet_until(shanghai(at), [span]) == shanghai(end)


@pytest.mark.parametrize(("at", "span"), [("2026-11-26T07:00", "22:00-07:00"), ("2026-11-25T14:00", "12:00-14:00")])
def test_outside_of_quiet_hours_nothing_waits(at: str, span: str) -> None:
    assert quiet_until(shanghai(at), [span]) is None


def test_of_two_spans_the_later_end_counts() -> None:
    assert quiet_until(shanghai("2026-11-25T23:00"), ["22:00-06:00", "21:00-08:00"]) == shanghai("2026-11-26T08:00")


def test_a_channel_that_is_down_for_a_day_is_tried_after_it() -> None:
    at = began = datetime(2026, 11, 25, tzinfo=UTC)
    tries = [at]
    for rounds in range(len(RETRY_AFTER)):
        at = next_try(rounds, at) or at
        tries.append(at)

    assert tries[-1] - began > timedelta(days=1)
    assert next_try(len(RETRY_AFTER), at) is None


SOON = timedelta(minutes=5)


@pytest.mark.parametrize("told", list(permutations((State.DELIVERED, State.FAILED, State.OPENED))))
def test_receipts_in_any_order_end_in_the_same_state(told: tuple[State, ...]) -> None:
    state = State.SENT
    for one in (*told, *told):
        state = after_receipt(state, one, latest=True, age=SOON)

    assert state is State.OPENED


def test_a_failure_opens_a_message_that_was_sent_and_no_other() -> None:
    assert after_receipt(State.SENT, State.FAILED, latest=True, age=SOON) is State.OPEN
    for state in set(State) - {State.SENT}:
        assert after_receipt(state, State.FAILED, latest=True, age=SOON) is state


@pytest.mark.parametrize("state", State)
def test_a_failure_of_a_channel_that_another_has_followed_changes_nothing(state: State) -> None:
    assert after_receipt(state, State.FAILED, latest=False, age=SOON) is state


def test_a_failure_that_is_told_late_moves_nobody() -> None:
    late = FALLS_BACK_FOR + timedelta(seconds=1)

    assert after_receipt(State.SENT, State.FAILED, latest=True, age=FALLS_BACK_FOR) is State.OPEN
    assert after_receipt(State.SENT, State.FAILED, latest=True, age=late) is State.FAILED


@pytest.mark.parametrize("state", sorted(set(State) - {State.SENDING, State.OPENED}))
def test_good_news_of_a_channel_that_had_failed_is_believed(state: State) -> None:
    assert after_receipt(state, State.DELIVERED, latest=False, age=SOON) is State.DELIVERED


def test_what_a_worker_has_in_hand_is_left_to_it() -> None:
    assert after_receipt(State.SENDING, State.DELIVERED, latest=False, age=SOON) is State.SENDING
