"""Events of volunteer service, heart-to-heart talks and assistance."""

from datetime import date, datetime
from typing import Literal

from kernel.events.model import Event
from kernel.events.subjects import OfAssistance, OfCredit, OfPlace, OfService
from kernel.ids import MemberId, OrganisationId


class ServiceOffered(OfService):
    """An organisation offers volunteer service. `helped`: a member, an organisation or somebody outside; who, is in no
    event."""

    county_id: OrganisationId
    kind: str
    starts_at: datetime
    ends_at: datetime
    places: int
    helped: Literal["MEMBER", "ORGANISATION", "OUTSIDE"]


class ServiceCalledOff(OfService):
    county_id: OrganisationId


class ServiceBooked(OfPlace):
    """A member of a branch has a place in a service."""


class ServiceBookingCancelled(OfPlace):
    """The place is free again."""


class ServiceSlipsDrawn(OfService):
    """An account saw the codes of a service's slips, by which somebody without an account confirms hours."""


class ServiceHoursEntered(OfPlace):
    """So many minutes wait for who was helped; none, and the member did not come."""

    minutes: int


class ServiceConfirmed(OfCredit):
    """Who was helped confirmed a member's minutes of service on a day: they count from now on."""


class ServiceDisputed(OfPlace):
    """Who was helped says otherwise: the minutes do not count."""


class ServiceWithdrawn(OfCredit):
    """The county took a confirmation back: the very minutes that `ServiceConfirmed` told of count no more."""


class TalkCommitteeSet(Event):
    """So many members belong to a branch's committee in a year, as far as talks go."""

    branch_id: OrganisationId
    year: int
    members: int


class TalkRecorded(Event):
    """Two members of a branch talked on a day; what was said is nowhere. Older events do not name the county."""

    branch_id: OrganisationId
    members: tuple[MemberId, MemberId]
    held_on: date
    occasion: str
    county_id: OrganisationId | None = None


class TalkWithdrawn(Event):
    """It was recorded by mistake."""

    branch_id: OrganisationId
    members: tuple[MemberId, MemberId]
    held_on: date
    county_id: OrganisationId | None = None


class AssistancePromised(OfAssistance):
    """Money or things are promised through an organisation; who gives, how much and to whom is in no event of it."""

    county_id: OrganisationId
    kind: Literal["MONEY", "GOODS"]


class AssistanceTakenBack(OfAssistance):
    """Before anything was delivered."""


class AssistanceSlipDrawn(OfAssistance):
    """An account saw the code of the slip, by which somebody without an account says that it arrived."""


class AssistanceDelivered(OfAssistance):
    """It was brought, as who brought it or the secretary says."""


class AssistanceConfirmed(OfAssistance):
    """Who was helped says that it arrived: so many fen, or things. Who gave it is in no event."""

    county_id: OrganisationId
    kind: Literal["MONEY", "GOODS"]
    fen: int | None = None
    confirmed_on: date


class AssistanceDisputed(OfAssistance):
    """Who was to be helped says that it did not arrive."""
