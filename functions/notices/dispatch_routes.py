"""The routes of dispatches and of what branches are burdened with."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.notices import (
    burden_reading,
    dispatch_ordering,
    dispatch_previewing,
    dispatch_retracting,
    dispatch_status,
    dispatch_unread,
    preview_asking,
    reminder_ordering,
)
from functions.notices.dispatch_left import What
from functions.notices.dispatch_models import (
    BurdenOut,
    DispatchOut,
    OrderDispatch,
    PlanDispatch,
    PreviewOut,
    RemindDispatch,
    RemindedOut,
    RetractDispatch,
    StatusOut,
    UnreadOut,
)
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id, OrganisationId
from kernel.model import Page

Below = Annotated[OrganisationId | None, Query(alias="organisationId", description="At or below the sender")]
Branch = Annotated[OrganisationId, Query(alias="organisationId", description="A branch")]
Missing = Annotated[What, Query(description="Who has not opened it, or not done what it asks")]
Month = Annotated[
    str | None, Query(description="`2026-11`; this month if none", pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")
]


def order(caller: Caller, body: Annotated[OrderDispatch, Body()]) -> DispatchOut:
    """Send a notice to a subtree, to whoever a kept search finds, or to a list."""
    return dispatch_ordering.order(caller, body)


def preview(caller: Caller, body: Annotated[PlanDispatch, Body()]) -> PreviewOut:
    """Whom it would reach, which branches it would load above their budget, what it would cost."""
    return dispatch_previewing.preview(caller, body)


def counted(caller: Caller, preview_id: Id) -> PreviewOut:
    """What is counted so far of a preview that could not be told at once."""
    return preview_asking.show(caller, preview_id)


def status(
    caller: Caller, dispatch_id: Id, organisation_id: Below = None, cursor: Cursor = None, limit: Limit = 50
) -> StatusOut:
    """To how many it came, who opened it, who did what it asks."""
    return dispatch_status.status(caller, dispatch_id, organisation_id, cursor, limit)


def unread(
    caller: Caller, dispatch_id: Id, organisation_id: Branch, what: Missing = "opened", cursor: Cursor = None
) -> Page[UnreadOut]:
    """The members of a branch who have not opened it, or not done what it asks."""
    return dispatch_unread.unread(caller, dispatch_id, organisation_id, what, cursor)


def remind(caller: Caller, dispatch_id: Id, body: Annotated[RemindDispatch, Body()]) -> RemindedOut:
    """Remind all of these, once a day."""
    return reminder_ordering.remind(caller, dispatch_id, body)


def retract(caller: Caller, dispatch_id: Id, body: Annotated[RetractDispatch, Body()]) -> DispatchOut:
    """Take it back, in every inbox."""
    return dispatch_retracting.retract(caller, dispatch_id, body)


def burden(caller: Caller, organisation_id: OrganisationId, month: Month = None) -> BurdenOut:
    """What was asked of a branch in a month, or of all branches of a committee."""
    return burden_reading.burden(caller, organisation_id, month)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post("/v1/dispatches", status_code=202)(order)
    app.post("/v1/dispatches/preview")(preview)
    app.get("/v1/dispatches/previews/<preview_id>")(counted)
    app.get("/v1/dispatches/<dispatch_id>")(status)
    app.get("/v1/dispatches/<dispatch_id>/unread")(unread)
    app.post("/v1/dispatches/<dispatch_id>/reminders", status_code=202)(remind)
    app.post("/v1/dispatches/<dispatch_id>/retraction")(retract)
    app.get("/v1/organisations/<organisation_id>/burden")(burden)
