"""What several events are about, and the fields that say so; none of these is an event."""

from datetime import date
from typing import Literal

from kernel.events.model import Event
from kernel.ids import Id, MemberId, OrganisationId

AudienceKind = Literal["BRANCH", "GROUP", "MEMBERS", "BRANCHES"]
"""For whom an activity is: the branch that holds it, some of its members, or branches below the committee that does."""


class InActivity(Event):
    """`branch_id` holds the activity, be it a branch or a committee."""

    activity_id: Id
    branch_id: OrganisationId


class OfRecord(InActivity):
    """The record of an activity, where it stood as of the act."""

    county_id: OrganisationId
    path: str
    type: str
    held_on: date


class OfBallot(Event):
    activity_id: Id
    ballot_id: Id
    branch_id: OrganisationId


class OfAppraisal(Event):
    """The appraisal of a branch's year."""

    branch_id: OrganisationId
    year: int


class OfService(Event):
    """A volunteer service, and the organisation that offers it."""

    service_id: Id
    organisation_id: OrganisationId


class OfPlace(OfService):
    """A member's place in it; `branch_id`: their home when they booked."""

    branch_id: OrganisationId
    member_id: MemberId


class OfCredit(OfService):
    """A member's minutes on a day, which count or count no more. `branch_id`: the member's home when the place was
    booked, which stands now where `county_id` and `path` say."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    member_id: MemberId
    minutes: int
    held_on: date


class OfAssistance(Event):
    """Assistance, and the organisation through which it is given."""

    assistance_id: Id
    organisation_id: OrganisationId


class OfExemption(Event):
    """A member's exemption from the counting. On which ground, for how long and why is in no event."""

    exemption_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
