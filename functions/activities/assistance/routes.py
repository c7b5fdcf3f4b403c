"""The routes of assistance and donations."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities.assistance import assisting
from functions.activities.assistance import confirming as assistance_confirming
from functions.activities.assistance.models import (
    AssistanceOut,
    AssistanceSlip,
    ConfirmAssistance,
    OwnAssistanceOut,
    PromiseAssistance,
)
from functions.activities.queries import ForWhom, OfOrganisation, ThisYear
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page

ALL, ONE = "/v1/activities/assistance", "/v1/activities/assistance/<assistance_id>"


def promise(caller: Caller, body: Annotated[PromiseAssistance, Body()]) -> OwnAssistanceOut:
    """Promise money or things to somebody."""
    return assisting.promise(caller, body)


def assistance(
    caller: Caller, organisation_id: OfOrganisation, year: ThisYear = None, cursor: Cursor = None, limit: Limit = 100
) -> Page[AssistanceOut]:
    """What is given through an organisation in a year, without a name."""
    return assisting.listed(caller, organisation_id, year, cursor, limit)


def received_assistance(
    caller: Caller, organisation_id: ForWhom = None, year: ThisYear = None, cursor: Cursor = None, limit: Limit = 100
) -> Page[AssistanceOut]:
    """What is given in a year to an organisation, or to the caller."""
    return assisting.received(caller, organisation_id, year, cursor, limit)


def show_assistance(caller: Caller, assistance_id: Id) -> OwnAssistanceOut:
    """One promise, and who gives and brings it."""
    return assisting.show(caller, assistance_id)


def take_back(caller: Caller, assistance_id: Id) -> OwnAssistanceOut:
    """Take a promise back before it is delivered."""
    return assisting.take_back(caller, assistance_id)


def deliver(caller: Caller, assistance_id: Id) -> OwnAssistanceOut:
    """Say that what was promised was brought."""
    return assisting.deliver(caller, assistance_id)


def draw_slip(caller: Caller, assistance_id: Id) -> AssistanceSlip:
    """A code for who is helped and has no account."""
    return assistance_confirming.draw_slip(caller, assistance_id)


def confirm_assistance(caller: Caller, assistance_id: Id, body: Annotated[ConfirmAssistance, Body()]) -> AssistanceOut:
    """Say, as who is helped, whether it arrived."""
    return assistance_confirming.answer(caller, assistance_id, body)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post(ALL, status_code=201)(promise)
    app.get(ALL)(assistance)
    app.get(f"{ALL}/received")(received_assistance)
    app.get(ONE)(show_assistance)
    app.post(f"{ONE}/cancel")(take_back)
    app.post(f"{ONE}/delivery", status_code=201)(deliver)
    app.post(f"{ONE}/slip", status_code=201)(draw_slip)
    app.post(f"{ONE}/confirmation", status_code=201)(confirm_assistance)
