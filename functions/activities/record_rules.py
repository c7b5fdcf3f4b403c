"""What a committee may rule of records, which of them ask for a look, and which are drawn for one. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.clock import business_day

MOST_IN_BULK = 25  # records in one call, each a transaction of its own


@dataclass(frozen=True)
class Settings:
    """The mild defaults. `entry_days`: so long after its start an activity may still be entered (`domain.md` 4.3: a
    weak rule of three days, to be set; 0 is the rule of [S66], nothing that has begun). `bulk`: whether clean records
    may be passed together; of these `sample_percent` of a hundred are looked at all the same.
    """

    entry_days: int = 3
    bulk: bool = False
    sample_percent: int = 20


class Flag(StrEnum):
    """Why a record asks to be looked at; none of them refuses it."""

    LATE_ENTRY = "LATE_ENTRY"  # it was entered after it had begun
    RESUBMITTED = "RESUBMITTED"  # it was returned before
    NO_QUORUM = "NO_QUORUM"
    LOW_ATTENDANCE = "LOW_ATTENDANCE"  # fewer than half of who should have come
    UNSIGNED = "UNSIGNED"
    NO_PHOTOS = "NO_PHOTOS"
    PHOTO_CHECKS = "PHOTO_CHECKS"  # something is said of a photo, with a strength of half or more
    UNSURE_ATTENDANCE = "UNSURE_ATTENDANCE"  # somebody's confidence is below half


HALF = 50  # of 100


def lag_days(entered_at: datetime, starts_at: datetime) -> int | None:
    """Days from an activity to its entry; None where it was planned before it began."""
    if entered_at <= starts_at:
        return None
    return (business_day(entered_at) - business_day(starts_at)).days


def low(attended: int, entitled: int) -> bool:
    return attended * 2 < entitled


def sampled(record_id: str, submitted_at: str, percent: int) -> bool:
    """Whether a record is drawn that was handed in at this instant: by a hash that everybody can check, and that who
    hands it in cannot know before, since the instant is the server's to the millisecond."""
    drawn = hashlib.sha256(f"{record_id}#{submitted_at}".encode()).digest()
    return int.from_bytes(drawn[:8]) % 100 < percent
