"""Sign-ins and roll calls on the wire."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, StringConstraints

from functions.activities import rules
from functions.activities.attendance.tables import Attendance
from functions.activities.models import Moment
from functions.activities.roll.elsewhere_tables import Visit
from kernel.clock import instant
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model

Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
DeviceName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,128}$")]
"""What a phone calls itself: random, of its own making, good for nothing else. Only a keyed hash of it is kept."""


class CodeOut(Model):
    """The code to show now, and how long it is the current one; `qr` is the text of the picture that phones scan.

    `forced` and `position_asked` are the committee's switches: what the page says of signing in, and whether phones
    may be asked where they are.
    """

    code: str
    qr: str
    valid_until: AwareDatetime
    period_seconds: int
    forced: bool
    position_asked: bool


class Position(Command):
    """Degrees of WGS-84. Used once for the distance to the branch's place, and kept nowhere."""

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    lng: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class SignIn(Command):
    code: Code
    device: DeviceName | None = None
    position: Position | None = None


class AttendanceOut(Model):
    """A member's row; `confidence` is of 100, `reasons` say what it rests on. Neither decides anything."""

    member_id: MemberId
    state: rules.Presence
    method: str
    at: AwareDatetime
    confidence: int
    reasons: list[str]
    distance_m: int | None
    seen_by: int
    home_branch_id: OrganisationId | None
    makes_up_for: Id | None
    online_minutes: int | None
    reached_at: AwareDatetime | None

    @classmethod
    def of(cls, row: Attendance) -> Self:
        assessed = row.assessed
        return cls(
            member_id=row.member_id,
            state=rules.Presence(row.state),
            method=row.method,
            at=instant(row.at),
            confidence=assessed.confidence,
            reasons=list(assessed.reasons),
            distance_m=_whole(row.distance_m),
            seen_by=len(row.seen_by or ()),
            home_branch_id=row.home_id,
            makes_up_for=row.makes_up_for,
            online_minutes=_whole(row.online_minutes),
            reached_at=instant(row.reached_at) if row.reached_at else None,
        )


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


class OwnSignIn(Model):
    """What a member's phone has to know of an activity: when and how one signs in, and the member's own row."""

    opens_at: AwareDatetime
    closes_at: AwareDatetime
    forced: bool
    position_asked: bool
    row: AttendanceOut | None


class RollEntry(Command):
    """`makes_up_for` names the session of the branch that a MADE_UP one makes up for; without it, it is this one that
    was made up for later."""

    member_id: MemberId
    state: rules.Presence
    makes_up_for: Id | None = None


class CallRoll(Command):
    entries: Annotated[list[RollEntry], Field(min_length=1, max_length=rules.MOST_ENTRIES)]


class RollCalled(Model):
    """How many were called, and how many rows that changed."""

    called: int
    changed: int


class ConfirmPresence(Command):
    member_id: MemberId


class Confirmed(Model):
    """By how many others the member was seen."""

    member_id: MemberId
    seen_by: int


class OnlineStay(Command):
    """One stay of a member in an online meeting; who came and went has several."""

    member_id: MemberId
    joined_at: Moment
    left_at: Moment


class SendOnlineList(Command):
    entries: Annotated[list[OnlineStay], Field(min_length=1, max_length=rules.MOST_ENTRIES)]


class Short(Model):
    """Who did not stay the minimum: no row is written, the secretary may still call them."""

    member_id: MemberId
    minutes: int


class OnlineListed(Model):
    """How many members the list named, how many rows that changed, and who was too short."""

    listed: int
    changed: int
    minimum_minutes: int
    short: list[Short]


class VisitOut(Model):
    """What a member of the branch attended elsewhere; `branch_id` is who held it."""

    activity_id: Id
    branch_id: OrganisationId
    type: str
    starts_at: AwareDatetime
    attendance: AttendanceOut

    @classmethod
    def of(cls, visit: Visit, row: Attendance) -> Self:
        return cls(
            activity_id=visit.activity_id,
            branch_id=visit.host_id,
            type=visit.type,
            starts_at=instant(visit.starts_at),
            attendance=AttendanceOut.of(row),
        )
