"""One member's sign-in, whichever way it came: who may, and what it writes. No condition on the activity's item: many
do this at once (`design.md` 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from functions.activities import audience
from functions.activities.attendance import codes
from functions.activities.attendance.tables import Attendance, UsedDevice
from functions.activities.errors import NotInvited
from functions.activities.roll.elsewhere_tables import Elsewhere, Visit
from functions.activities.tables import TABLE, Activity
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation, Raw
from kernel.errors import Changed, Forbidden
from kernel.events import SignedIn
from kernel.journal import UnitOfWork
from kernel.transaction import Values, on_key

ACTION = "activities.sign_in"


@dataclass(frozen=True)
class Scene:
    """Who signs in to what. `home_id` is the home of somebody who takes part here beside it, or was invited; `used`
    is who signed in on this device first, if anybody did; `rows` are those that were asked for, by member."""

    activity: Activity
    place: Organisation
    member_id: str
    home_id: str | None = None
    device: str | None = None
    used: UsedDevice | None = None
    rows: Mapping[str, Attendance] = field(default_factory=dict)

    @property
    def shared(self) -> bool:
        return self.used is not None and self.used.member_id != self.member_id


def scene(caller: Asking, activity: Activity, device: str | None, rows_of: Iterable[str] = ()) -> Scene:
    """Read together what a sign-in depends on. Raises `NotInvited`, `Forbidden`, `NotFound` for who has no part
    in the activity."""
    who, hashed = caller.principal, device and codes.hashed(device, activity.secret)
    away = who.member_id is not None and who.branch_id != activity.branch_id
    members = [Attendance.place(member) for member in dict.fromkeys(rows_of)]
    phone = [UsedDevice.place(hashed)] if hashed else []
    keys = [{"pk": {"S": activity.pk}, "sk": {"S": place}} for place in (*members, *phone)]
    if away:
        keys.append(Elsewhere(Elsewhere.partition(str(who.member_id))).key())
    seen = directory.look([activity.branch_id], beside={TABLE: keys} if keys else None)
    place = directory.demand_organisation(seen.organisations, activity.branch_id)
    found = {row["sk"]["S"]: row for row in seen.of(TABLE)}
    member_id = _demand_part(caller, activity, place, found.get("ELSEWHERE"))
    used = next((UsedDevice.from_raw_data(found[sk]) for sk in phone if sk in found), None)
    rows = {row.member_id: row for sk in members if sk in found for row in [Attendance.from_raw_data(found[sk])]}
    return Scene(activity, place, member_id, who.branch_id if away else None, hashed, used, rows)


def _demand_part(caller: Asking, activity: Activity, place: Organisation, elsewhere: Raw | None) -> str:
    """The member, if it is for them: the branch's own, the invited, and who takes part here beside their home, to whom
    it is their own unless the plan names others. Raises `NotInvited` for others of the branch."""
    who = caller.principal
    guest = elsewhere is not None and Elsewhere.from_raw_data(elsewhere).takes_part_in(place.id)
    own = Target(path=place.path, member_id=who.member_id)
    caller.may(ACTION, own if guest else audience.target(activity, place.path, who, ACTION))
    if who.member_id is None:
        raise Forbidden
    whom = audience.of(activity)
    if not (whom.expects(who.member_id, who.branch_id) or (guest and whom.members is None)):
        raise NotInvited
    return who.member_id


def gather(work: UnitOfWork, about: Scene, row: Attendance) -> None:
    """The member's own row, what it says of the device, where the home branch sees it, and the entry.

    Raises `AlreadyExists` at the commit for who has a row, `Changed` where somebody used the device at the same moment.
    """
    row.home_id, row.device = about.home_id, about.device
    row.device_shared = about.shared or None
    work.put_new(row)
    if about.device:
        _mark(work, about)
    if about.home_id:
        work.put_anyway(Visit.to(about.activity, about.member_id, about.home_id))
    work.record(_signed_in(about, row))


def _signed_in(about: Scene, row: Attendance) -> SignedIn:
    return SignedIn(
        activity_id=about.activity.id,
        branch_id=about.place.id,
        member_id=about.member_id,
        method=row.method,
        confidence=row.assessed.confidence,
    )


def _mark(work: UnitOfWork, about: Scene) -> None:
    """The first to use a device is known; with the second, the first one's row says that it was shared, too."""
    used = about.used
    if used is None:
        place = UsedDevice.place(str(about.device))
        work.put_new(UsedDevice(about.activity.pk, place, member_id=about.member_id), Changed())
    elif about.shared and not used.shared:
        used.shared = True
        work.put(used, Changed())
        first = Attendance(about.activity.pk, Attendance.place(used.member_id))
        values: Values = {":yes": {"BOOL": True}, ":one": {"N": "1"}}
        change = "SET device_shared = :yes, version = version + :one"
        work.rows.append(on_key("Update", first, "attribute_exists(pk)", values, Changed(), change))
