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


class BallotOpened(Event):
    """A secret vote of so many who are entitled; who they are and what is asked is in no event."""

    activity_id: Id
    ballot_id: Id
    branch_id: OrganisationId
    decision: str
    entitled: int
    candidates: int
    seats: int


class VoteCast(Event):
    """Somebody voted. What they chose is in no event, and no hash of the record covers it."""

    activity_id: Id
    ballot_id: Id
    branch_id: OrganisationId


class BallotClosed(Event):
    """Nobody votes any more; so many of the entitled were there."""

    activity_id: Id
    ballot_id: Id
    branch_id: OrganisationId
    entitled: int
    present: int


class BallotCounted(Event):
    """`votes` were in the box, if they were looked at; `digest` is of the list that was published, so that nobody can
    change it unseen."""

    activity_id: Id
    ballot_id: Id
    branch_id: OrganisationId
    result: str
    votes: int
    digest: str


class AppraisalOpened(Event):
    """So many full members of a branch are appraised within an activity."""

    branch_id: OrganisationId
    year: int
    activity_id: Id
    members: int


class OpinionGiven(Event):
    """A member wrote of themselves or of another; what, is in no event."""

    branch_id: OrganisationId
    year: int
    member_id: MemberId
    by: MemberId


class GradesProposed(Event):
    """Whose grade is which, is in no event."""

    branch_id: OrganisationId
    year: int
    members: int
    excellent: int


class AppraisalReturned(Event):
    branch_id: OrganisationId
    year: int


class AppraisalApproved(Event):
    """The grades of a branch's year count; of them only how many, and how many are excellent."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    year: int
    activity_id: Id
    members: int
    excellent: int


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
    were on leave or there as observers, `exempt` are let off for age or illness.

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


class AttendanceDisputed(Event):
    """A member says that their line is wrong; what it should say, and why, is in the record alone."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    type: str
    member_id: MemberId
    answer_by: date
    by_committee: bool


class AttendanceDisputeRuled(Event):
    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    type: str
    member_id: MemberId
    upheld: bool
    by_committee: bool


class AttendanceCorrected(Event):
    """For one member of the part that `AttendanceConfirmed` told of under this number it counts no more, for the others
    as before. What a correction gives is told by an `AttendanceConfirmed` of its own."""

    activity_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    held_on: date
    chunk: int
    member_id: MemberId


class BundleAsked(Event):
    """Somebody exports a year of a branch for an inspection."""

    bundle_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    year: int


class BundleMade(Event):
    """The file, by its hash: so many records with so many entries of the branch's chain."""

    bundle_id: Id
    branch_id: OrganisationId
    year: int
    sha256: str
    records: int
    entries: int


class BranchTasks(Event):
    """How much a branch was given to do."""

    branch_id: OrganisationId
    county_id: OrganisationId
    tasks: int


class TasksAssigned(Event):
    """What a committee resolved with several branches gave their members to do, by branch; what a branch gives itself
    is in no event.
    """

    activity_id: Id
    organisation_id: OrganisationId
    branches: tuple[BranchTasks, ...]


class StarsRated(Event):
    """The county's committee gave a branch its stars of a year; `proposed` and `score` are what its records came to, by
    the criteria that were `met` and `missed`. Rated anew, the latest counts."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    year: int
    stars: int
    proposed: int
    score: int
    met: tuple[str, ...]
    missed: tuple[str, ...]


class StarRulesSet(Event):
    """A committee ruled how its branches are rated: from which score on there are five, four, three and two stars."""

    organisation_id: OrganisationId
    stars: tuple[int, ...]


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


class ServiceOffered(Event):
    """An organisation offers volunteer service. `helped`: a member, an organisation or somebody outside; who, is in no
    event."""

    service_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId
    kind: str
    starts_at: datetime
    ends_at: datetime
    places: int
    helped: Literal["MEMBER", "ORGANISATION", "OUTSIDE"]


class ServiceCalledOff(Event):
    service_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId


class ServiceBooked(Event):
    """A member of a branch has a place in a service."""

    service_id: Id
    organisation_id: OrganisationId
    branch_id: OrganisationId
    member_id: MemberId


class ServiceBookingCancelled(Event):
    service_id: Id
    organisation_id: OrganisationId
    branch_id: OrganisationId
    member_id: MemberId


class ServiceSlipsDrawn(Event):
    """An account saw the codes of a service's slips, by which somebody without an account confirms hours."""

    service_id: Id
    organisation_id: OrganisationId


class ServiceHoursEntered(Event):
    """So many minutes wait for who was helped; none, and the member did not come."""

    service_id: Id
    organisation_id: OrganisationId
    branch_id: OrganisationId
    member_id: MemberId
    minutes: int


class ServiceConfirmed(Event):
    """Who was helped confirmed a member's minutes of service on a day: they count from now on. `branch_id`: the
    member's home when the place was booked, which stands now where `county_id` and `path` say."""

    service_id: Id
    organisation_id: OrganisationId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    member_id: MemberId
    minutes: int
    held_on: date


class ServiceDisputed(Event):
    """Who was helped says otherwise: the minutes do not count."""

    service_id: Id
    organisation_id: OrganisationId
    branch_id: OrganisationId
    member_id: MemberId


class ServiceWithdrawn(Event):
    """The county took a confirmation back: the very minutes that `ServiceConfirmed` told of count no more."""

    service_id: Id
    organisation_id: OrganisationId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    member_id: MemberId
    minutes: int
    held_on: date


class TalkCommitteeSet(Event):
    """So many members belong to a branch's committee in a year, as far as talks go."""

    branch_id: OrganisationId
    year: int
    members: int


class TalkRecorded(Event):
    """Two members of a branch talked on a day; what was said is nowhere."""

    branch_id: OrganisationId
    members: tuple[MemberId, MemberId]
    held_on: date
    occasion: str


class TalkWithdrawn(Event):
    """It was recorded by mistake."""

    branch_id: OrganisationId
    members: tuple[MemberId, MemberId]
    held_on: date


class AssistancePromised(Event):
    """Money or things are promised through an organisation; who gives, how much and to whom is in no event of it."""

    assistance_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId
    kind: Literal["MONEY", "GOODS"]


class AssistanceTakenBack(Event):
    assistance_id: Id
    organisation_id: OrganisationId


class AssistanceSlipDrawn(Event):
    """An account saw the code of the slip, by which somebody without an account says that it arrived."""

    assistance_id: Id
    organisation_id: OrganisationId


class AssistanceDelivered(Event):
    assistance_id: Id
    organisation_id: OrganisationId


class AssistanceConfirmed(Event):
    """Who was helped says that it arrived: so many fen, or things. Who gave it is in no event."""

    assistance_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId
    kind: Literal["MONEY", "GOODS"]
    fen: int | None = None
    confirmed_on: date


class AssistanceDisputed(Event):
    """Who was to be helped says that it did not arrive."""

    assistance_id: Id
    organisation_id: OrganisationId
