"""How a message goes out: states, tries, quiet hours (`domain.md` 12, channels; numbers are L). Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from kernel.clock import SHANGHAI

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (15, 60, 240, 720, 1440))
"""When nobody took it: so long until the next round. A channel that is down for a day is met by the last two."""

IN_HAND = timedelta(seconds=120)
"""The timeout of the function that hands messages over: one that was claimed longer ago was left by a dead worker."""


class State(StrEnum):
    """OPEN: to be tried. SENDING: claimed by a worker. UNKNOWN: sent, and never answered; not sent again."""

    OPEN = "OPEN"
    SENDING = "SENDING"
    UNKNOWN = "UNKNOWN"
    SENT = "SENT"
    FAILED = "FAILED"
    DELIVERED = "DELIVERED"
    OPENED = "OPENED"


FORWARD = (State.OPEN, State.UNKNOWN, State.SENT, State.FAILED, State.DELIVERED, State.OPENED)
"""Good news takes a message forward along this line and never back."""

FALLS_BACK_FOR = timedelta(days=2)
"""A failure that is told later than this after the message was taken moves nobody: there have been other digests."""


def is_over(state: State) -> bool:
    """Whether nothing is to be sent any more."""
    return state not in (State.OPEN, State.SENDING)


def after_receipt(state: State, told: State, *, latest: bool, age: timedelta) -> State:
    """What a carrier's word makes of a message that it took; one that is late, doubled or out of order changes nothing.

    `latest`: no other channel took it afterwards; `age` since the last that became of it. A failure opens the message
    again, for the next channel; good news of a channel that had failed is believed, unless another has it in hand.
    """
    if told is State.FAILED:
        return _after_failure(age) if latest and state is State.SENT else state
    return state if state is State.SENDING else max(state, told, key=FORWARD.index)


def _after_failure(age: timedelta) -> State:
    return State.OPEN if age <= FALLS_BACK_FOR else State.FAILED


def next_try(rounds: int, at: datetime) -> datetime | None:
    """When a round in which nobody took the message is followed by another; None when the budget is spent."""
    return at + RETRY_AFTER[rounds] if rounds < len(RETRY_AFTER) else None


def quiet_until(at: datetime, spans: Sequence[str]) -> datetime | None:
    """The end of the quiet hours (`22:00-07:00`, Asia/Shanghai) in which an instant lies; None outside of all."""
    ends = [end for span in spans if (end := _end_of(at, span))]
    return max(ends, default=None)


def _end_of(at: datetime, span: str) -> datetime | None:
    first, last = (time.fromisoformat(edge) for edge in span.split("-"))
    local = at.astimezone(SHANGHAI)
    inside = first <= local.time() < last if first < last else not last <= local.time() < first
    if not inside:
        return None
    end = datetime.combine(local.date(), last, SHANGHAI)
    return end if end > local else end + timedelta(days=1)
