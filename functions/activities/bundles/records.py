"""What stands in a bundle: every record of a branch's year as it counts now, and the receipts of its entries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from functions.activities import reading
from functions.activities.attendance.models import AttendanceOut
from functions.activities.bundles.models import BundledPhoto, BundledRecord, InspectionBundle
from functions.activities.disputes import rules as dispute_rules
from functions.activities.ledger import reading as ledger
from functions.activities.ledger.models import LedgerLine
from functions.activities.minutes import reading as minutes_reading
from functions.activities.minutes.models import MinutesOut
from functions.activities.reading import Record
from functions.activities.reviews.models import ReviewOut
from functions.activities.rules import State
from functions.activities.tables import Activity, Review
from functions.activities.year_plan import year_planning
from kernel import seals
from kernel.clock import business_day, instant, now
from kernel.errors import Changed
from kernel.record import Entry, Head

Receipt = dict[str, Any]

DECISIVE = frozenset(
    {
        "ActivityCancelled",
        "ActivitySubmitted",
        "ActivityReturned",
        "ActivityReviewed",
        "ActivityWithdrawn",
        "AttendanceConfirmed",
        "AttendanceCorrected",
        "MinutesSealed",
        "PhotoAccepted",
    }
)
"""What is held against the records when a bundle is verified."""


def gather(branch_id: str, year: int, asked_at: datetime) -> tuple[InspectionBundle, list[Receipt]]:
    """Four reads, four for each activity, and the entries and seals of the branch.

    Raises `Changed` where a record was decided upon while it was read: entries and records would contradict each other.
    """
    head = Head.find(branch_id)
    branch, held = year_planning.branch_of(branch_id, year), year_planning.held_in(branch_id, year)
    ids = [one.id for one in sorted(held, key=lambda one: (one.starts_at, one.id))]
    receipts = _receipts(branch_id, year, frozenset(ids))
    entries = _by_activity(receipts)
    records = [_record(reading.whole(one), entries.get(one, [])) for one in ids]
    if _decided_since(head, branch_id, frozenset(ids)):
        raise Changed
    owed = year_planning.lines_of(branch, year, held, asked_at) if branch.place.holds_members else []
    bundle = InspectionBundle(
        branch_id=branch.place.id,
        branch_name=branch.place.name,
        year=year,
        asked_at=asked_at,
        totals=ledger.totals([activity for activity, _ in records]),
        duties=[year_planning.duty_line(line) for line in owed],
        records=[record for _, record in records],
    )
    return bundle, receipts


def _receipts(branch_id: str, year: int, ids: frozenset[str]) -> list[Receipt]:
    """Of all that was written about these activities; one may have been planned in the year before."""
    years = range(year - 1, business_day(now()).year + 1)
    return list(seals.receipts(branch_id, years, lambda record: about(record) in ids))


def _decided_since(head: Head | None, branch_id: str, ids: frozenset[str]) -> bool:
    """Whether one of these activities was, since this was the head of the branch's chain."""
    seen = Entry.place(int(head.n) if head and head.n is not None else 0)
    partition = Entry.partition(branch_id, business_day(now()).year)
    later = (one.content() for one in Entry.query(partition, Entry.sk > seen, consistent_read=True))
    return any(record["event"] in DECISIVE and about(record) in ids for record in later)


def about(record: dict[str, Any]) -> str | None:
    """The activity that an entry is about, if it is about one."""
    found: str | None = record["data"].get("activityId")
    return found


def _by_activity(receipts: Sequence[Receipt]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for receipt in receipts:
        record = receipt["entry"]["record"]
        found.setdefault(str(about(record)), []).append(record["id"])
    return found


def _record(record: Record, entries: list[str]) -> tuple[Activity, BundledRecord]:
    activity = record.activity
    reviews = Review.query(activity.pk, Review.sk.startswith("REVIEW#"), consistent_read=True)
    found = BundledRecord(
        line=LedgerLine.of(activity),
        agenda=list(activity.agenda),
        attended=_attended(activity),
        attendance=[AttendanceOut.of(row) for row in record.attendance.values()],
        minutes=_minutes(record),
        photos=_photos(record),
        reviews=[ReviewOut.of(row) for row in sorted(reviews, key=lambda row: row.at)],
        entries=entries,
    )
    return activity, found


def _attended(activity: Activity) -> list[str]:
    """Whom it counts for: nobody before the final approval and after its withdrawal (`domain.md` 4.4)."""
    if activity.state != State.APPROVED:
        return []
    return sorted(dispute_rules.attended_now(activity.attendees, activity.corrections or ()))


def _minutes(record: Record) -> MinutesOut | None:
    """The sealed text that counts, else the present one."""
    if record.sealed:
        return minutes_reading.sealed(record.sealed)
    return minutes_reading.out(record) if record.minutes else None


def _photos(record: Record) -> list[BundledPhoto]:
    accepted = (photo for photo in record.photos.values() if photo.state == "ACCEPTED")
    return [
        BundledPhoto(
            photo_id=photo.photo_id,
            sha256=photo.sha256,
            content_type=photo.content_type,
            taken_at=instant(photo.taken_at) if photo.taken_at else None,
        )
        for photo in accepted
    ]
