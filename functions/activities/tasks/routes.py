"""The routes of tasks."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.activities.queries import OfBranch
from functions.activities.tasks import burdens as task_burdens
from functions.activities.tasks import closing
from functions.activities.tasks.models import CloseTask, ListedState, TaskId, TaskOut, TasksBurdenOut
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page

InState = Annotated[ListedState, Query(description="Overdue: open, and its day is over")]


def tasks(
    caller: Caller, branch_id: OfBranch, state: InState = "open", cursor: Cursor = None, limit: Limit = 100
) -> Page[TaskOut]:
    """What the meetings of a branch decided to do."""
    return closing.listed(caller, branch_id, state, cursor, limit)


def burden(caller: Caller, activity_id: Id) -> TasksBurdenOut:
    """What the tasks of a committee's meeting would ask of branches, against their budgets of the month."""
    return task_burdens.show(caller, activity_id)


def close(caller: Caller, activity_id: Id, task_id: TaskId, body: Annotated[CloseTask, Body()]) -> TaskOut:
    """Close a task with what shows that it was done."""
    return closing.close(caller, activity_id, task_id, body)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/activities/tasks")(tasks)
    app.get("/v1/activities/<activity_id>/tasks/burden")(burden)
    app.post("/v1/activities/<activity_id>/tasks/<task_id>/closing")(close)
