"""The routes by which a person knows, copies and corrects what is kept of them. It opens what is sealed."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.members import answering, exporting, requesting
from functions.members.correction_models import (
    AnswerCorrection,
    AskCorrection,
    CorrectionItemsOut,
    CorrectionOut,
    WishesOut,
)
from functions.members.rights_models import ExportOut
from kernel.errors import Malformed
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id, OrganisationId
from kernel.model import Page

app = create_app()

Home = Annotated[OrganisationId | None, Query(alias="branchId", description="The home branch")]
Committee = Annotated[OrganisationId | None, Query(alias="organisationId", description="A county or below")]


@app.post("/v1/me/export")
def export(caller: Caller) -> ExportOut:
    """A copy of everything that is kept about the caller, sealed facts in full."""
    return exporting.export(caller)


@app.post("/v1/me/corrections", status_code=201)
def ask(caller: Caller, body: Annotated[AskCorrection, Body()]) -> CorrectionOut:
    """Ask for facts of one's own dossier to be put right."""
    return requesting.ask(caller, body)


@app.get("/v1/me/corrections")
def list_own(caller: Caller) -> Page[CorrectionOut]:
    """The caller's requests, the latest first."""
    return requesting.own(caller)


@app.get("/v1/corrections")
def list_waiting(
    caller: Caller, branch_id: Home = None, organisation_id: Committee = None, cursor: Cursor = None, limit: Limit = 50
) -> Page[CorrectionOut]:
    """What waits for an answer at a branch, or below a committee. One of the two is named."""
    if branch_id and not organisation_id:
        return answering.of_branch(caller, branch_id, cursor, limit)
    if organisation_id and not branch_id:
        return answering.of_committee(caller, organisation_id, cursor, limit)
    raise Malformed(field="branchId")


@app.get("/v1/corrections/<request_id>")
def read_correction(caller: Caller, request_id: Id) -> CorrectionItemsOut:
    """A request with what it asks for, masked where it is sealed."""
    return answering.one(caller, request_id)


@app.post("/v1/corrections/<request_id>/reveal")
def reveal_correction(caller: Caller, request_id: Id) -> WishesOut:
    """What a request asks for, in full and on the record."""
    return answering.reveal(caller, request_id)


@app.post("/v1/corrections/<request_id>/answer", status_code=201)
def answer(caller: Caller, request_id: Id, body: Annotated[AnswerCorrection, Body()]) -> CorrectionOut:
    """Accept a request, which is then carried out, or refuse it for a reason."""
    return answering.answer(caller, request_id, body)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
