"""Events of an activity's record: minutes, photos, review, disputes, and what is made of it."""

from datetime import date
from typing import Literal

from kernel.events.model import Event
from kernel.events.subjects import AudienceKind, InActivity, OfRecord
from kernel.ids import Id, MemberId, OrganisationId


class MinutesWritten(InActivity):
    """`digest`: of the text, salted, so that it says nothing of it and nobody can change it unseen."""

    host: MemberId
    recorder: MemberId
    digest: str


class MinutesSigned(InActivity):
    """The host or the recorder stands for the text of this digest."""

    member_id: MemberId
    role: Literal["host", "recorder"]
    digest: str


class MinutesSealed(InActivity):
    """A version that stays as it is: 1 with the final approval, each later one is a correction."""

    number: int
    digest: str


class PhotoAnnounced(InActivity):
    """An upload was asked for: what the file must be, before it is seen."""

    photo_id: Id
    sha256: str


class PhotoAccepted(InActivity):
    photo_id: Id
    sha256: str


class PhotoRefused(InActivity):
    photo_id: Id
    reason: str


class ActivitySubmitted(OfRecord):
    """Whoever held it handed in the record; `round` counts from 1 and grows with each resubmission. A committee's, for
    several `branches`, is the record of none of them. `over_budget` counts those whose budget of the month its tasks
    exceed; the reason stands in the minutes.
    """

    round: int
    audience: AudienceKind = "BRANCH"
    branches: tuple[OrganisationId, ...] = ()
    over_budget: int = 0


class ActivityReturned(InActivity):
    """The record of this `round` came back to whoever held it. Older events name neither type, day nor round."""

    county_id: OrganisationId
    stage: Literal["first", "final"]
    type: str = ""
    held_on: date | None = None
    round: int = 0
    audience: AudienceKind = "BRANCH"


class ActivityReviewed(OfRecord):
    """A review that passed; at stage `final` the activity counts from now on."""

    stage: Literal["first", "final"]
    attended: int
    entitled: int
    audience: AudienceKind = "BRANCH"


class AttendanceConfirmed(OfRecord):
    """Up to ninety members who attended an activity that passed its final review, or did not and had reason: `excused`
    were on leave or there as observers, `exempt` are let off for age or illness.

    `branch_id` is the one for which it counts: of a committee's activity for several branches, that of the members.
    """

    chunk: int
    members: tuple[MemberId, ...]
    audience: AudienceKind = "BRANCH"
    excused: tuple[MemberId, ...] = ()
    exempt: tuple[MemberId, ...] = ()


class ActivityWithdrawn(OfRecord):
    """The final committee took its approval back: the activity counts no more, for its branch."""

    audience: AudienceKind = "BRANCH"


class AttendanceWithdrawn(OfRecord):
    """Nor for these members: the very part that `AttendanceConfirmed` told of under the same number."""

    chunk: int
    members: tuple[MemberId, ...]


class AttendanceDisputed(InActivity):
    """A member says that their line is wrong; what it should say, and why, is in the record alone."""

    county_id: OrganisationId
    type: str
    member_id: MemberId
    answer_by: date
    by_committee: bool


class AttendanceDisputeRuled(InActivity):
    county_id: OrganisationId
    type: str
    member_id: MemberId
    upheld: bool
    by_committee: bool


class AttendanceCorrected(OfRecord):
    """For one member of the part that `AttendanceConfirmed` told of under this number it counts no more, for the others
    as before. What a correction gives is told by an `AttendanceConfirmed` of its own."""

    chunk: int
    member_id: MemberId


class RecordRulesSet(Event):
    """A committee ruled how long activities may be entered, and whether clean records may be passed in bulk."""

    organisation_id: OrganisationId
    entry_days: int
    bulk: bool
    sample_percent: int


class BundleAsked(Event):
    """Somebody exports a year of a branch for an inspection."""

    bundle_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    year: int


class BundleMade(Event):
    """The file, by its hash: so many records with so many entries of the branch's chain. `asked_by` is the member who
    asked for it; none: an account of no member. Older events name neither member nor county."""

    bundle_id: Id
    branch_id: OrganisationId
    year: int
    sha256: str
    records: int
    entries: int
    asked_by: MemberId | None = None
    county_id: OrganisationId = ""


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


class TaskDone(InActivity):
    """What a resolution asked for was done, with evidence; `number` is the resolution's."""

    number: int
    owner_id: MemberId


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
