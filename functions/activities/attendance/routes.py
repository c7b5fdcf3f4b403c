"""The routes of attendance: the code, sign-ins, peers, lists, the roll call, guests, and what is attended elsewhere."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities.attendance import calling, confirming, guesting, listing, signing, visiting
from functions.activities.attendance.guest_models import CountGuests, GuestsOut
from functions.activities.attendance.models import (
    AttendanceOut,
    CallRoll,
    CodeOut,
    Confirmed,
    ConfirmPresence,
    OnlineListed,
    OwnSignIn,
    RollCalled,
    SendOnlineList,
    SignIn,
    VisitOut,
)
from functions.activities.queries import OfBranch, OfMonth
from functions.activities.tagged import tagged
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page


def code(caller: Caller, activity_id: Id) -> CodeOut:
    """The sign-in code of this moment, for the host's screen."""
    return signing.code(caller, activity_id)


def sign_in(caller: Caller, activity_id: Id, body: Annotated[SignIn, Body()]) -> AttendanceOut:
    """Sign in with the code that the host shows; again answers with the same row."""
    return signing.sign_in(caller, activity_id, body)


def own_sign_in(caller: Caller, activity_id: Id) -> OwnSignIn:
    """When and how one signs in, and the caller's own row with its confidence and reasons."""
    return signing.own(caller, activity_id)


def call_roll(caller: Caller, activity_id: Id, body: Annotated[CallRoll, Body()]) -> RollCalled:
    """Call the roll: the state of each member named."""
    return calling.call_roll(caller, activity_id, body)


def attendance(caller: Caller, activity_id: Id, cursor: Cursor = None, limit: Limit = 100) -> Page[AttendanceOut]:
    """Who came, by member."""
    return calling.attendance(caller, activity_id, cursor, limit)


def confirm(caller: Caller, activity_id: Id, body: Annotated[ConfirmPresence, Body()]) -> Confirmed:
    """Say that one has seen another member there."""
    return confirming.confirm(caller, activity_id, body)


def list_online(caller: Caller, activity_id: Id, body: Annotated[SendOnlineList, Body()]) -> OnlineListed:
    """Send in the list of an online meeting: who stayed long enough was present."""
    return listing.take(caller, activity_id, body)


def count_guests(caller: Caller, activity_id: Id, body: Annotated[CountGuests, Body()]) -> Response[GuestsOut]:
    """Say how many observers and guests came, and from where."""
    return tagged(guesting.count(caller, activity_id, body))


def guests(caller: Caller, activity_id: Id) -> Response[GuestsOut]:
    """How many observers and guests came, and from where."""
    return tagged(guesting.shown(caller, activity_id))


def visits(
    caller: Caller, branch_id: OfBranch, month: OfMonth = None, cursor: Cursor = None, limit: Limit = 100
) -> Page[VisitOut]:
    """What members of a branch attended elsewhere in a month."""
    return visiting.visits(caller, branch_id, month, cursor, limit)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/activities/<activity_id>/code")(code)
    app.post("/v1/activities/<activity_id>/sign-ins", status_code=201)(sign_in)
    app.get("/v1/activities/<activity_id>/sign-ins/own")(own_sign_in)
    app.put("/v1/activities/<activity_id>/attendance")(call_roll)
    app.get("/v1/activities/<activity_id>/attendance")(attendance)
    app.post("/v1/activities/<activity_id>/confirmations", status_code=201)(confirm)
    app.put("/v1/activities/<activity_id>/online-attendance")(list_online)
    app.put("/v1/activities/<activity_id>/guests")(count_guests)
    app.get("/v1/activities/<activity_id>/guests")(guests)
    app.get("/v1/activities/visits")(visits)
