"""What a person does about the own notices: `/v1/me/notices`."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Header

from functions.notices import inbox, inbox_acts, message_reading, preference_routes
from functions.notices.message_models import MessageOut
from functions.notices.models import CountsOut, NoticeOut
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id
from kernel.model import Page

app = create_app()
preference_routes.add_to(app)

Accepted = Annotated[str | None, Header(alias="Accept-Language", description="Unless preferences name a language")]


@app.get("/v1/me/notices")
def notices(caller: Caller, accepted: Accepted = None, cursor: Cursor = None, limit: Limit = 50) -> Page[NoticeOut]:
    """The caller's notices and those of the offices held: of two boxes a page, newest first, then of the next two."""
    return inbox.notices(caller, accepted, cursor, limit)


@app.get("/v1/me/notices/counts")
def counts(caller: Caller, cursor: Cursor = None) -> CountsOut:
    """How many wait in two of the caller's boxes: unread, undone, urgent. The next two follow."""
    return inbox.counts(caller, cursor)


@app.get("/v1/me/notices/messages")
def messages(caller: Caller, cursor: Cursor = None, limit: Limit = 50) -> Page[MessageOut]:
    """What went out of the house to the caller, by which channel, and what became of it."""
    return message_reading.own(caller, cursor, limit)


@app.post("/v1/me/notices/<notice_id>/read")
def read(caller: Caller, notice_id: Id, accepted: Accepted = None) -> NoticeOut:
    """Mark a notice as read."""
    return inbox_acts.read(caller, notice_id, accepted)


@app.post("/v1/me/notices/<notice_id>/done")
def done(caller: Caller, notice_id: Id, accepted: Accepted = None) -> NoticeOut:
    """Mark what a notice asks as done."""
    return inbox_acts.done(caller, notice_id, accepted)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
