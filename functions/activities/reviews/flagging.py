"""The flags of a record, found when it is handed in: what its reviewers should look at, and why."""

from collections.abc import Iterator

from functions.activities import record_rules
from functions.activities.activity_types import TYPES, RequiredField
from functions.activities.minutes import reading as minutes_reading
from functions.activities.minutes.models import MinutesOut
from functions.activities.reading import Record
from functions.activities.record_rules import Flag
from functions.activities.rules import ATTENDED
from functions.activities.vote_rules import Result

SIGNERS = {"host", "recorder"}


def flags(record: Record) -> list[str]:
    """In the order in which they are listed."""
    found = set(_found(record, minutes_reading.out(record)))
    return [flag.value for flag in Flag if flag in found]


def lacking(record: Record) -> set[RequiredField]:
    """What a template could ask of the record and it does not hold."""
    minutes = minutes_reading.out(record)
    held: dict[RequiredField, object] = {
        "resolutions": minutes.resolutions,
        "votes": any(vote.result is not Result.NOT_COUNTED for vote in minutes.votes),
        "observers": minutes.observers,
        "activists": minutes.activists,
        "speakers": minutes.speakers,
        "speeches": minutes.speeches,
        "problems": minutes.problems,
        "photos": any(photo.state == "ACCEPTED" for photo in record.photos.values()),
        "signatures": {one.role for one in minutes.signatures} == SIGNERS,
    }
    return {name for name, there in held.items() if not there}


def _found(record: Record, minutes: MinutesOut) -> Iterator[Flag]:
    activity = record.activity
    missing = lacking(record) & set(TYPES[activity.type].required)
    if activity.lag_days is not None:
        yield Flag.LATE_ENTRY
    if activity.round > 1:
        yield Flag.RESUBMITTED
    if any(vote.result is Result.NO_QUORUM for vote in minutes.votes):
        yield Flag.NO_QUORUM
    if record_rules.low(len(record.attended), int(activity.entitled)):
        yield Flag.LOW_ATTENDANCE
    if "signatures" in missing:
        yield Flag.UNSIGNED
    if "photos" in missing:
        yield Flag.NO_PHOTOS
    if any(check["strength"] >= record_rules.HALF for photo in record.photos.values() for check in photo.checks):
        yield Flag.PHOTO_CHECKS
    if any(row.assessed.confidence < record_rules.HALF for row in record.attendance.values() if row.state in ATTENDED):
        yield Flag.UNSURE_ATTENDANCE
