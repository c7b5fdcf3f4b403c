"""Every event that a domain publishes: what happened, in the past tense, as ids and plain facts.

An event holds no name, number or address of a person (`design.md` 5: P0 only) and is at most 4 KB. Its name is its
class's name; it travels in an `Envelope`. `county_id` and `path` say where it happened, as of the act.
"""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from kernel.ids import Id, MemberId, OrganisationId


class Event(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, defer_build=True
    )


class Envelope(Event):
    """What arrives at a consumer: the event's id, its place in the record, and its content under `data`."""

    id: Id
    event: str
    at: datetime
    chain: OrganisationId
    seq: int
    actor: str
    data: dict[str, Any]


# -- identity ---------------------------------------------------------------------------------------------------------


class RoleGranted(Event):
    subject: str
    role: str
    organisation_id: OrganisationId


class RoleRevoked(Event):
    subject: str
    role: str
    organisation_id: OrganisationId


class PolicyChanged(Event):
    """A committee set one of its switches for its subtree."""

    organisation_id: OrganisationId
    county_id: OrganisationId
    policy: str
    value: str


# -- organisations ----------------------------------------------------------------------------------------------------


class FoundedOrganisation(Event):
    organisation_id: OrganisationId
    path: str
    kind: str
    level: str


class OrganisationsFounded(Event):
    """Up to ten organisations that came to be in one act."""

    county_id: OrganisationId
    organisations: tuple[FoundedOrganisation, ...]


class OrganisationsChanged(Event):
    """Facts of organisations were corrected; where they stand did not change."""

    county_id: OrganisationId
    organisations: tuple[OrganisationId, ...]


# -- members ----------------------------------------------------------------------------------------------------------


class EnrolledMember(Event):
    member_id: MemberId
    category: str
    floating: bool = False


class MembersEnrolled(Event):
    """Up to twenty members of one branch."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    members: tuple[EnrolledMember, ...]


class MembersChanged(Event):
    """Up to twenty members of one branch whose dossiers were corrected; their category and floating state now."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    members: tuple[EnrolledMember, ...]


class AccountBound(Event):
    """A signed-in person proved to be this member."""

    subject: str
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId


class BindingRefused(Event):
    """A signed-in person named somebody in vain; `member_id` where the number is on record, `reason` a stable code."""

    subject: str
    member_id: MemberId | None = None
    reason: str


class MemberRevealed(Event):
    """Somebody read personal data of a member, for a stated purpose."""

    member_id: MemberId
    fields: tuple[str, ...]
    purpose: str


# -- rosters ----------------------------------------------------------------------------------------------------------


class RosterUploaded(Event):
    roster_id: Id
    organisation_id: OrganisationId
    kind: Literal["organisations", "members"]
    sha256: str


class RosterParsed(Event):
    roster_id: Id
    organisation_id: OrganisationId
    rows: int
    refused: int


class RosterApplyStarted(Event):
    roster_id: Id
    organisation_id: OrganisationId


class RosterApplied(Event):
    roster_id: Id
    organisation_id: OrganisationId
    created: int
    updated: int
    unchanged: int
    refused: int


# -- activities -------------------------------------------------------------------------------------------------------


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


# -- points -----------------------------------------------------------------------------------------------------------


class RuleSetPublished(Event):
    organisation_id: OrganisationId
    rule_set_id: Id
    effective_from: date


class PointsPosted(Event):
    """Ledger rows were written for accounts of one branch; `total` is their sum."""

    branch_id: OrganisationId
    county_id: OrganisationId
    season: str
    rows: int
    total: int


# -- ranking ----------------------------------------------------------------------------------------------------------


class RankingStarted(Event):
    """A run was started by hand."""

    run_id: Id
    county_id: OrganisationId
    as_of: datetime


class RankingPublished(Event):
    run_id: Id
    county_id: OrganisationId
    season: str
    as_of: datetime
    organisations: int
    members: int


# -- notices ----------------------------------------------------------------------------------------------------------


class NoticeSent(Event):
    """A notice went to the inboxes of up to ninety people about one organisation."""

    code: str
    organisation_id: OrganisationId
    county_id: OrganisationId
    day: date
    recipients: int


class ReminderRunStarted(Event):
    """A county's run was started, by the schedule or by hand."""

    organisation_id: OrganisationId
    as_of: date


class NoticeRead(Event):
    """Somebody read a notice; a notice in an office's box is read for all who hold the role."""

    notice_id: Id
    organisation_id: OrganisationId


PUBLISHED: dict[str, type[Event]] = {
    event.__name__: event
    for event in Event.__subclasses__()
    if event not in (Envelope, FoundedOrganisation, EnrolledMember)
}
