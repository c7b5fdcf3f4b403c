"""How an activity is found: by itself for most acts, or as the whole record with its branch and roll."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from functions.activities import rules
from functions.activities.models import ActivityOut, ActivitySummary
from functions.activities.record_models import MinutesOut, ReviewOut
from functions.activities.tables import TABLE, Activity, Attendance, Minutes, Photo, Review, Roll, resume
from kernel import aws, directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now
from kernel.directory import Organisation
from kernel.errors import NotFound, WrongState
from kernel.model import Page
from kernel.table import encode_cursor


@dataclass
class Record:
    """Everything under an activity's partition, and where its branch stands now."""

    activity: Activity
    place: Organisation
    roll: dict[str, Any]
    minutes: Minutes | None = None
    attendance: dict[str, Attendance] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)

    @property
    def attended(self) -> list[str]:
        """Who took part, by what stands now."""
        return [member for member, row in self.attendance.items() if row.state in rules.ATTENDED]


def activity_for(caller: Asking, activity_id: str, action: str) -> tuple[Activity, Organisation]:
    """The activity and its branch, if the caller may do this there. Two reads."""
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    place = directory.organisation(activity.branch_id)
    caller.may(action, Target(path=place.path))
    return activity, place


def record_for(caller: Asking, activity_id: str, action: str) -> Record:
    """The whole record, its branch and the branch's roll, if the caller may do this there. Two reads."""
    record = whole(activity_id)
    caller.may(action, Target(path=record.place.path))
    return record


def whole(activity_id: str) -> Record:
    """The same, before anybody is asked what they may. Raises `NotFound`."""
    rows = {row["sk"]["S"]: row for row in _partition(activity_id)}
    if "NOW" not in rows:
        raise NotFound
    activity = Activity.from_raw_data(rows["NOW"])
    record = Record(activity, *_branch_and_roll(activity.branch_id))
    if "MINUTES" in rows:
        record.minutes = Minutes.from_raw_data(rows["MINUTES"])
    attendance = [Attendance.from_raw_data(row) for sk, row in rows.items() if sk.startswith("ATTENDANCE#")]
    record.attendance = {row.member_id: row for row in attendance}
    record.photos = {sk: Photo.from_raw_data(row) for sk, row in rows.items() if sk.startswith("PHOTO#")}
    return record


def _partition(activity_id: str) -> Iterator[dict[str, Any]]:
    query: dict[str, Any] = {
        "TableName": TABLE,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": Activity.partition(activity_id)}},
        "ConsistentRead": True,
    }
    while True:
        page = aws.client("dynamodb").query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _branch_and_roll(branch_id: str) -> tuple[Organisation, dict[str, Any]]:
    """Both in one call, though they lie in two tables. Raises `NotFound` without a branch."""
    place, roll = directory.organisation_and(branch_id, Roll, Roll.partition(branch_id), "ROLL")
    return place, roll.members if roll else {}


def show(caller: Asking, activity_id: str) -> ActivityOut:
    activity, _ = activity_for(caller, activity_id, "activities.read")
    return ActivityOut.of(activity)


def month(caller: Asking, branch_id: str, of: str | None, cursor: str | None, limit: int) -> Page[ActivitySummary]:
    """The branch's activities of a month (this one, if none is named) in the order of their start."""
    place = directory.organisation(branch_id)
    caller.may("activities.read", Target(path=place.path))
    at = now()
    key = Activity.month_of(branch_id, of or month_name(at))
    after = resume(cursor, "id", "at")
    start = after and index_key(after["id"], branch_month=key, starts_at=after["at"])
    found = list(Activity.month.query(key, limit=limit, last_evaluated_key=start or None))
    last = found[-1] if len(found) == limit else None
    return Page(
        items=[ActivitySummary.of(one) for one in found],
        as_of=at,
        next=encode_cursor({"id": last.id, "at": last.starts_at} if last else None),
    )


def index_key(activity_id: str, **keys: str) -> dict[str, Any]:
    """Where a list by an index goes on: after this activity."""
    whole = {"pk": Activity.partition(activity_id), "sk": "NOW"} | keys
    return {name: {"S": value} for name, value in whole.items()}


def month_name(at: datetime) -> str:
    """The business month of an instant: `2026-11`."""
    return f"{business_day(at):%Y-%m}"


def minutes(caller: Asking, activity_id: str) -> MinutesOut:
    activity, _ = activity_for(caller, activity_id, "activities.read")
    return MinutesOut.of(Minutes.demand(activity.pk, "MINUTES"))


def reviews(caller: Asking, activity_id: str) -> Page[ReviewOut]:
    """What the committees decided, oldest first: at most two a round."""
    activity, _ = activity_for(caller, activity_id, "activities.read")
    rows = Review.query(activity.pk, Review.sk.startswith("REVIEW#"), consistent_read=True)
    return Page(items=[ReviewOut.of(row) for row in sorted(rows, key=lambda row: row.at)], as_of=now())


def demand_open(activity: Activity) -> None:
    """Raises `WrongState` unless the branch may still write in the record."""
    if activity.state not in rules.OPEN:
        raise WrongState


def times(activity: Activity) -> tuple[datetime, datetime]:
    """Its start and its end."""
    return instant(activity.starts_at), instant(activity.ends_at)


def held_on(activity: Activity) -> date:
    """The business day on which it took place."""
    return business_day(instant(activity.starts_at))
