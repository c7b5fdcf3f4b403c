"""The routes of volunteer service."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.activities.queries import ForWhom, OfBranch, OfOrganisation, ThisMonth, ThisYear
from functions.activities.service import booking, offering, serving
from functions.activities.service import hours as service_hours
from functions.activities.service.models import (
    BookingOut,
    ConfirmHours,
    EnterHours,
    HoursOut,
    OfferService,
    ServiceOut,
    SlipsOut,
    WithdrawHours,
)
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page

SERVICES, SERVICE = "/v1/activities/services", "/v1/activities/services/<service_id>"
BOOKED = f"{SERVICE}/bookings/<member_id>"

OfMember = Annotated[Id, Query(alias="memberId")]


def offer(caller: Caller, body: Annotated[OfferService, Body()]) -> ServiceOut:
    """Offer a volunteer service with so many places."""
    return offering.offer(caller, body)


def services(
    caller: Caller, organisation_id: OfOrganisation, month: ThisMonth = None, cursor: Cursor = None, limit: Limit = 100
) -> Page[ServiceOut]:
    """The volunteer services that an organisation offers in a month."""
    return offering.offered(caller, organisation_id, month, cursor, limit)


def received(
    caller: Caller, organisation_id: ForWhom = None, month: ThisMonth = None, cursor: Cursor = None, limit: Limit = 100
) -> Page[ServiceOut]:
    """The volunteer services that are for an organisation, or for the caller, in a month."""
    return offering.received(caller, organisation_id, month, cursor, limit)


def show_service(caller: Caller, service_id: Id) -> ServiceOut:
    """One volunteer service."""
    return offering.show(caller, service_id)


def call_off_service(caller: Caller, service_id: Id) -> ServiceOut:
    """Call a volunteer service off."""
    return offering.call_off(caller, service_id)


def book(caller: Caller, service_id: Id) -> BookingOut:
    """Book a place in a volunteer service for oneself."""
    return booking.book(caller, service_id)


def cancel_booking(caller: Caller, service_id: Id, member_id: Id) -> BookingOut:
    """Give a place in a volunteer service back."""
    return booking.cancel(caller, service_id, member_id)


def bookings(caller: Caller, service_id: Id) -> Page[BookingOut]:
    """Who has a place in a volunteer service."""
    return booking.listed(caller, service_id)


def draw_slips(caller: Caller, service_id: Id) -> SlipsOut:
    """Codes for who is helped and has no account."""
    return serving.draw_slips(caller, service_id)


def enter_hours(caller: Caller, service_id: Id, member_id: Id, body: Annotated[EnterHours, Body()]) -> BookingOut:
    """Say how long a member served."""
    return serving.enter(caller, service_id, member_id, body)


def confirm_hours(caller: Caller, service_id: Id, member_id: Id, body: Annotated[ConfirmHours, Body()]) -> BookingOut:
    """Confirm or dispute, as who was helped, how long a member served."""
    return serving.answer(caller, service_id, member_id, body)


def withdraw_hours(caller: Caller, service_id: Id, member_id: Id, body: Annotated[WithdrawHours, Body()]) -> BookingOut:
    """Take a confirmation of hours back."""
    return serving.withdraw(caller, service_id, member_id, body)


def hours(caller: Caller, branch_id: OfBranch, member_id: OfMember, year: ThisYear = None) -> HoursOut:
    """A member's hours of volunteer service in a year, line by line."""
    return service_hours.of_member(caller, branch_id, member_id, year)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post(SERVICES, status_code=201)(offer)
    app.get(SERVICES)(services)
    app.get(f"{SERVICES}/received")(received)
    app.get("/v1/activities/service-hours")(hours)
    app.get(SERVICE)(show_service)
    app.post(f"{SERVICE}/cancel")(call_off_service)
    app.post(f"{SERVICE}/bookings", status_code=201)(book)
    app.get(f"{SERVICE}/bookings")(bookings)
    app.post(f"{BOOKED}/cancel")(cancel_booking)
    app.post(f"{SERVICE}/slips", status_code=201)(draw_slips)
    app.put(f"{BOOKED}/hours")(enter_hours)
    app.post(f"{BOOKED}/confirmation", status_code=201)(confirm_hours)
    app.post(f"{BOOKED}/withdrawal", status_code=201)(withdraw_hours)
