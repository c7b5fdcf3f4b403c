"""How often one account may ask: what one person or program sends must not take the workers that all counties share.

Each worker counts for itself, without a call: under a flood every worker that it reaches refuses it in no time, and is
free for others. Who asks by several workers at once has as many shares; the gateway's limits stand above that.
"""

import time
from collections import OrderedDict
from functools import cache

from kernel.errors import TooFast
from kernel.settings import Settings

SECONDS_SAVED = 20
"""Who was quiet for so long has so many seconds' requests at once: a page that opens asks for a dozen things."""
REMEMBERED = 1024


class PaceSettings(Settings):
    """`account_rate`: requests a second that an account may send to one worker for long; 0 asks nobody."""

    account_rate: float = 0


class Pace:
    """A bucket of tokens for each account, filled at `rate` a second; of the accounts that asked last."""

    def __init__(self, rate: float) -> None:
        self._rate, self._most = rate, rate * SECONDS_SAVED
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @classmethod
    @cache
    def stated(cls) -> "Pace":
        """The one of this worker."""
        return cls(PaceSettings.load().account_rate)

    def demand(self, subject: str, at: float | None = None) -> None:
        """Count one request at an instant of the monotonic clock, in seconds. Raises `TooFast`."""
        if not self._rate:
            return
        now = time.monotonic() if at is None else at
        left, seen = self._left.pop(subject, (self._most, now))
        left = min(self._most, left + (now - seen) * self._rate)
        self._left[subject] = (max(left - 1, 0.0) if left >= 1 else left), now
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        if left < 1:
            raise TooFast
