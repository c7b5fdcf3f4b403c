"""How an activity is found: by itself for most acts, or as the whole record with its branch and roll."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from functions.activities import audience, rules
from functions.activities.attendance.tables import Attendance
from functions.activities.ballots.tables import Ballot, ballots_of
from functions.activities.disputes.tables import Dispute, disputes_of
from functions.activities.minutes.tables import Minutes, Signature, Version, signatures_of
from functions.activities.models import ActivityOut, ActivitySummary
from functions.activities.photos.tables import Photo
from functions.activities.roll.tables import Roll
from functions.activities.rules import Presence
from functions.activities.tables import TABLE, Activity, resume
from kernel import aws, directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.calendar import end_of_month
from kernel.clock import business_day, instant, now, stamp, start_of
from kernel.directory import Organisation
from kernel.errors import NotFound, WrongState
from kernel.model import Page
from kernel.table import encode_cursor

ONE_DAY = timedelta(days=1)
SHORTEST = timedelta(milliseconds=1)
MOST_ROLLS = 48  # in one call, beside the sealed minutes (`directory.look`)


@dataclass
class Record:
    """Everything under an activity's partition, and where its branch stands now.

    `roll`: whoever belongs to a branch that it is for; `homes`: to which one; `places`: where these stand.
    `elsewhere`: the rolls of the branches from which others came. `sealed`: the version of its minutes that counts
    since the approval.
    """

    activity: Activity
    place: Organisation
    roll: dict[str, Any]
    homes: dict[str, str] = field(default_factory=dict)
    elsewhere: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Organisation] = field(default_factory=dict)
    minutes: Minutes | None = None
    sealed: Version | None = None
    attendance: dict[str, Attendance] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    ballots: dict[str, Ballot] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)

    @property
    def attended(self) -> list[str]:
        """Who took part, by what stands now."""
        return self.in_states(*rules.ATTENDED)

    def in_states(self, *states: Presence) -> list[str]:
        return [member for member, row in self.attendance.items() if row.state in states]

    @property
    def people(self) -> set[str]:
        """Whom its minutes may name: who is on the rolls now, and who signed in or was called."""
        return {*self.roll, *self.attendance}

    @property
    def beside_home(self) -> bool:
        """Whether who takes part belongs elsewhere: a floating, temporary or functional branch (`domain.md` 1.1)."""
        return not self.place.holds_members and self.place.id in audience.of(self.activity).branches

    @property
    def voting_roll(self) -> dict[str, Any]:
        """Of whom the electorate is made (`domain.md` 4.2): who belongs to the branch; where nobody does, who signed in
        or was called, as their roll at home has them."""
        if not self.beside_home:
            return self.roll
        return {member: self.elsewhere[member] for member in self.attendance if member in self.elsewhere}

    @property
    def expected(self) -> set[str]:
        """Whom the plan expects, of those on the rolls now."""
        return audience.of(self.activity).of(self.roll, self.activity.type)

    def confirmations(self, members: Iterable[str]) -> list[tuple[Organisation, Sequence[str]]]:
        """Who attended, at most ninety together, each with the branch for which it counts."""
        of_branches = self.by_branch(members)
        return [(place, part) for place, found in of_branches for part in rules.chunks(found, rules.AWARDS_IN_EVENT)]

    def by_branch(self, members: Iterable[str]) -> list[tuple[Organisation, list[str]]]:
        """Of a branch's own activity that branch; of a committee's the one from which each came."""
        invited = audience.of(self.activity).branches
        if self.place.id in invited:
            return [(self.place, list(members))]
        found: dict[str, list[str]] = {}
        for member in members:
            row = self.attendance.get(member)
            home = (row and row.home_id) or self.homes.get(member)
            found.setdefault(home if home in invited else invited[0], []).append(member)
        return [(self.places[branch_id], found[branch_id]) for branch_id in sorted(found)]


def activity_for(caller: Asking, activity_id: str, action: str) -> tuple[Activity, Organisation]:
    """The activity and its branch, if the caller may do this there. Two reads."""
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    place = directory.organisation(activity.branch_id)
    caller.may(action, audience.target(activity, place.path, caller.principal, action))
    return activity, place


def record_for(caller: Asking, activity_id: str, action: str) -> Record:
    """The whole record, its branch and the branch's roll, if the caller may do this there. Two reads."""
    record = whole(activity_id)
    caller.may(action, audience.target(record.activity, record.place.path, caller.principal, action))
    return record


def whole(activity_id: str) -> Record:
    """The same, before anybody is asked what they may. Raises `NotFound`."""
    rows = {row["sk"]["S"]: row for row in _partition(activity_id)}
    if "NOW" not in rows:
        raise NotFound
    attendance = [Attendance.from_raw_data(row) for sk, row in rows.items() if sk.startswith("ATTENDANCE#")]
    record = _with_rolls(Activity.from_raw_data(rows["NOW"]), {row.home_id for row in attendance if row.home_id})
    if "MINUTES" in rows:
        record.minutes = Minutes.from_raw_data(rows["MINUTES"])
    record.attendance = {row.member_id: row for row in attendance}
    record.photos = {sk: Photo.from_raw_data(row) for sk, row in rows.items() if sk.startswith("PHOTO#")}
    record.signatures = signatures_of(rows)
    record.ballots = ballots_of(rows)
    record.disputes = disputes_of(rows)
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


def _with_rolls(activity: Activity, homes: Collection[str]) -> Record:
    """Who holds it, the rolls of those for whom it is and from whom others came, and its sealed minutes: in one call,
    unless they came from some fifty branches. Raises `NotFound` without who holds it.
    """
    branches = audience.of(activity).branches
    rolls = [(Roll.partition(branch_id), "ROLL") for branch_id in (*branches, *sorted(set(homes) - {*branches}))]
    keys = [Roll(*key).key() for key in rolls[:MOST_ROLLS]]
    if activity.minutes_version:
        keys.append(Version(*Version.key_of(activity.id, int(activity.minutes_version))).key())
    seen = directory.look([activity.branch_id, *branches], beside={TABLE: keys})
    found = seen.of(TABLE)
    record = Record(activity, directory.demand_organisation(seen.organisations, activity.branch_id), {})
    record.places = seen.organisations
    record.sealed = next((Version.from_raw_data(row) for row in found if row["sk"]["S"] != "ROLL"), None)
    _enter(record, [Roll.from_raw_data(row) for row in found if row["sk"]["S"] == "ROLL"])
    _enter(record, Roll.find_all(rolls[MOST_ROLLS:], consistent=True) if rolls[MOST_ROLLS:] else [])
    return record


def _enter(record: Record, rolls: Iterable[Roll]) -> None:
    """Who belongs to those that it is for, and apart from them who came from elsewhere."""
    for roll in rolls:
        if roll.branch_id in audience.of(record.activity).branches:
            record.roll |= roll.members
            record.homes |= dict.fromkeys(roll.members, roll.branch_id)
        else:
            record.elsewhere |= roll.members


def show(caller: Asking, activity_id: str) -> ActivityOut:
    activity, _ = activity_for(caller, activity_id, "activities.read")
    return ActivityOut.of(activity)


def month(caller: Asking, branch_id: str, of: str | None, cursor: str | None, limit: int) -> Page[ActivitySummary]:
    """The branch's activities of a month (this one, if none is named) in the order of their start."""
    place = directory.organisation(branch_id)
    caller.may("activities.read", Target(path=place.path))
    at = now()
    first = date.fromisoformat(f"{of or month_name(at)}-01")
    key = Activity.year_of(branch_id, first.year)
    after = resume(cursor, "id", "sk", "at")
    start = after and index_key(after["id"], after["sk"], branch_year=key, starts_at=after["at"])
    found = list(
        Activity.year.query(key, within(first, end_of_month(first)), limit=limit, last_evaluated_key=start or None)
    )
    last = found[-1] if len(found) == limit else None
    return Page(
        items=[ActivitySummary.of(one) for one in _with_invitations(found)],
        as_of=at,
        next=encode_cursor({"id": last.id, "sk": last.sk, "at": last.starts_at} if last else None),
    )


def _with_invitations(listed: list[Activity]) -> list[Activity]:
    """What the index says only that the branch is invited to is read by itself, all in one call."""
    elsewhere = [(one.pk, "NOW") for one in listed if one.sk != "NOW"]
    known = {one.pk: one for one in Activity.find_all(elsewhere, consistent=True)} if elsewhere else {}
    whole = (one if one.sk == "NOW" else known.get(one.pk) for one in listed)
    return [one for one in whole if one is not None]


def within(first: date, last: date) -> Any:
    """What starts on these days, the last included."""
    return Activity.starts_at.between(stamp(start_of(first)), stamp(start_of(last + ONE_DAY) - SHORTEST))


def index_key(activity_id: str, sk: str = "NOW", **keys: str) -> dict[str, Any]:
    """Where a list by an index goes on: after this activity."""
    whole = {"pk": Activity.partition(activity_id), "sk": sk} | keys
    return {name: {"S": value} for name, value in whole.items()}


def month_name(at: datetime) -> str:
    """The business month of an instant: `2026-11`."""
    return f"{business_day(at):%Y-%m}"


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
