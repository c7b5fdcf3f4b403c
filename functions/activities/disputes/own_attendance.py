"""What a member was expected at or took part in, and what stands of it: their own lines alone. Three reads."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from functions.activities import audience, rules
from functions.activities.attendance.models import AttendanceOut
from functions.activities.attendance.tables import Attendance
from functions.activities.disputes import rules as dispute_rules
from functions.activities.disputes.models import AttendanceCounts, AttendanceDisputeOut, OwnAttendanceLine
from functions.activities.disputes.tables import Dispute
from functions.activities.rules import State
from functions.activities.tables import TABLE, Activity, resume
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now, stamp, start_of
from kernel.model import Page
from kernel.table import encode_cursor
from kernel.together import Raw, read_tables

MOST_LINES = 30  # three rows of each in one call of at most a hundred


class Place(NamedTuple):
    """Where an activity stands in the list, the latest first."""

    starts_at: str
    activity_id: str


LATEST = Place("9", "")

type Rows = dict[tuple[str, str], Raw]


def own(caller: Asking, year: int | None, cursor: str | None, limit: int) -> Page[OwnAttendanceLine]:
    """A page of one year (the present one, if none is named), the latest first, of what has begun. Raises `NotFound`
    for somebody who is no member."""
    who, at = caller.principal, now()
    caller.may("activities.attendance.own", Target(member_id=who.member_id))
    year, after = year or business_day(at).year, resume(cursor, "at", "id")
    first = stamp(start_of(date(year, 1, 1)))
    last = min(stamp(start_of(date(year + 1, 1, 1))), stamp(at), after.get("at", "9"))
    if first > last:
        return Page(items=[], as_of=at)
    limit = min(limit, MOST_LINES)
    before = Place(after["at"], after["id"]) if after else LATEST
    page = _places(str(who.member_id), who.branch_id, year, (first, last), before, limit + 1)
    rows = _rows(str(who.member_id), page[:limit])
    lines = (_line(caller, place.activity_id, rows, at) for place in page[:limit])
    more = page[limit - 1] if len(page) > limit else None
    return Page(
        items=[line for line in lines if line],
        as_of=at,
        next=encode_cursor({"at": more.starts_at, "id": more.activity_id} if more else None),
    )


def _places(
    member: str, branch_id: str | None, year: int, span: tuple[str, str], before: Place, most: int
) -> list[Place]:
    """The latest of what they have a line in, and of what their branch held or was invited to."""
    within = Attendance.starts_at.between(*span)
    found = _latest(Attendance.own.query(member, within, scan_index_forward=False, page_size=most + 2), before, most)
    if branch_id:
        key, within = Activity.year_of(branch_id, year), Activity.starts_at.between(*span)
        held = Activity.year.query(key, within, scan_index_forward=False, page_size=most + 2)
        found |= _latest(held, before, most)
    return sorted(found, reverse=True)[:most]


def _latest(rows: Iterable[Attendance | Activity], before: Place, most: int) -> set[Place]:
    """So many of those before a place, and whatever began in the same instant: the index orders by that alone."""
    found: dict[Place, None] = {}
    for row in rows:
        place = Place(row.starts_at, row.pk.removeprefix("ACTIVITY#"))
        if len(found) >= most and place.starts_at != next(reversed(found)).starts_at:
            break
        if place < before:
            found[place] = None
    return set(found)


def _rows(member: str, places: Iterable[Place]) -> Rows:
    """Each activity, the member's line in it, and their dispute, as they stand now."""
    keys = [
        {"pk": {"S": Activity.partition(place.activity_id)}, "sk": {"S": sk}}
        for place in places
        for sk in ("NOW", Attendance.place(member), f"{Dispute.PREFIX}{member}")
    ]
    found = read_tables({TABLE: {"Keys": keys, "ConsistentRead": True}})[TABLE] if keys else []
    return {(row["pk"]["S"], row["sk"]["S"]): row for row in found}


def _line(caller: Asking, activity_id: str, rows: Rows, at: datetime) -> OwnAttendanceLine | None:
    """None where the activity was called off, or was for others and they have no line in it."""
    who, pk = caller.principal, Activity.partition(activity_id)
    stored, mine = rows.get((pk, "NOW")), rows.get((pk, Attendance.place(str(who.member_id))))
    if stored is None:
        return None
    activity, line = Activity.from_raw_data(stored), Attendance.from_raw_data(mine) if mine else None
    expected = str(who.member_id) in audience.of(activity).of(_roll_of_one(caller, activity), activity.type)
    if activity.state == State.CANCELLED or not (line or expected):
        return None
    raised = rows.get(Dispute.key_of(activity_id, str(who.member_id)))
    return OwnAttendanceLine.model_validate(
        {
            "activity_id": activity_id,
            "branch_id": activity.branch_id,
            "type": activity.type,
            "title": activity.title,
            "starts_at": instant(activity.starts_at),
            "state": activity.state,
            "expected": expected,
            "line": AttendanceOut.of(line) if line else None,
            "counts": counts(activity, str(who.member_id), line),
            "dispute": AttendanceDisputeOut.of(Dispute.from_raw_data(raised), business_day(at)) if raised else None,
        }
    )


def _roll_of_one(caller: Asking, activity: Activity) -> list[str]:
    """The caller, as far as a branch that it is for has them on its roll now."""
    who = caller.principal
    return [str(who.member_id)] if audience.expects(activity, who.member_id, who.branch_id) else []


def counts(activity: Activity, member: str, line: Attendance | None) -> AttendanceCounts:
    """Nothing counts before the final approval (`domain.md` 4.4)."""
    if activity.state == State.WITHDRAWN:
        return AttendanceCounts.WITHDRAWN
    if activity.state == State.APPROVED:
        attended = member in dispute_rules.attended_now(activity.attendees, activity.corrections or ())
        return AttendanceCounts.COUNTED if attended else AttendanceCounts.NOTHING
    return AttendanceCounts.NOT_YET if line and line.state in rules.ATTENDED else AttendanceCounts.NOTHING
