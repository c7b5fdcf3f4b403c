"""The routes of `organisations`: found, show, list, correct."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.organisations import (
    closing,
    covering,
    founding,
    history,
    leadership_reading,
    leading,
    listing,
    mapping,
    moving,
    placing,
)
from functions.organisations.change_models import DissolveOrganisation, MergeOrganisation, MoveOrganisation
from functions.organisations.datum import Datum
from functions.organisations.leadership_models import Appoint, HoldElection, LeadershipOut, SetTerm, Vacate
from functions.organisations.models import ChangeOrganisation, ChangeOut, FoundOrganisation, OrganisationOut
from functions.organisations.place_models import (
    CentreOut,
    CoverageOut,
    MapOut,
    Of,
    PositionOut,
    SetCentre,
    SetPosition,
)
from kernel.asking import etag
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id
from kernel.model import Day, Page

AsOf = Annotated[Day | None, Query(alias="asOf", description="As it was on this day")]

app = create_app()


@app.post("/v1/organisations", status_code=201)
def found(caller: Caller, body: Annotated[FoundOrganisation, Body()]) -> OrganisationOut:
    """Found an organisation below its parent, or a root."""
    return founding.found(caller, body)


@app.get("/v1/organisations/<organisation_id>")
def show(caller: Caller, organisation_id: Id, as_of: AsOf = None) -> Response[OrganisationOut]:
    """One organisation and its version, now or as of a day."""
    return _tagged(founding.show(caller, organisation_id, as_of))


@app.patch("/v1/organisations/<organisation_id>")
def change(
    caller: Caller, organisation_id: Id, body: Annotated[ChangeOrganisation, Body()]
) -> Response[OrganisationOut]:
    """Correct facts of an organisation."""
    return _tagged(founding.change(caller, organisation_id, body))


@app.get("/v1/organisations/<organisation_id>/children")
def below(
    caller: Caller,
    organisation_id: Id,
    deep: Annotated[bool, Query(description="The whole subtree, in the order of its paths")] = False,
    as_of: AsOf = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[OrganisationOut]:
    """What stands below an organisation, now or as of a day."""
    return listing.below(caller, organisation_id, deep=deep, cursor=cursor, limit=limit, as_of=as_of)


@app.get("/v1/organisations/<organisation_id>/history")
def past(caller: Caller, organisation_id: Id, cursor: Cursor = None, limit: Limit = 50) -> Page[ChangeOut]:
    """Every state of an organisation, the latest first: who recorded it, when, and from which day it holds."""
    return history.past(caller, organisation_id, cursor, limit)


@app.post("/v1/organisations/<organisation_id>/moves", status_code=201)
def move(caller: Caller, organisation_id: Id, body: Annotated[MoveOrganisation, Body()]) -> OrganisationOut:
    """Move an organisation, with all below it, below another parent."""
    return moving.move(caller, organisation_id, body)


@app.post("/v1/organisations/<organisation_id>/mergers", status_code=201)
def merge(caller: Caller, organisation_id: Id, body: Annotated[MergeOrganisation, Body()]) -> OrganisationOut:
    """Close an organisation into another, which takes its members."""
    return closing.merge(caller, organisation_id, body)


@app.post("/v1/organisations/<organisation_id>/dissolution", status_code=201)
def dissolve(caller: Caller, organisation_id: Id, body: Annotated[DissolveOrganisation, Body()]) -> OrganisationOut:
    """Close an organisation that has nobody and nothing below it."""
    return closing.dissolve(caller, organisation_id, body)


@app.get("/v1/organisations/<organisation_id>/leadership")
def leadership(caller: Caller, organisation_id: Id, as_of: AsOf = None) -> LeadershipOut:
    """Who holds the posts, today or as of a day, what is vacant, and the term of office."""
    return leadership_reading.show(caller, organisation_id, as_of)


@app.post("/v1/organisations/<organisation_id>/leadership/elections", status_code=201)
def elect(caller: Caller, organisation_id: Id, body: Annotated[HoldElection, Body()]) -> LeadershipOut:
    """Record an election or a by-election."""
    return leading.elect(caller, organisation_id, body)


@app.post("/v1/organisations/<organisation_id>/leadership/appointments", status_code=201)
def appoint(caller: Caller, organisation_id: Id, body: Annotated[Appoint, Body()]) -> LeadershipOut:
    """Record an appointment by the level above."""
    return leading.appoint(caller, organisation_id, body)


@app.post("/v1/organisations/<organisation_id>/leadership/vacancies", status_code=201)
def vacate(caller: Caller, organisation_id: Id, body: Annotated[Vacate, Body()]) -> LeadershipOut:
    """Record that a holder left a post."""
    return leading.vacate(caller, organisation_id, body)


@app.put("/v1/organisations/<organisation_id>/term")
def set_term(caller: Caller, organisation_id: Id, body: Annotated[SetTerm, Body()]) -> LeadershipOut:
    """Set or extend the term of office."""
    return leading.set_term(caller, organisation_id, body)


@app.put("/v1/organisations/<organisation_id>/position")
def position(caller: Caller, organisation_id: Id, body: Annotated[SetPosition, Body()]) -> PositionOut:
    """Say where an organisation is."""
    return placing.set_position(caller, organisation_id, body)


@app.post("/v1/organisations/<organisation_id>/centres", status_code=201)
def open_centre(caller: Caller, organisation_id: Id, body: Annotated[SetCentre, Body()]) -> CentreOut:
    """Open a service centre."""
    return placing.open_centre(caller, organisation_id, body)


@app.put("/v1/organisations/<organisation_id>/centres/<centre_id>")
def change_centre(caller: Caller, organisation_id: Id, centre_id: Id, body: Annotated[SetCentre, Body()]) -> CentreOut:
    """Replace what is said of a service centre."""
    return placing.change_centre(caller, organisation_id, centre_id, body)


@app.delete("/v1/organisations/<organisation_id>/centres/<centre_id>")
def close_centre(caller: Caller, organisation_id: Id, centre_id: Id) -> CentreOut:
    """Take a service centre off the list."""
    return placing.close_centre(caller, organisation_id, centre_id)


@app.get("/v1/organisations/<organisation_id>/map")
def show_map(
    caller: Caller,
    organisation_id: Id,
    datum: Annotated[Datum, Query(description="The datum of the degrees")] = "wgs84",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> MapOut:
    """Positions and service centres of a subtree as GeoJSON, with the freshness of each."""
    return mapping.show(caller, organisation_id, datum, cursor, limit)


@app.get("/v1/organisations/<organisation_id>/coverage")
def coverage(
    caller: Caller,
    organisation_id: Id,
    of: Annotated[Of, Query(description="What should be there")],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> CoverageOut:
    """How many of those that should have something have it, and which have not."""
    return covering.show(caller, organisation_id, of, cursor, limit)


def _tagged(told: OrganisationOut) -> Response[OrganisationOut]:
    return Response(200, "application/json", told, headers={"ETag": etag(told.version)})


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
