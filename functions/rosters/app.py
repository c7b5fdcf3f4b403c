"""Routes of rosters."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.rosters import applying, reading, uploading
from functions.rosters.models import Download, Outcome, RosterCreated, RosterOut, RowOut, UploadRoster
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id, OrganisationId
from kernel.model import Page
from kernel.rows import Phase

app = create_app()


@app.post("/v1/rosters", status_code=201)
def announce(caller: Caller, body: Annotated[UploadRoster, Body()]) -> RosterCreated:
    """Announce a roster, and get a form for exactly this file."""
    return uploading.announce(caller, body)


@app.get("/v1/rosters")
def listed(
    caller: Caller,
    organisation_id: Annotated[OrganisationId, Query(alias="organisationId")],
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[RosterOut]:
    """The rosters announced for an organisation, the latest first."""
    return reading.listed(caller, organisation_id, cursor, limit)


@app.get("/v1/rosters/<roster_id>")
def show(caller: Caller, roster_id: Id) -> RosterOut:
    """Where a roster stands."""
    return reading.shown(reading.seen(caller, roster_id))


@app.get("/v1/rosters/<roster_id>/rows")
def rows(
    caller: Caller,
    roster_id: Id,
    outcome: Annotated[Outcome | None, Query()] = None,
    phase: Annotated[Phase | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[RowOut]:
    """What each row would do, or did."""
    return reading.rows(caller, roster_id, outcome, phase, cursor, limit)


@app.get("/v1/rosters/<roster_id>/errors")
def errors(caller: Caller, roster_id: Id) -> Download:
    """A link to the error file."""
    return reading.errors(caller, roster_id)


@app.post("/v1/rosters/<roster_id>/apply", status_code=202)
def apply(caller: Caller, roster_id: Id) -> RosterOut:
    """Apply a previewed roster."""
    return applying.start(caller, roster_id)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
