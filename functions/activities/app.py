"""HTTP routes of organisational life."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities import reading
from functions.activities.models import (
    ActivityOut,
    ActivitySummary,
    ChangeActivity,
    PlanActivity,
)
from functions.activities.photos import photographing
from functions.activities.photos.models import (
    AnnouncePhoto,
    PhotoOut,
    PhotoUpload,
)
from functions.activities.plans import planning
from functions.activities.queries import OfBranch, OfMonth
from functions.activities.reviews import submitting
from functions.activities.tagged import tagged
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id
from kernel.model import Page

GROUPS = {
    "appraisals.routes": ["appraisals"],
    "assistance.routes": ["assistance"],
    "attendance.routes": [
        "attendance",
        "code",
        "confirmations",
        "guests",
        "online-attendance",
        "sign-ins",
        "visits",
    ],
    "ballots.routes": ["ballots"],
    "bundles.routes": ["bundles"],
    "devices.routes": ["devices"],
    "disputes.routes": ["attendance", "disputes"],
    "invitations.routes": ["calendar.ics", "groups", "replies", "reply"],
    "ledger.routes": ["ledger"],
    "minutes.routes": ["minutes"],
    "reviews.routes": ["reviews", "withdrawal"],
    "service.routes": ["service-hours", "services"],
    "stars.routes": ["stars"],
    "talks.routes": ["talks"],
    "tasks.routes": ["tasks"],
    "templates.routes": ["templates"],
    "year_plan.routes": ["year-plan"],
}
"""Modules with routes that few requests need, and the steps of their paths."""

app = create_app()
app.group("functions.activities", GROUPS)


@app.post("/v1/activities", status_code=201)
def plan(caller: Caller, body: Annotated[PlanActivity, Body()]) -> Response[ActivityOut]:
    """Plan an activity of a branch."""
    return tagged(planning.plan(caller, body), 201)


@app.get("/v1/activities")
def list_month(
    caller: Caller, branch_id: OfBranch, month: OfMonth = None, cursor: Cursor = None, limit: Limit = 100
) -> Page[ActivitySummary]:
    """A branch's activities of a month, in the order of their start."""
    return reading.month(caller, branch_id, month, cursor, limit)


@app.get("/v1/activities/<activity_id>")
def show(caller: Caller, activity_id: Id) -> Response[ActivityOut]:
    """One activity, its state and its version."""
    return tagged(reading.show(caller, activity_id))


@app.patch("/v1/activities/<activity_id>")
def change(caller: Caller, activity_id: Id, body: Annotated[ChangeActivity, Body()]) -> Response[ActivityOut]:
    """Change a plan before it starts, or mend a returned record."""
    return tagged(planning.change(caller, activity_id, body))


@app.post("/v1/activities/<activity_id>/cancel")
def cancel(caller: Caller, activity_id: Id) -> Response[ActivityOut]:
    """Cancel what is still planned."""
    return tagged(planning.cancel(caller, activity_id))


@app.post("/v1/activities/<activity_id>/photos", status_code=201)
def announce_photo(caller: Caller, activity_id: Id, body: Annotated[AnnouncePhoto, Body()]) -> PhotoUpload:
    """Announce a photo, and get a form for exactly this file."""
    return photographing.announce(caller, activity_id, body)


@app.get("/v1/activities/<activity_id>/photos")
def photos(caller: Caller, activity_id: Id) -> Page[PhotoOut]:
    """Photos of an activity, with links that last five minutes."""
    return photographing.photos(caller, activity_id)


@app.post("/v1/activities/<activity_id>/submit")
def submit(caller: Caller, activity_id: Id) -> Response[ActivityOut]:
    """Hand the record in for review."""
    return tagged(submitting.submit(caller, activity_id))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
