"""The routes of talks."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.activities.queries import OfBranch, OfYear, ThisYear
from functions.activities.tagged import tagged
from functions.activities.talks import talking
from functions.activities.talks.models import NameTalk, RecordTalk, SetCommittee, TalksOut
from kernel.http import Caller
from kernel.ids import Id

TALKS = "/v1/activities/talks"
OfOne = Annotated[Id | None, Query(alias="memberId", description="Only this member's; everybody's, if none is named")]


def talks(caller: Caller, branch_id: OfBranch, year: ThisYear = None, member_id: OfOne = None) -> Response[TalksOut]:
    """The talks of a branch's year, and those that it still lacks."""
    return tagged(talking.show(caller, branch_id, year, member_id))


def set_committee(
    caller: Caller, branch_id: OfBranch, year: OfYear, body: Annotated[SetCommittee, Body()]
) -> Response[TalksOut]:
    """Say who belongs to the committee of a branch, whose members talk with each other and with everybody."""
    return tagged(talking.set_committee(caller, branch_id, year, body))


def record_talk(caller: Caller, body: Annotated[RecordTalk, Body()]) -> Response[TalksOut]:
    """Record that two members talked."""
    return tagged(talking.record(caller, body), 201)


def withdraw_talk(caller: Caller, body: Annotated[NameTalk, Body()]) -> Response[TalksOut]:
    """Take a talk back that was recorded by mistake."""
    return tagged(talking.withdraw(caller, body))


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get(TALKS)(talks)
    app.put(f"{TALKS}/committee")(set_committee)
    app.post(TALKS, status_code=201)(record_talk)
    app.post(f"{TALKS}/withdrawal")(withdraw_talk)
