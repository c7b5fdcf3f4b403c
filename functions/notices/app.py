"""Routes of notices: `/v1/me/notices`, `/v1/reminders/runs`."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.notices import asking, inbox
from functions.notices.models import NoticeOut, ReminderRun, StartReminders
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id
from kernel.model import Page

app = create_app()


@app.get("/v1/me/notices")
def notices(caller: Caller, cursor: Cursor = None, limit: Limit = 50) -> Page[NoticeOut]:
    """The caller's notices and those of the offices held, newest first."""
    return inbox.notices(caller, cursor, limit)


@app.post("/v1/me/notices/<notice_id>/read")
def read(caller: Caller, notice_id: Id) -> NoticeOut:
    """Mark a notice as read."""
    return inbox.read(caller, notice_id)


@app.post("/v1/reminders/runs", status_code=202)
def run(caller: Caller, body: Annotated[StartReminders, Body()]) -> ReminderRun:
    """Start a county's reminder run by hand."""
    return asking.run(caller, body)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
