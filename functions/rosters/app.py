"""Routes of rosters."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.rosters import applying, effects, mapping, reading, steering, uploading
from functions.rosters.mapping_models import MapColumns, MappingOut, SaveMapping
from functions.rosters.models import BranchOut, Download, Outcome, RosterCreated, RosterOut, RowOut, UploadRoster
from kernel.asking import etag
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id, OrganisationId
from kernel.model import Page
from kernel.rows import Kind, Phase

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


@app.get("/v1/rosters/mappings")
def saved(
    caller: Caller,
    organisation_id: Annotated[OrganisationId, Query(alias="organisationId")],
    kind: Annotated[Kind, Query()],
) -> Response[MappingOut]:
    """What a committee calls the columns of its rosters."""
    return _tagged(*mapping.known(caller, organisation_id, kind))


@app.put("/v1/rosters/mappings")
def save(caller: Caller, body: Annotated[SaveMapping, Body()]) -> Response[MappingOut]:
    """State what a committee calls the columns of its rosters; it is used from the next upload on."""
    return _tagged(*mapping.save(caller, body))


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


@app.put("/v1/rosters/<roster_id>/mapping", status_code=202)
def tell(caller: Caller, roster_id: Id, body: Annotated[MapColumns, Body()]) -> RosterOut:
    """Tell what the columns of a file are; it is read anew."""
    return mapping.tell(caller, roster_id, body)


@app.get("/v1/rosters/<roster_id>/branches")
def branches(caller: Caller, roster_id: Id, cursor: Cursor = None) -> Page[BranchOut]:
    """What a roster does to the number of members of each branch."""
    return effects.branches(caller, roster_id, cursor)


@app.get("/v1/rosters/<roster_id>/errors")
def errors(caller: Caller, roster_id: Id) -> Download:
    """A link to the error file."""
    return reading.errors(caller, roster_id)


@app.post("/v1/rosters/<roster_id>/apply", status_code=202)
def apply(caller: Caller, roster_id: Id) -> RosterOut:
    """Apply a previewed roster."""
    return applying.start(caller, roster_id)


@app.post("/v1/rosters/<roster_id>/pause", status_code=202)
def pause(caller: Caller, roster_id: Id) -> RosterOut:
    """Hold a roster that is being applied or taken back."""
    return steering.pause(caller, roster_id)


@app.post("/v1/rosters/<roster_id>/resume", status_code=202)
def resume(caller: Caller, roster_id: Id) -> RosterOut:
    """Let a roster go on that was paused or got stuck."""
    return steering.resume(caller, roster_id)


@app.post("/v1/rosters/<roster_id>/cancellation", status_code=202)
def cancel(caller: Caller, roster_id: Id) -> RosterOut:
    """Apply nothing more of a roster."""
    return steering.cancel(caller, roster_id)


@app.post("/v1/rosters/<roster_id>/undo", status_code=202)
def undo(caller: Caller, roster_id: Id) -> RosterOut:
    """Take back what a roster did."""
    return steering.undo(caller, roster_id)


def _tagged(told: MappingOut, version: int) -> Response[MappingOut]:
    return Response(200, "application/json", told, headers={"ETag": etag(version)})


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
