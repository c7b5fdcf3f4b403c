"""Service centres for anybody, without a token. This function reads the tree and the centres, and no account."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.organisations import mapping
from functions.organisations.datum import Datum
from functions.organisations.place_models import CentreOut, CentreSummary
from kernel.http import Cursor, Limit, create_app, serve
from kernel.ids import Id
from kernel.model import Page

InDatum = Annotated[Datum, Query(description="The datum of the degrees")]

app = create_app()


@app.get("/v1/public/centres")
def centres(
    organisation_id: Annotated[Id, Query(alias="organisationId")],
    datum: InDatum = "wgs84",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CentreSummary]:
    """The service centres of an organisation and of all below it."""
    return mapping.centres(organisation_id, datum, cursor, limit)


@app.get("/v1/public/centres/<centre_id>")
def centre(centre_id: Id, datum: InDatum = "wgs84") -> CentreOut:
    """One centre, its services and their items."""
    return mapping.centre(centre_id, datum)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
