"""Events of organisation life."""

from datetime import date, datetime
from typing import Literal

from kernel.events.model import Event
from kernel.ids import Id, MemberId, OrganisationId


class ActivityPlanned(Event):
    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    starts_at: datetime


class ActivityChanged(Event):
    """The plan was changed before the activity took place, or corrected after a return."""

    activity_id: Id
    branch_id: OrganisationId
    type: str
    starts_at: datetime


class ActivityCancelled(Event):
    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    type: str
    starts_at: datetime


class SignedIn(Event):
    activity_id: Id
    branch_id: OrganisationId
    member_id: MemberId
    method: str


class AttendanceCalled(Event):
    """The secretary called the roll: how many rows of attendance were written in this chunk."""

    activity_id: Id
    branch_id: OrganisationId
    chunk: int
    members: int


class MinutesWritten(Event):
    activity_id: Id
    branch_id: OrganisationId
    host: MemberId
    recorder: MemberId


class PhotoAnnounced(Event):
    """An upload was asked for: what the file must be, before it is seen."""

    activity_id: Id
    branch_id: OrganisationId
    photo_id: Id
    sha256: str


class PhotoAccepted(Event):
    activity_id: Id
    branch_id: OrganisationId
    photo_id: Id
    sha256: str


class PhotoRefused(Event):
    activity_id: Id
    branch_id: OrganisationId
    photo_id: Id
    reason: str


class ActivitySubmitted(Event):
    """The branch handed in its record; `round` counts from 1 and grows with each resubmission."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    held_on: date
    round: int


class ActivityReturned(Event):
    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    stage: Literal["first", "final"]


class ActivityReviewed(Event):
    """A review that passed; at stage `final` the activity counts from now on."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    held_on: date
    stage: Literal["first", "final"]
    attended: int
    entitled: int


class AttendanceConfirmed(Event):
    """Up to ninety members who attended an activity that passed its final review."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    held_on: date
    chunk: int
    members: tuple[MemberId, ...]
