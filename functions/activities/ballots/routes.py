"""The routes of ballots but one: votes are taken by a function of its own (`app_voting`)."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities.ballots import balloting, counting
from functions.activities.ballots import reading as ballot_reading
from functions.activities.ballots.models import BallotOut, BallotSummary, OpenBallot
from functions.activities.tagged import tagged
from kernel.http import Caller
from kernel.ids import Id
from kernel.model import Page


def open_ballot(caller: Caller, activity_id: Id, body: Annotated[OpenBallot, Body()]) -> Response[BallotOut]:
    """Put a question or candidates to a secret vote."""
    return tagged(balloting.open_one(caller, activity_id, body), 201)


def list_ballots(caller: Caller, activity_id: Id) -> Page[BallotSummary]:
    """The ballots of an activity."""
    return ballot_reading.listed(caller, activity_id)


def show_ballot(caller: Caller, activity_id: Id, ballot_id: Id) -> Response[BallotOut]:
    """A ballot, and once it is counted every vote."""
    return tagged(ballot_reading.show(caller, activity_id, ballot_id))


def close_ballot(caller: Caller, activity_id: Id, ballot_id: Id) -> Response[BallotOut]:
    """End the voting."""
    return tagged(balloting.close(caller, activity_id, ballot_id))


def count_ballot(caller: Caller, activity_id: Id, ballot_id: Id) -> Response[BallotOut]:
    """Count a closed ballot, and publish its votes."""
    return tagged(counting.count(caller, activity_id, ballot_id))


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post("/v1/activities/<activity_id>/ballots", status_code=201)(open_ballot)
    app.get("/v1/activities/<activity_id>/ballots")(list_ballots)
    app.get("/v1/activities/<activity_id>/ballots/<ballot_id>")(show_ballot)
    app.post("/v1/activities/<activity_id>/ballots/<ballot_id>/closing")(close_ballot)
    app.post("/v1/activities/<activity_id>/ballots/<ballot_id>/count")(count_ballot)
