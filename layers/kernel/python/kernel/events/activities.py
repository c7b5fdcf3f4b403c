"""Events of activities: planned, answered, attended."""

from datetime import datetime
from typing import Literal

from kernel.events.model import Event
from kernel.events.subjects import AudienceKind, InActivity
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


class DutyChanged(Event):
    """From now on a branch owes activities of a type that not every branch owes, or owes them no more: meetings of its
    committee with seven full members, of its groups when it has some."""

    branch_id: OrganisationId
    county_id: OrganisationId
    type: str
    owed: bool


class ActivityPlanned(InActivity):
    """`branch_id` holds it. It is for the members of `branches`; where `members` are named, for these alone."""

    county_id: OrganisationId
    path: str
    type: str
    starts_at: datetime
    ends_at: datetime
    audience: AudienceKind = "BRANCH"
    branches: tuple[OrganisationId, ...]
    members: tuple[MemberId, ...] | None = None


class ActivityChanged(InActivity):
    """`fields` of the plan were changed while it was `to_come`, or its record was corrected after a return."""

    county_id: OrganisationId
    type: str
    starts_at: datetime
    ends_at: datetime
    fields: tuple[str, ...]
    to_come: bool


class ActivityCancelled(InActivity):
    county_id: OrganisationId
    type: str
    starts_at: datetime
    ends_at: datetime


class PartyGroupSet(Event):
    """These members of a branch, at most ninety, belong to a Party group of it from now on, and nobody else does."""

    group_id: OrganisationId
    branch_id: OrganisationId
    members: tuple[MemberId, ...]


class ActivityReplied(Event):
    """A member of a branch answered the invitation of an organisation; why somebody does not come is in no event."""

    activity_id: Id
    organisation_id: OrganisationId
    branch_id: OrganisationId
    member_id: MemberId
    reply: Literal["COMING", "LEAVE"]


class SignedIn(InActivity):
    """`confidence` is what was stated at that moment, of 100."""

    member_id: MemberId
    method: str
    confidence: int


class AttendanceCalled(InActivity):
    """The secretary called the roll: how many rows of attendance were written in this chunk."""

    chunk: int
    members: int


class PresenceConfirmed(InActivity):
    """A member who signed in says that they saw another one there."""

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


class GuestsCounted(InActivity):
    """How many observers and guests came; from where is in the record alone."""

    guests: int
