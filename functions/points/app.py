"""The routes of `points`: statements, branch boards, and the rules of the committees."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.points import branch_boards, publishing, statements
from functions.points.models import BranchBoard, PublishRules, RuleSetOut, RuleSetsOut, Season, Statement
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id

app = create_app()


@app.get("/v1/me/points")
def own_statement(caller: Caller, cursor: Cursor = None, limit: Limit = 20) -> Statement:
    """The caller's points, line by line with the evidence."""
    return statements.own(caller, cursor, limit)


@app.get("/v1/points/members/<member_id>")
def statement(caller: Caller, member_id: Id, cursor: Cursor = None, limit: Limit = 20) -> Statement:
    """A member's points, line by line with the evidence."""
    return statements.of_member(caller, member_id, cursor, limit)


@app.get("/v1/points/branches/<branch_id>")
def branch_board(caller: Caller, branch_id: Id, season: Annotated[Season | None, Query()] = None) -> BranchBoard:
    """A branch's live board of a season."""
    return branch_boards.branch_board(caller, branch_id, season)


@app.get("/v1/points/rules")
def rule_sets(caller: Caller, organisation_id: Annotated[Id, Query(alias="organisationId")]) -> RuleSetsOut:
    """The rules in force at an organisation, and those that it published."""
    return publishing.show(caller, organisation_id)


@app.put("/v1/points/rules")
def publish_rules(caller: Caller, body: Annotated[PublishRules, Body()]) -> RuleSetOut:
    """Publish a committee's rules from a day on."""
    return publishing.publish(caller, body)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
