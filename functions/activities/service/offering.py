"""Volunteer service that an organisation offers: made known, listed, called off. It never changes: whoever has a place
counts on its times; another is offered in its stead."""

from datetime import date

from functions.activities import reading
from functions.activities.attendance import codes
from functions.activities.service import calling_off, helped
from functions.activities.service import rules as service_rules
from functions.activities.service.helped import OFFER, READ
from functions.activities.service.helped_listing import page
from functions.activities.service.helped_rules import Party
from functions.activities.service.helped_tables import Listed
from functions.activities.service.models import OfferService, ServiceOut
from functions.activities.service.tables import Service
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.calendar import end_of_month
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.errors import Invalid, WrongState
from kernel.events import ServiceOffered
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.model import Page


def offer(caller: Asking, body: OfferService) -> ServiceOut:
    """Raises `Invalid`."""
    place, party, faults = helped.locate(body.organisation_id, body.helped)
    caller.may(OFFER, Target(path=place.path))
    act = caller.act()
    if faults := [*faults, *service_rules.offer_faults(body.starts_at, body.ends_at, act.at)]:
        raise Invalid(fields=faults)
    service = _new(body, place, party)
    reply = ServiceOut.of(service)
    work = UnitOfWork(act, chain=place.id, action="activities.service.offer", subject=service.id)
    work.put_new(service)
    if party.id:
        work.put_new(Listed.under_helped(service))
    work.record(_offered(service, body))
    work.commit(reply)
    return reply


def _offered(service: Service, body: OfferService) -> ServiceOffered:
    return ServiceOffered(
        service_id=service.id,
        organisation_id=service.organisation_id,
        county_id=service.county_id,
        kind=body.kind,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        places=body.places,
        helped=body.helped.kind,
    )


def _new(body: OfferService, place: Organisation, party: Party) -> Service:
    return Service(
        Service.partition(new_id()),
        branch_year=Service.given_in(place.id, business_day(body.starts_at).year),
        starts_at=stamp(body.starts_at),
        ends_at=stamp(body.ends_at),
        organisation_id=place.id,
        county_id=place.county_id,
        type=body.kind,
        title=body.title,
        place=body.place,
        places=body.places,
        helped_kind=party.kind,
        helped_id=party.id,
        secret=codes.new_secret(),
    )


def show(caller: Asking, service_id: str) -> ServiceOut:
    service = Service.demand(Service.partition(service_id), "NOW")
    caller.may(READ, service.party.target(directory.organisation(service.organisation_id).path))
    return ServiceOut.of(service)


def call_off(caller: Asking, service_id: str) -> ServiceOut:
    """Before it is over. Raises `WrongState`."""
    service = Service.demand(Service.partition(service_id), "NOW")
    place = directory.organisation(service.organisation_id)
    caller.may(OFFER, Target(path=place.path))
    act = caller.act()
    if service.called_off_at or service.times[1] <= act.at:
        raise WrongState
    reply = ServiceOut.of(service).model_copy(update={"called_off": True})
    calling_off.calling(act, service, act.at).commit(reply)
    return reply


def offered(
    caller: Asking, organisation_id: str, month: str | None, cursor: str | None, limit: int
) -> Page[ServiceOut]:
    """What an organisation offers in a month (this one, if none is named), by its start."""
    caller.may(READ, Target(path=directory.organisation(organisation_id).path))
    days = _days(month)
    return page(Service, Service.given_in(organisation_id, days[0].year), days, cursor, limit, ServiceOut.of)


def received(
    caller: Asking, organisation_id: str | None, month: str | None, cursor: str | None, limit: int
) -> Page[ServiceOut]:
    """What is done in a month for an organisation, or for the caller."""
    who, days = helped.receiver(caller, organisation_id), _days(month)
    return page(Service, Service.received_in(who, days[0].year), days, cursor, limit, ServiceOut.of)


def _days(month: str | None) -> tuple[date, date]:
    first = date.fromisoformat(f"{month or reading.month_name(now())}-01")
    return first, end_of_month(first)
