"""The routes of dossiers: lists, masked dossiers, corrections. This function can open nothing that is sealed."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.members import correcting, reading
from functions.members.models import CorrectMember, DossierOut, MemberOut, RevealedOut
from kernel.asking import etag
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import MemberId, OrganisationId
from kernel.model import Page

app = create_app()

Branch = Annotated[OrganisationId, Query(alias="branchId", description="The home branch")]


@app.get("/v1/members")
def list_members(caller: Caller, branch_id: Branch, cursor: Cursor = None, limit: Limit = 50) -> Page[MemberOut]:
    """The members of a branch, with plain facts alone."""
    return reading.of_branch(caller, branch_id, cursor, limit)


@app.get("/v1/members/<member_id>")
def read_member(caller: Caller, member_id: MemberId) -> Response[DossierOut]:
    """A member's dossier, masked."""
    return _versioned(*reading.dossier(caller, member_id))


@app.patch("/v1/members/<member_id>")
def correct_member(caller: Caller, member_id: MemberId, body: Annotated[CorrectMember, Body()]) -> Response[DossierOut]:
    """Correct plain facts of a member."""
    return _versioned(*correcting.correct(caller, member_id, body))


@app.get("/v1/me/dossier")
def read_own(caller: Caller) -> Response[DossierOut]:
    """The caller's own dossier, masked."""
    return _versioned(*reading.own_dossier(caller))


@app.get("/v1/me/dossier/reveals")
def list_own_reveals(caller: Caller, cursor: Cursor = None, limit: Limit = 50) -> Page[RevealedOut]:
    """Who was shown sealed data of the caller, and what for."""
    return reading.own_reveals(caller, cursor, limit)


def _versioned(dossier: DossierOut, version: int) -> Response[DossierOut]:
    return Response(200, "application/json", dossier, headers={"ETag": etag(version)})


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
