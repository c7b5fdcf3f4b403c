"""The routes of `organisations`: found, show, list, correct."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.organisations import founding, listing
from functions.organisations.models import ChangeOrganisation, FoundOrganisation, OrganisationOut
from kernel.asking import etag
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id
from kernel.model import Page

app = create_app()


@app.post("/v1/organisations", status_code=201)
def found(caller: Caller, body: Annotated[FoundOrganisation, Body()]) -> OrganisationOut:
    """Found an organisation below its parent, or a root."""
    return founding.found(caller, body)


@app.get("/v1/organisations/<organisation_id>")
def show(caller: Caller, organisation_id: Id) -> Response[OrganisationOut]:
    """One organisation and its version."""
    return _tagged(founding.show(caller, organisation_id))


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
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[OrganisationOut]:
    """What stands below an organisation."""
    return listing.below(caller, organisation_id, deep, cursor, limit)


def _tagged(told: OrganisationOut) -> Response[OrganisationOut]:
    return Response(200, "application/json", told, headers={"ETag": etag(told.version)})


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
