"""The routes of reminder runs."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.notices import asking
from functions.notices.reminder_models import ReminderRun, StartReminders
from kernel.http import Caller


def run(caller: Caller, body: Annotated[StartReminders, Body()]) -> ReminderRun:
    """Start a county's reminder run by hand."""
    return asking.run(caller, body)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post("/v1/reminders/runs", status_code=202)(run)
