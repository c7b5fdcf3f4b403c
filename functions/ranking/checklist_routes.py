"""The routes of task completion: boards, a branch's lines, and rulings on them."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from functions.ranking import checklist_boards, checklist_lines, checklist_ruling
from functions.ranking.checklist_models import (
    LineId,
    RuleOnLine,
    TaskBoard,
    TaskLine,
    TaskLines,
    TaskPeriod,
    TasksOf,
)
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id

InPeriod = Annotated[TaskPeriod | None, Query(description="2026, 2026-Q4 or 2026-11; this month, if none is named")]


def tasks(
    caller: Caller,
    organisation_id: Id,
    period: InPeriod = None,
    of: TasksOf = "branches",
    cursor: Cursor = None,
    limit: Limit = 20,
) -> TaskBoard:
    """How far the branches below an organisation are with what they owe, or its committees with theirs."""
    return checklist_boards.board(caller, organisation_id, period, of, cursor, limit)


def task_lines(caller: Caller, organisation_id: Id, period: InPeriod = None) -> TaskLines:
    """The checklist of a branch, line by line."""
    return checklist_lines.show(caller, organisation_id, period)


def rule_on_line(
    caller: Caller, organisation_id: Id, line_id: Annotated[LineId, Path()], body: Annotated[RuleOnLine, Body()]
) -> TaskLine:
    """Excuse a line of a branch's checklist, say that it does not apply, or take that back."""
    return checklist_ruling.rule(caller, organisation_id, line_id, body)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/rankings/<organisation_id>/tasks")(tasks)
    app.get("/v1/rankings/<organisation_id>/tasks/lines")(task_lines)
    app.post("/v1/rankings/<organisation_id>/tasks/lines/<line_id>/ruling")(rule_on_line)
