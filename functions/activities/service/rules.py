"""The policy of volunteer service (`domain.md` 9.4): kinds, times that do not overlap, hours that count, stars."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from functions.activities.rules import PLANNED_AHEAD, Fault, fault

ServiceKind = Literal[
    "NEIGHBOURS", "ELDERLY", "CHILDREN", "ENVIRONMENT", "POLICY", "SAFETY", "HEALTH", "CULTURE", "OTHER"
]
"""What is done `[G]`. Daily duties of staff and donations are no service (9.4): assistance has calls of its own."""

LONGEST = timedelta(days=1)
MOST_PLACES = 100
MOST_TO_COME = 100  # bookings of one member that are not over
STAR_HOURS = (100, 300, 600, 1000, 1500)  # `domain.md` 15, volunteer.star_hours
CODE_LENGTH = 10
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

Times = tuple[datetime, datetime]


class Booking(StrEnum):
    """How far a booking is; only CONFIRMED counts."""

    BOOKED = "BOOKED"
    CANCELLED = "CANCELLED"
    MISSED = "MISSED"  # did not come
    ENTERED = "ENTERED"  # hours are entered, and wait for who was helped
    CONFIRMED = "CONFIRMED"
    DISPUTED = "DISPUTED"  # who was helped says otherwise; hours may be entered anew
    WITHDRAWN = "WITHDRAWN"  # the confirmation was taken back, for good


OPEN = (Booking.BOOKED, Booking.MISSED, Booking.ENTERED, Booking.DISPUTED)
"""Those whose hours can be entered."""


@dataclass(frozen=True)
class Why:
    """Why a line counts, or does not, in both languages."""

    zh: str
    en: str


WHY: dict[Booking, Why] = {
    Booking.BOOKED: Why("尚未登记时长，不计入", "no hours are entered: it does not count"),
    Booking.CANCELLED: Why("已取消报名，不计入", "the booking was cancelled: it does not count"),
    Booking.MISSED: Why("未到场，不计入", "the member did not come: it does not count"),
    Booking.ENTERED: Why("等待受助方确认，暂不计入", "who was helped has not confirmed yet: it does not count"),
    Booking.CONFIRMED: Why("受助方已确认，计入", "who was helped confirmed it: it counts"),
    Booking.DISPUTED: Why("受助方有异议，不计入", "who was helped disputes it: it does not count"),
    Booking.WITHDRAWN: Why("确认已撤销，不计入", "the confirmation was taken back: it does not count"),
}


def offer_faults(starts_at: datetime, ends_at: datetime, now: datetime) -> list[Fault]:
    """A service is not over when it is offered, at most a year ahead, and no longer than a day."""
    faults = [] if now - LONGEST <= starts_at <= now + PLANNED_AHEAD else [fault("startsAt", "out_of_range")]
    if not starts_at < ends_at <= starts_at + LONGEST or ends_at <= now:
        faults.append(fault("endsAt", "out_of_range"))
    return faults


def in_the_way(booked: Mapping[str, Times], wanted: Times) -> Iterator[str]:
    """The services whose times overlap with those that are wanted; what ends when another begins does not."""
    return (one for one, (starts, ends) in booked.items() if starts < wanted[1] and wanted[0] < ends)


def remembered(booked: Mapping[str, Times], now: datetime) -> dict[str, Times]:
    """What may still overlap with something that is not over: no service is longer than a day."""
    return {one: times for one, times in booked.items() if times[1] > now - LONGEST}


def to_come(booked: Mapping[str, Times], now: datetime) -> int:
    return sum(1 for _, ends in booked.values() if ends > now)


def most_minutes(starts_at: datetime, ends_at: datetime, now: datetime) -> int:
    """How many minutes somebody can have served by now."""
    return max(0, int((min(ends_at, now) - starts_at) / timedelta(minutes=1)))


def stars(minutes: int) -> int:
    """0 to 5, by all confirmed hours (`domain.md` 9.4 [S95]). They are shown, and decide nothing."""
    return sum(1 for hours in STAR_HOURS if minutes >= hours * 60)


def slip_code(secret: str, member_id: str) -> str:
    """Fifty bits that only who holds the service's secret can tell: what stands on the slip of one volunteer."""
    digest = hmac.digest(bytes.fromhex(secret), b"slip|" + member_id.encode(), hashlib.sha256)
    return "".join(_CROCKFORD[byte % 32] for byte in digest[:CODE_LENGTH])


def is_slip(code: str, secret: str, member_id: str) -> bool:
    """Whatever the case, with or without hyphens."""
    return hmac.compare_digest(code.replace("-", "").upper(), slip_code(secret, member_id))
