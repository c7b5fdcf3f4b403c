"""Sign-ins that a phone signed while it was offline: what is signed, and when it was, by two clocks. Pure.

The wall clock of a phone can be set by hand, so it is not believed alone: the phone sends the time since it was
started, too, with what both clocks show when the bundle leaves. What lies between is taken off the server's clock.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.activities.attendance.confidence_rules import CLOCKS_MAY_DIFFER, LATE_REPLAY, Reason

REPLAY_WINDOW = timedelta(days=7)  # after the end of the activity
MOST_SIGN_INS = 10
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Clocks:
    """What a phone's clocks show: Unix time and time since its start, both in milliseconds; `boot` names the start."""

    wall_ms: int
    uptime_ms: int
    boot: str

    def text(self) -> str:
        return f"{self.wall_ms}\n{self.uptime_ms}\n{self.boot}"


@dataclass(frozen=True)
class Placed:
    """When something happened by the server's clock, and what its clocks say of that."""

    at: datetime
    reasons: tuple[str, ...]


def signed_text(device_id: str, counter: int, activity_id: str, code: str, clocks: Clocks) -> str:
    """What a phone signs at a sign-in."""
    return f"e-branch sign-in 1\n{device_id}\n{counter}\n{activity_id}\n{code}\n{clocks.text()}"


def bundle_text(device_id: str, clocks: Clocks, signatures: Sequence[str]) -> str:
    """What it signs when it sends them."""
    return "\n".join(("e-branch bundle 1", device_id, clocks.text(), *signatures))


def signature(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()


def is_signed(key: bytes, text: str, given: str) -> bool:
    return hmac.compare_digest(signature(key, text), given)


def placed(then: Clocks, now: Clocks, received: datetime) -> Placed:
    """By the time since the start, if the phone was not started anew; else by the wall clock alone. Never later than it
    was received."""
    by_wall = _before(received, now.wall_ms - then.wall_ms)
    same_start = then.boot == now.boot and then.uptime_ms <= now.uptime_ms
    if not same_start:
        return _placed(by_wall, received, Reason.RESTARTED if by_wall <= received else Reason.CLOCK_CHANGED)
    by_uptime = _before(received, now.uptime_ms - then.uptime_ms)
    agree = abs(by_uptime - by_wall) <= CLOCKS_MAY_DIFFER
    return _placed(by_uptime, received, Reason.CLOCKS_AGREE if agree else Reason.CLOCK_CHANGED)


def _before(received: datetime, milliseconds: int) -> datetime:
    """A clock that says more than a year says nothing: it is taken for a year."""
    return received - max(-A_YEAR, min(A_YEAR, timedelta(seconds=milliseconds // 1000)))


def _placed(at: datetime, received: datetime, of_clocks: Reason) -> Placed:
    late = (Reason.SENT_LATE.value,) if received - at > LATE_REPLAY else ()
    return Placed(min(at, received), (of_clocks.value, *late))


def with_code(at: datetime, shown_at: datetime, period: timedelta) -> Placed:
    """The code says when it was on the screen, by the server's clock: nobody signed in before that."""
    if shown_at - CLOCKS_MAY_DIFFER <= at <= shown_at + period + CLOCKS_MAY_DIFFER:
        return Placed(at, (Reason.CODE_OFFLINE.value,))
    return Placed(max(at, shown_at), (Reason.CODE_OTHER_TIME.value,))
