"""The routes of who is meant and who comes: groups, answers, the calendar file."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse

from functions.activities.invitations import calendaring, replying
from functions.activities.invitations.calendar_rules import CONTENT_TYPE
from functions.activities.invitations.reply_models import ReplyOut, SetReply
from functions.activities.queries import OfBranch
from functions.activities.roll import grouping
from functions.activities.roll.group_models import GroupsOut, SetGroup
from functions.activities.tagged import tagged
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page

FILE: OpenAPIResponse = {
    "description": "An iCalendar file",
    "content": {CONTENT_TYPE.partition(";")[0]: {"schema": {"type": "string"}}},
}


def groups(caller: Caller, branch_id: OfBranch) -> Response[GroupsOut]:
    """The Party groups of a branch, and who belongs to them."""
    return tagged(grouping.show(caller, branch_id))


def set_group(caller: Caller, group_id: Id, body: Annotated[SetGroup, Body()]) -> Response[GroupsOut]:
    """Say who belongs to a Party group."""
    return tagged(grouping.write(caller, group_id, body))


def answer(caller: Caller, activity_id: Id, body: Annotated[SetReply, Body()]) -> ReplyOut:
    """Answer an invitation: coming, or leave with a reason."""
    return replying.write(caller, activity_id, body)


def own_answer(caller: Caller, activity_id: Id) -> ReplyOut:
    """The caller's own answer."""
    return replying.show(caller, activity_id)


def answers(caller: Caller, activity_id: Id, cursor: Cursor = None, limit: Limit = 100) -> Page[ReplyOut]:
    """Who comes and who does not, by member."""
    return replying.answers(caller, activity_id, cursor, limit)


def calendar_file(caller: Caller, activity_id: Id) -> Response[str]:
    """The activity for a calendar: an iCalendar file."""
    named = {"Content-Disposition": f'attachment; filename="{activity_id}.ics"'}
    return Response(200, CONTENT_TYPE, calendaring.file(caller, activity_id), headers=named)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/activities/groups")(groups)
    app.put("/v1/activities/groups/<group_id>")(set_group)
    app.put("/v1/activities/<activity_id>/reply")(answer)
    app.get("/v1/activities/<activity_id>/reply")(own_answer)
    app.get("/v1/activities/<activity_id>/replies")(answers)
    app.get("/v1/activities/<activity_id>/calendar.ics", responses={200: FILE})(calendar_file)
