"""Places in a volunteer service: booked by members for themselves, given back, listed.

Nobody has two places at one time, nobody sits on a place that is not there, whatever comes in the same instant: all
bookings of a member write one calendar by its version, all bookings of a service one count by a condition. Whoever was
slower looks again, and is told what they then find.
"""

from dataclasses import dataclass
from functools import partial

from functions.activities.service import rules as service_rules
from functions.activities.service.errors import (
    AlreadyBooked,
    DoubleBooked,
    HelpsOneself,
    NoPlaceLeft,
    TooManyBookings,
)
from functions.activities.service.helped import ATTEND, GIVE, RECEIVED
from functions.activities.service.models import BookingOut
from functions.activities.service.rules import Booking
from functions.activities.service.tables import Booked, Calendar, Service, Volunteer, giving_back, taking
from functions.activities.tables import TABLE
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Forbidden, NotFound, WrongState
from kernel.events import ServiceBooked, ServiceBookingCancelled
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.projection import retrying
from kernel.record import Head


@dataclass
class Seat:
    """A service, where it is offered, and what a member has to do with it."""

    service: Service
    at: Organisation
    booked: Booked | None
    calendar: Calendar
    head: Head | None


def look(service_id: str, member_id: str, home_id: str | None = None) -> Seat:
    """`home_id`: on whose record something will stand. Two reads. Raises `NotFound` without the service."""
    service = Service.demand(Service.partition(service_id), "NOW")
    keys = [Booked(*Booked.key_of(service, member_id)).key(), Calendar(Booked.partition(member_id)).key()]
    heads = Head.Meta.table_name
    beside = {TABLE: keys} | ({heads: [Head(home_id).key()]} if home_id else {})
    seen = directory.look([service.organisation_id], beside=beside)
    rows = {row["sk"]["S"]: row for row in seen.of(TABLE)}
    calendar, booked = rows.pop("CALENDAR", None), next(iter(rows.values()), None)
    return Seat(
        service,
        directory.demand_organisation(seen.organisations, service.organisation_id),
        Booked.from_raw_data(booked) if booked else None,
        Calendar.from_raw_data(calendar) if calendar else Calendar(Booked.partition(member_id)),
        next((Head.from_raw_data(row) for row in seen.of(heads)), None),
    )


def book(caller: Asking, service_id: str) -> BookingOut:
    """Raises `DoubleBooked`, `AlreadyBooked`, `NoPlaceLeft`, `TooManyBookings`, `HelpsOneself`, `WrongState` once it is
    over or was called off, `Busy`."""
    return retrying(partial(_book, caller, caller.act(), service_id))


def _book(caller: Asking, act: Act, service_id: str) -> BookingOut:
    who = caller.principal
    seat = look(service_id, who.member_id or "", who.branch_id)
    caller.may(GIVE, Target(path=seat.at.path))
    if who.member_id is None or who.branch_id is None:
        raise Forbidden
    _demand_free(seat, who.member_id, act)
    booked = _booked(seat, who.member_id, who.branch_id)
    reply = BookingOut.of(booked)
    work = _work(seat, act, booked, "activities.service.book")
    work.rows.append(taking(seat.service))
    work.put_anyway(Volunteer.to(service_id, who.member_id))
    told = {"organisation_id": booked.organisation_id, "branch_id": who.branch_id, "member_id": who.member_id}
    work.record(ServiceBooked(service_id=service_id, **told))
    work.commit(reply)
    return reply


def _demand_free(seat: Seat, member_id: str, act: Act) -> None:
    service = seat.service
    if service.called_off_at or seat.at.closed or service.times[1] <= act.at:
        raise WrongState
    if service.party.member_id == member_id:
        raise HelpsOneself
    if seat.booked and seat.booked.state != Booking.CANCELLED:
        raise AlreadyBooked
    if service.taken >= service.places:
        raise NoPlaceLeft
    times = service_rules.remembered(seat.calendar.times, act.at)
    blocking = set(service_rules.in_the_way(times, service.times))
    off = _called_off(blocking)
    if blocking - off:
        raise DoubleBooked
    booked = {one: times[one] for one in times if one not in off}
    if service_rules.to_come(booked, act.at) >= service_rules.MOST_TO_COME:
        raise TooManyBookings
    booked[service.id] = service.times
    seat.calendar.booked = {one: [stamp(starts), stamp(ends)] for one, (starts, ends) in booked.items()}


def _called_off(services: set[str]) -> set[str]:
    """Those of them that stand in nobody's way any more. A read only where some do."""
    keys = [(Service.partition(one), "NOW") for one in services]
    return {one.id for one in (Service.find_all(keys, consistent=True) if keys else []) if one.called_off_at}


def _booked(seat: Seat, member_id: str, home_id: str) -> Booked:
    booked = seat.booked or Booked(*Booked.key_of(seat.service, member_id), state=Booking.BOOKED.value)
    booked.home_id, booked.organisation_id = home_id, seat.service.organisation_id
    booked.ends_at, booked.state = seat.service.ends_at, Booking.BOOKED.value
    return booked


def _work(seat: Seat, act: Act, booked: Booked, action: str) -> UnitOfWork:
    """With the booking and the calendar in it."""
    work = UnitOfWork(act, chain=booked.home_id, action=action, subject=seat.service.id, head=seat.head)
    work.put(booked, Changed())
    work.put(seat.calendar, Changed())
    return work


def cancel(caller: Asking, service_id: str, member_id: str) -> BookingOut:
    """The member until it begins, the secretary of who offers it also afterwards, while no hours are entered."""
    return retrying(partial(_cancel, caller, caller.act(), service_id, member_id))


def _cancel(caller: Asking, act: Act, service_id: str, member_id: str) -> BookingOut:
    seat = look(service_id, member_id)
    booked = demand_booked(seat)
    caller.may(ATTEND, Target(path=seat.at.path, member_id=member_id))
    begun = seat.service.times[0] <= act.at
    if booked.state != Booking.BOOKED or (begun and caller.principal.member_id == member_id):
        raise WrongState
    booked.state = Booking.CANCELLED.value
    seat.calendar.booked.pop(service_id, None)
    reply = BookingOut.of(booked)
    work = _work(seat, act, booked, "activities.service.cancel_booking")
    work.rows.append(giving_back(seat.service))
    work.take_away(Volunteer.to(service_id, member_id))
    told = {"organisation_id": booked.organisation_id, "branch_id": booked.home_id, "member_id": member_id}
    work.record(ServiceBookingCancelled(service_id=service_id, **told))
    work.commit(reply)
    return reply


def demand_booked(seat: Seat) -> Booked:
    if seat.booked is None:
        raise NotFound
    return seat.booked


def listed(caller: Asking, service_id: str) -> Page[BookingOut]:
    """Everybody who has a place, by member."""
    service, members = Service.with_volunteers(service_id)
    caller.may(RECEIVED, service.party.target(directory.organisation(service.organisation_id).path))
    keys = [Booked.key_of(service, member_id) for member_id in members]
    found = Booked.find_all(keys, consistent=True) if keys else []
    return Page(items=[BookingOut.of(one) for one in sorted(found, key=lambda one: one.member_id)], as_of=now())
