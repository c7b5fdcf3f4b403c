"""How sure a row of attendance is, of 100, and why: named reasons and their weights, as data. Pure.

A confidence is shown and decides nothing: nobody is refused, marked absent or otherwise told off because it is low.
What is learned later (a device that somebody else used too, a peer who saw the member) counts as soon as it is known:
the row keeps the reasons that were stated when it was written, and what came after; the sum is made when it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from functions.activities import rules


class Reason(StrEnum):
    # What the row rests on: one of these
    CODE_CURRENT = "CODE_CURRENT"  # the code of this step of thirty seconds
    CODE_PREVIOUS = "CODE_PREVIOUS"  # of the step before
    CODE_OFFLINE = "CODE_OFFLINE"  # of the step at which the phone says that it was offline
    CODE_OTHER_TIME = "CODE_OTHER_TIME"  # a code of this activity, but of another time than the phone says
    ONLINE_LIST = "ONLINE_LIST"  # the list of an online meeting, as the secretary sent it
    CALLED_BY_SECRETARY = "CALLED_BY_SECRETARY"
    RULED_ON_DISPUTE = "RULED_ON_DISPUTE"  # by somebody other than who entered the line
    # Against the start and the end
    ON_TIME = "ON_TIME"
    LATE = "LATE"
    AFTER_THE_END = "AFTER_THE_END"
    # The distance to the branch's place
    NEAR = "NEAR"
    AT_SOME_DISTANCE = "AT_SOME_DISTANCE"
    FAR = "FAR"
    # The clocks and the counter of a phone that was offline
    CLOCKS_AGREE = "CLOCKS_AGREE"
    CLOCK_CHANGED = "CLOCK_CHANGED"
    RESTARTED = "RESTARTED"
    OUT_OF_ORDER = "OUT_OF_ORDER"
    SENT_LATE = "SENT_LATE"
    # What came to light beside it or after it
    DEVICE_OWN = "DEVICE_OWN"
    DEVICE_SHARED = "DEVICE_SHARED"
    SEEN_BY_ONE = "SEEN_BY_ONE"
    SEEN_BY_SEVERAL = "SEEN_BY_SEVERAL"


WEIGHTS: dict[str, int] = {
    Reason.CODE_CURRENT: 85,
    Reason.CODE_PREVIOUS: 75,
    Reason.CODE_OFFLINE: 70,
    Reason.CODE_OTHER_TIME: 40,
    Reason.ONLINE_LIST: 75,
    Reason.CALLED_BY_SECRETARY: 70,
    Reason.RULED_ON_DISPUTE: 80,
    Reason.ON_TIME: 5,
    Reason.LATE: 0,
    Reason.AFTER_THE_END: -20,
    Reason.NEAR: 5,
    Reason.AT_SOME_DISTANCE: 0,
    Reason.FAR: -10,
    Reason.CLOCKS_AGREE: 5,
    Reason.CLOCK_CHANGED: -20,
    Reason.RESTARTED: -10,
    Reason.OUT_OF_ORDER: -10,
    Reason.SENT_LATE: -5,
    Reason.DEVICE_OWN: 5,
    Reason.DEVICE_SHARED: -30,
    Reason.SEEN_BY_ONE: 5,
    Reason.SEEN_BY_SEVERAL: 10,
}
BY_CODE_AGE = (Reason.CODE_CURRENT, Reason.CODE_PREVIOUS)

NEAR_METRES, FAR_METRES = 300, 2_000
ROUNDED_TO = 10  # metres: all that is kept of a position
EARTH = 6_371_000  # metres, the mean radius


@dataclass(frozen=True)
class Evidence:
    """`stated` are the reasons of the moment; `device` says whether the phone named itself, `shared` whether another
    member of the same activity used it too, `seen_by` how many others confirmed to have seen the member."""

    stated: Sequence[str]
    device: bool = False
    shared: bool = False
    seen_by: int = 0


@dataclass(frozen=True)
class Assessment:
    confidence: int
    reasons: tuple[str, ...]


def assess(evidence: Evidence) -> Assessment:
    """The confidence, from 0 to 100, and every reason that went into it, in the order in which they became known."""
    reasons = (*evidence.stated, *_of_device(evidence), *_of_peers(evidence))
    total = sum(WEIGHTS[reason] for reason in reasons)
    return Assessment(max(0, min(100, total)), reasons)


def _of_device(evidence: Evidence) -> tuple[str, ...]:
    if not evidence.device:
        return ()
    return (Reason.DEVICE_SHARED.value if evidence.shared else Reason.DEVICE_OWN.value,)


def _of_peers(evidence: Evidence) -> tuple[str, ...]:
    if not evidence.seen_by:
        return ()
    return (Reason.SEEN_BY_ONE.value if evidence.seen_by == 1 else Reason.SEEN_BY_SEVERAL.value,)


def of_time(starts_at: datetime, ends_at: datetime, at: datetime) -> str:
    """Against the start, and the end: sign-in stays open for a while after it."""
    if at > ends_at:
        return Reason.AFTER_THE_END.value
    return (Reason.LATE if at > starts_at + rules.LATE_AFTER else Reason.ON_TIME).value


def of_distance(metres: int) -> str:
    if metres <= NEAR_METRES:
        return Reason.NEAR.value
    return (Reason.AT_SOME_DISTANCE if metres <= FAR_METRES else Reason.FAR).value


def distance(here: tuple[float, float], there: tuple[float, float]) -> int:
    """Metres between two positions (latitude and longitude in degrees, WGS-84), rounded to tens."""
    (lat, lng), (other_lat, other_lng) = (tuple(map(radians, place)) for place in (here, there))
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lng - lng) / 2) ** 2
    return round(2 * EARTH * asin(min(1.0, sqrt(half))) / ROUNDED_TO) * ROUNDED_TO


CLOCKS_MAY_DIFFER = timedelta(minutes=2)
LATE_REPLAY = timedelta(hours=24)
