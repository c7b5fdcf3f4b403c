"""HTTP routes of organisational life."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.activities import calling, minuting, photographing, planning, reading, reviewing, signing, submitting
from functions.activities.models import (
    ActivityOut,
    ActivitySummary,
    AttendanceOut,
    CallRoll,
    ChangeActivity,
    CodeOut,
    PlanActivity,
    RollCalled,
    SignIn,
)
from functions.activities.record_models import (
    AnnouncePhoto,
    MinutesOut,
    PhotoOut,
    PhotoUpload,
    QueueItem,
    ReviewActivity,
    ReviewOut,
    WriteMinutes,
)
from kernel.asking import etag
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id
from kernel.model import Page

app = create_app()

BranchId = Annotated[Id, Query(alias="branchId")]
OrganisationId = Annotated[Id, Query(alias="organisationId")]
Month = Annotated[str | None, Query(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


def tagged[T: ActivityOut | MinutesOut](out: T, status: int = 200) -> Response[T]:
    """With the version that a change may name in `If-Match`."""
    return Response(status, "application/json", out, headers={"ETag": etag(out.version)})


@app.post("/v1/activities", status_code=201)
def plan(caller: Caller, body: Annotated[PlanActivity, Body()]) -> Response[ActivityOut]:
    """Plan an activity of a branch."""
    return tagged(planning.plan(caller, body), 201)


@app.get("/v1/activities")
def list_month(
    caller: Caller, branch_id: BranchId, month: Month = None, cursor: Cursor = None, limit: Limit = 100
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


@app.get("/v1/activities/<activity_id>/code")
def code(caller: Caller, activity_id: Id) -> CodeOut:
    """The sign-in code of this moment, for the host's screen."""
    return signing.code(caller, activity_id)


@app.post("/v1/activities/<activity_id>/sign-ins", status_code=201)
def sign_in(caller: Caller, activity_id: Id, body: Annotated[SignIn, Body()]) -> AttendanceOut:
    """Sign in with the code that the host shows; again answers with the same row."""
    return signing.sign_in(caller, activity_id, body)


@app.put("/v1/activities/<activity_id>/attendance")
def call_roll(caller: Caller, activity_id: Id, body: Annotated[CallRoll, Body()]) -> RollCalled:
    """Call the roll: the state of each member named."""
    return calling.call_roll(caller, activity_id, body)


@app.get("/v1/activities/<activity_id>/attendance")
def attendance(caller: Caller, activity_id: Id, cursor: Cursor = None, limit: Limit = 100) -> Page[AttendanceOut]:
    """Who came, by member."""
    return calling.attendance(caller, activity_id, cursor, limit)


@app.post("/v1/activities/<activity_id>/photos", status_code=201)
def announce_photo(caller: Caller, activity_id: Id, body: Annotated[AnnouncePhoto, Body()]) -> PhotoUpload:
    """Announce a photo, and get a form for exactly this file."""
    return photographing.announce(caller, activity_id, body)


@app.get("/v1/activities/<activity_id>/photos")
def photos(caller: Caller, activity_id: Id) -> Page[PhotoOut]:
    """Photos of an activity, with links that last five minutes."""
    return photographing.photos(caller, activity_id)


@app.put("/v1/activities/<activity_id>/minutes")
def write_minutes(caller: Caller, activity_id: Id, body: Annotated[WriteMinutes, Body()]) -> Response[MinutesOut]:
    """Write the minutes, or write them anew."""
    return tagged(minuting.write(caller, activity_id, body))


@app.get("/v1/activities/<activity_id>/minutes")
def minutes(caller: Caller, activity_id: Id) -> Response[MinutesOut]:
    """The minutes of an activity."""
    return tagged(reading.minutes(caller, activity_id))


@app.post("/v1/activities/<activity_id>/submit")
def submit(caller: Caller, activity_id: Id) -> Response[ActivityOut]:
    """Hand the record in for review."""
    return tagged(submitting.submit(caller, activity_id))


@app.post("/v1/activities/<activity_id>/reviews", status_code=201)
def review(caller: Caller, activity_id: Id, body: Annotated[ReviewActivity, Body()]) -> Response[ActivityOut]:
    """Approve a record, or return it with a reason."""
    return tagged(reviewing.review(caller, activity_id, body), 201)


@app.get("/v1/activities/<activity_id>/reviews")
def reviews(caller: Caller, activity_id: Id) -> Page[ReviewOut]:
    """What the committees decided, oldest first."""
    return reading.reviews(caller, activity_id)


@app.get("/v1/reviews")
def queue(
    caller: Caller, organisation_id: OrganisationId, cursor: Cursor = None, limit: Limit = 100
) -> Page[QueueItem]:
    """What waits for a committee's review, longest waiting first."""
    return reviewing.queue(caller, organisation_id, cursor, limit)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
