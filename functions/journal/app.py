"""Routes of the record: `/v1/journal`."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.journal import reading, receipts
from functions.journal.models import EntryOut, KeyOut, ReceiptOut
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id
from kernel.model import Page

app = create_app()

Year = Annotated[int | None, Query(description="Of China; the present one unless given", ge=2000, le=9999)]
Order = Annotated[reading.Order, Query(description="By place in the chain")]


@app.get("/v1/journal/seals/key")
def key(caller: Caller) -> KeyOut:
    """The public key that verifies every seal."""
    return reading.key(caller)


@app.get("/v1/journal/entries/<event_id>/receipt")
def receipt(caller: Caller, event_id: Id) -> ReceiptOut:
    """The entry of an event, with its proof as far as it is sealed."""
    return receipts.receipt(caller, event_id)


@app.get("/v1/journal/unplaced")
def unplaced(
    caller: Caller, year: Year = None, order: Order = "newest", cursor: Cursor = None, limit: Limit = 50
) -> Page[EntryOut]:
    """The record of acts that belong to no organisation: bindings refused because they proved nobody."""
    return reading.unplaced(caller, year, order, cursor, limit)


@app.get("/v1/journal/<organisation_id>")
def entries(
    caller: Caller,
    organisation_id: Id,
    year: Year = None,
    order: Order = "newest",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[EntryOut]:
    """The record of an organisation, year by year."""
    return reading.entries(caller, organisation_id, year, order, cursor, limit)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
