"""Events of organisation life."""

from datetime import date, datetime
from typing import Literal

from kernel.events.model import Event
from kernel.ids import Id, MemberId, OrganisationId


class ActivityTemplateExtended(Event):
    """What an organisation adds to a type's template from now on: how many lines of agenda, which fields."""

    organisation_id: OrganisationId
    type: str
    lines: int
    required: tuple[str, ...]


class YearPlanSet(Event):
    """What a branch means to do in a year: so many entries."""

    branch_id: OrganisationId
    year: int
    entries: int


AudienceKind = Literal["BRANCH", "GROUP", "MEMBERS", "BRANCHES"]
"""For whom an activity is: the branch that holds it, some of its members, or branches below the committee that does."""


class ActivityPlanned(Event):
    """`branch_id` holds it. It is for the members of `branches`; where `members` are named, for these alone."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    starts_at: datetime
    ends_at: datetime
    audience: AudienceKind = "BRANCH"
    branches: tuple[OrganisationId, ...]
    members: tuple[MemberId, ...] | None = None


class ActivityChanged(Event):
    """`fields` of the plan were changed while it was `to_come`, or its record was corrected after a return."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    type: str
    starts_at: datetime
    ends_at: datetime
    fields: tuple[str, ...]
    to_come: bool


class ActivityCancelled(Event):
    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    type: str
    starts_at: datetime
    ends_at: datetime


class PartyGroupSet(Event):
    """So many members of a branch belong to a Party group of it from now on."""

    group_id: OrganisationId
    branch_id: OrganisationId
    members: int


class ActivityReplied(Event):
    """A member of a branch answered the invitation of an organisation; why somebody does not come is in no event."""

    activity_id: Id
    organisation_id: OrganisationId
    branch_id: OrganisationId
    member_id: MemberId
    reply: Literal["COMING", "LEAVE"]


class SignedIn(Event):
    """`confidence` is what was stated at that moment, of 100."""

    activity_id: Id
    branch_id: OrganisationId
    member_id: MemberId
    method: str
    confidence: int


class AttendanceCalled(Event):
    """The secretary called the roll: how many rows of attendance were written in this chunk."""

    activity_id: Id
    branch_id: OrganisationId
    chunk: int
    members: int


class PresenceConfirmed(Event):
    """A member who signed in says that they saw another one there."""

    activity_id: Id
    branch_id: OrganisationId
    member_id: MemberId
    seen_by: MemberId


class DeviceRegistered(Event):
    """A phone of a member may sign while it is offline; its key is in no event."""

    device_id: Id
    member_id: MemberId
    branch_id: OrganisationId


class DeviceRemoved(Event):
    device_id: Id
    member_id: MemberId
    branch_id: OrganisationId


class GuestsCounted(Event):
    """How many observers and guests came; from where is in the record alone."""

    activity_id: Id
    branch_id: OrganisationId
    guests: int


class MinutesWritten(Event):
    """`digest`: of the text, salted, so that it says nothing of it and nobody can change it unseen."""

    activity_id: Id
    branch_id: OrganisationId
    host: MemberId
    recorder: MemberId
    digest: str


class MinutesSigned(Event):
    """The host or the recorder stands for the text of this digest."""

    activity_id: Id
    branch_id: OrganisationId
    member_id: MemberId
    role: Literal["host", "recorder"]
    digest: str


class MinutesSealed(Event):
    """A version that stays as it is: 1 with the final approval, each later one is a correction."""

    activity_id: Id
    branch_id: OrganisationId
    number: int
    digest: str


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
    """Whoever held it handed in the record; `round` counts from 1 and grows with each resubmission. A committee's, for
    several `branches`, is the record of none of them.
    """

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    held_on: date
    round: int
    audience: AudienceKind = "BRANCH"
    branches: tuple[OrganisationId, ...] = ()


class ActivityReturned(Event):
    """The record of this `round` came back to whoever held it. Older events name neither type, day nor round."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    stage: Literal["first", "final"]
    type: str = ""
    held_on: date | None = None
    round: int = 0
    audience: AudienceKind = "BRANCH"


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
    audience: AudienceKind = "BRANCH"


class AttendanceConfirmed(Event):
    """Up to ninety members who attended an activity that passed its final review, or did not and had reason: `excused`
    were on leave, `exempt` are let off for age or illness.

    `branch_id` is the one for which it counts: of a committee's activity for several branches, that of the members.
    """

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    held_on: date
    chunk: int
    members: tuple[MemberId, ...]
    audience: AudienceKind = "BRANCH"
    excused: tuple[MemberId, ...] = ()
    exempt: tuple[MemberId, ...] = ()


class ActivityWithdrawn(Event):
    """The final committee took its approval back: the activity counts no more, for its branch."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    held_on: date
    audience: AudienceKind = "BRANCH"


class AttendanceWithdrawn(Event):
    """Nor for these members: the very part that `AttendanceConfirmed` told of under the same number."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    held_on: date
    chunk: int
    members: tuple[MemberId, ...]


class TaskDone(Event):
    """What a resolution asked for was done, with evidence; `number` is the resolution's."""

    activity_id: Id
    branch_id: OrganisationId
    number: int
    owner_id: MemberId


class RecordRulesSet(Event):
    """A committee ruled how long activities may be entered, and whether clean records may be passed in bulk."""

    organisation_id: OrganisationId
    entry_days: int
    bulk: bool
    sample_percent: int
