"""The rows of attendance in the table of activities, and what they are judged by."""

from typing import Any, Self

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from functions.activities.attendance.confidence_rules import Assessment, Evidence, assess
from functions.activities.tables import TABLE, Activity, Part
from kernel.policies import PolicyCopy


class OwnAttendance(GlobalSecondaryIndex["Attendance"]):
    """A member's rows wherever they attended, by the start of the activity."""

    class Meta:
        index_name = "own"
        projection = KeysOnlyProjection()

    who = UnicodeAttribute(hash_key=True)
    starts_at = UnicodeAttribute(range_key=True)


class Attendance(Part):
    """`ATTENDANCE#<member>`: one member's row, by their own sign-in, by a list or by a roll call.

    `reasons` are those stated when it was written (`confidence_rules`). `device` is a keyed hash that tells nothing
    beyond this activity, `distance_m` all that is kept of a position, `seen_by` the members who confirmed, `home_id`
    the home branch of somebody who takes part here beside it, `reached_at` when a sign-in that was made offline came.
    `entered_by` is the account that stated it of somebody else; `was` what stood before each ruling on a dispute.
    """

    class Meta:
        table_name = TABLE

    state = UnicodeAttribute()
    method = UnicodeAttribute()
    at = UnicodeAttribute()
    reasons: ListAttribute[str] = ListAttribute(default=list)
    device = UnicodeAttribute(null=True)
    device_shared = BooleanAttribute(null=True)
    distance_m = NumberAttribute(null=True)
    seen_by: ListAttribute[str] = ListAttribute(null=True)
    home_id = UnicodeAttribute(null=True)
    makes_up_for = UnicodeAttribute(null=True)
    online_minutes = NumberAttribute(null=True)
    reached_at = UnicodeAttribute(null=True)
    who = UnicodeAttribute()
    starts_at = UnicodeAttribute()
    entered_by = UnicodeAttribute(null=True)
    was = JSONAttribute(null=True)
    own = OwnAttendance()

    @property
    def member_id(self) -> str:
        return self.sk.removeprefix("ATTENDANCE#")

    @property
    def assessed(self) -> Assessment:
        """How sure it is by what is known now, and why."""
        seen_by = len(self.seen_by or ())
        return assess(Evidence(list(self.reasons), self.device is not None, bool(self.device_shared), seen_by))

    @staticmethod
    def place(member_id: str) -> str:
        return f"ATTENDANCE#{member_id}"

    @classmethod
    def to(cls, activity: Activity, member_id: str, **facts: Any) -> Self:
        """A member's row in an activity."""
        return cls(activity.pk, cls.place(member_id), who=member_id, starts_at=activity.starts_at, **facts)


class UsedDevice(Part):
    """`DEVICE#<hash>`: the first member of this activity who signed in on a device, and whether others did."""

    class Meta:
        table_name = TABLE

    member_id = UnicodeAttribute()
    shared = BooleanAttribute(default=False)

    @staticmethod
    def place(hashed: str) -> str:
        return f"DEVICE#{hashed}"


class Switch(PolicyCopy):
    """`POLICY#<organisation>` / `<policy>`: whether sign-in is forced, whether a position may be asked for, what may be
    asked of a branch in a month."""

    class Meta:
        table_name = TABLE
