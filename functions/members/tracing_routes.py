"""The routes of members whom nobody can reach, served by the function of those who are away."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.members import tracing, tracing_reading
from functions.members.tracing_models import (
    CloseCase,
    LostCaseClosedOut,
    LostCaseOut,
    LostCaseWithAttemptsOut,
    NameOwner,
    NoteAttempt,
    OpenCase,
    ProposeRemoval,
    SuspendLost,
)
from kernel.errors import Malformed
from kernel.http import Caller, Cursor, Limit
from kernel.ids import MemberId, OrganisationId
from kernel.model import Page

Home = Annotated[OrganisationId | None, Query(alias="branchId", description="The home branch")]
Committee = Annotated[OrganisationId | None, Query(alias="organisationId", description="A county or below")]


def open_case(caller: Caller, member_id: MemberId, body: Annotated[OpenCase, Body()]) -> LostCaseOut:
    """Touch with a member is lost: a case with an owner."""
    return tracing.open_case(caller, member_id, body)


def read_case(caller: Caller, member_id: MemberId) -> LostCaseWithAttemptsOut:
    """The open case, and what was tried."""
    return tracing_reading.one(caller, member_id)


def name_owner(caller: Caller, member_id: MemberId, body: Annotated[NameOwner, Body()]) -> LostCaseOut:
    """Somebody else looks for the member from now on."""
    return tracing.name_owner(caller, member_id, body)


def note_attempt(caller: Caller, member_id: MemberId, body: Annotated[NoteAttempt, Body()]) -> LostCaseOut:
    """Somebody tried to reach the member."""
    return tracing.note_attempt(caller, member_id, body)


def found(caller: Caller, member_id: MemberId, body: Annotated[CloseCase, Body()]) -> LostCaseClosedOut:
    """The member was found."""
    return tracing.close_found(caller, member_id, body)


def suspend(caller: Caller, member_id: MemberId, body: Annotated[SuspendLost, Body()]) -> LostCaseOut:
    """Suspend the membership, six months after touch was lost."""
    return tracing.suspend(caller, member_id, body)


def propose_removal(caller: Caller, member_id: MemberId, body: Annotated[ProposeRemoval, Body()]) -> LostCaseOut:
    """Propose the removal, two years after the suspension; a committee decides on it by the route of departures."""
    return tracing.propose_removal(caller, member_id, body)


def list_cases(
    caller: Caller, branch_id: Home = None, organisation_id: Committee = None, cursor: Cursor = None, limit: Limit = 50
) -> Page[LostCaseOut]:
    """The open cases of a branch, or below a committee. One of the two is named."""
    if branch_id and not organisation_id:
        return tracing_reading.of_branch(caller, branch_id, cursor, limit)
    if organisation_id and not branch_id:
        return tracing_reading.of_committee(caller, organisation_id, cursor, limit)
    raise Malformed(field="branchId")


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post("/v1/members/<member_id>/lost-contact", status_code=201)(open_case)
    app.get("/v1/members/<member_id>/lost-contact")(read_case)
    app.put("/v1/members/<member_id>/lost-contact/owner")(name_owner)
    app.post("/v1/members/<member_id>/lost-contact/attempts", status_code=201)(note_attempt)
    app.post("/v1/members/<member_id>/lost-contact/found", status_code=201)(found)
    app.post("/v1/members/<member_id>/lost-contact/suspension", status_code=201)(suspend)
    app.post("/v1/members/<member_id>/lost-contact/removal", status_code=201)(propose_removal)
    app.get("/v1/lost-contacts")(list_cases)
