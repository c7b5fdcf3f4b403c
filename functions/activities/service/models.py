"""Volunteer service on the wire: what is offered, bookings, hours."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field

from functions.activities.models import Moment, Place, Title
from functions.activities.service.helped_models import Helped, SlipCode
from functions.activities.service.helped_rules import HelpedKind
from functions.activities.service.rules import MOST_PLACES, WHY, Booking, ServiceKind
from functions.activities.service.tables import Booked, Service
from kernel.clock import instant
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model

Minutes = Annotated[int, Field(ge=0, le=24 * 60, strict=True)]
Ground = Literal["FALSE_HOURS", "MISTAKE"]


class OfferService(Command):
    """`organisation_id` offers it: to the members of a branch, or of all branches below a committee."""

    organisation_id: OrganisationId
    kind: ServiceKind
    title: Title
    place: Place
    starts_at: Moment
    ends_at: Moment
    places: Annotated[int, Field(ge=1, le=MOST_PLACES, strict=True)]
    helped: Helped


class ServiceOut(Model):
    """Of a member who is helped, and of somebody outside, nobody is told who it is."""

    id: Id
    organisation_id: OrganisationId
    kind: ServiceKind
    title: str
    place: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    places: int
    taken: int
    helped: HelpedKind
    helped_organisation_id: OrganisationId | None
    called_off: bool

    @classmethod
    def of(cls, service: Service) -> Self:
        facts = {
            "id": service.id,
            "kind": service.type,
            "starts_at": instant(service.starts_at),
            "ends_at": instant(service.ends_at),
            "places": int(service.places),
            "taken": int(service.taken),
            "helped": service.helped_kind,
            "helped_organisation_id": service.party.organisation_id,
            "called_off": service.called_off_at is not None,
        }
        same = {name: getattr(service, name) for name in ("organisation_id", "title", "place")}
        return cls.model_validate(facts | same)


class BookingOut(Model):
    """`minutes`: as they were entered last."""

    service_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    state: Booking
    minutes: int | None

    @classmethod
    def of(cls, booked: Booked) -> Self:
        return cls.model_validate(_facts(booked))


def _facts(booked: Booked) -> dict[str, object]:
    return {
        "service_id": booked.service_id,
        "member_id": booked.member_id,
        "branch_id": booked.home_id,
        "starts_at": instant(booked.starts_at),
        "ends_at": instant(booked.ends_at),
        "state": booked.state,
        "minutes": None if booked.minutes is None else int(booked.minutes),
    }


class EnterHours(Command):
    """0: the member did not come."""

    minutes: Minutes


class ConfirmHours(Command):
    """`minutes` as they were read. `confirmed`: false disputes them. `code`: of the slip of who has no account."""

    minutes: Minutes
    confirmed: bool = True
    code: SlipCode | None = None


class WithdrawHours(Command):
    ground: Ground


class SlipOut(Model):
    """What stands on the slip of one volunteer: the code, and how many minutes it can confirm at most."""

    member_id: MemberId
    code: str
    most_minutes: int


class SlipsOut(Model):
    items: list[SlipOut]


class WhyOut(Model):
    zh: str
    en: str


class HoursLine(BookingOut):
    counts: bool
    why: WhyOut

    @classmethod
    def of(cls, booked: Booked) -> Self:
        state = Booking(booked.state)
        why = {"zh": WHY[state].zh, "en": WHY[state].en}
        return cls.model_validate(_facts(booked) | {"counts": state is Booking.CONFIRMED, "why": why})


class HoursOut(Model):
    """A member's year by its lines: `confirmed_minutes` is the sum of those that count, `waiting_minutes` of those that
    wait. `total_minutes` and `stars` are of all years."""

    member_id: MemberId
    year: int
    confirmed_minutes: int
    waiting_minutes: int
    total_minutes: int
    stars: int
    lines: list[HoursLine]
    as_of: AwareDatetime
