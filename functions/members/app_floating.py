"""The routes of members who are away. It opens one sealed class, P2, to put the place in, and shows none of it."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.members import certifying, contacting, floating_reading, registering, returning, tracing_routes
from functions.members.floating_models import (
    CertificateOut,
    ChangeFloating,
    CheckCertificate,
    EndedOut,
    EndFloating,
    FloatingOut,
    IssueCertificate,
    NoteContact,
    Number,
    RegisterFloating,
    ReturnCertificate,
)
from kernel.asking import etag
from kernel.errors import Malformed
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import MemberId, OrganisationId
from kernel.model import Page

app = create_app()
tracing_routes.add_to(app)

Home = Annotated[OrganisationId | None, Query(alias="branchId", description="The home branch")]
Host = Annotated[OrganisationId | None, Query(alias="hostBranchId", description="The floating branch")]
Committee = Annotated[OrganisationId | None, Query(alias="organisationId", description="A county or below")]
Register = Annotated[OrganisationId, Query(alias="organisationId", description="A county or below")]


@app.post("/v1/members/<member_id>/floating", status_code=201)
def register(caller: Caller, member_id: MemberId, body: Annotated[RegisterFloating, Body()]) -> Response[FloatingOut]:
    """Register a member who goes away, or complete what a roster said."""
    return _versioned(*registering.register(caller, member_id, body), status=201)


@app.get("/v1/members/<member_id>/floating")
def read_absence(caller: Caller, member_id: MemberId) -> Response[FloatingOut]:
    """Where a member is registered, and when they must be heard of again."""
    return _versioned(*floating_reading.one(caller, member_id))


@app.patch("/v1/members/<member_id>/floating")
def change(caller: Caller, member_id: MemberId, body: Annotated[ChangeFloating, Body()]) -> Response[FloatingOut]:
    """Change what is known of the absence."""
    return _versioned(*registering.change(caller, member_id, body))


@app.delete("/v1/members/<member_id>/floating")
def withdraw_absence(caller: Caller, member_id: MemberId) -> EndedOut:
    """Take back a registration that was a mistake."""
    return returning.withdraw(caller, member_id)


@app.post("/v1/members/<member_id>/floating/return", status_code=201)
def come_back(caller: Caller, member_id: MemberId, body: Annotated[EndFloating, Body()]) -> EndedOut:
    """The member is back, or was transferred."""
    return returning.come_back(caller, member_id, body)


@app.post("/v1/members/<member_id>/floating/contacts", status_code=201)
def note_contact(caller: Caller, member_id: MemberId, body: Annotated[NoteContact, Body()]) -> Response[FloatingOut]:
    """The contact person heard of the member."""
    return _versioned(*contacting.heard_of(caller, member_id, body), status=201)


@app.get("/v1/me/floating")
def read_own_absence(caller: Caller) -> Response[FloatingOut]:
    """The caller's own registration."""
    return _versioned(*floating_reading.own(caller))


@app.post("/v1/me/floating/contacts", status_code=201)
def report(caller: Caller, body: Annotated[NoteContact, Body()]) -> Response[FloatingOut]:
    """The caller, who is away, reports."""
    return _versioned(*contacting.reports(caller, body), status=201)


@app.get("/v1/floating")
def list_floating(
    caller: Caller,
    branch_id: Home = None,
    host_branch_id: Host = None,
    organisation_id: Committee = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[FloatingOut]:
    """Who is away: of a branch, at a floating branch, or below a committee. One of the three is named."""
    if branch_id and not (host_branch_id or organisation_id):
        return floating_reading.of_branch(caller, branch_id, cursor, limit)
    if host_branch_id and not (branch_id or organisation_id):
        return floating_reading.of_host(caller, host_branch_id, cursor, limit)
    if organisation_id and not (branch_id or host_branch_id):
        return floating_reading.of_committee(caller, organisation_id, cursor, limit)
    raise Malformed(field="branchId")


@app.post("/v1/members/<member_id>/floating/certificate", status_code=201)
def issue_certificate(caller: Caller, member_id: MemberId, body: Annotated[IssueCertificate, Body()]) -> CertificateOut:
    """Issue a certificate under the county's next number."""
    return certifying.issue(caller, member_id, body)


@app.get("/v1/floating/certificates")
def list_certificates(
    caller: Caller, organisation_id: Register, cursor: Cursor = None, limit: Limit = 50
) -> Page[CertificateOut]:
    """The register of certificates of a county, or of a committee below it."""
    return certifying.of_committee(caller, organisation_id, cursor, limit)


@app.post("/v1/floating/certificates/<number>/checks", status_code=201)
def check_certificate(caller: Caller, number: Number, body: Annotated[CheckCertificate, Body()]) -> CertificateOut:
    """Note the yearly check."""
    return certifying.check(caller, number, body)


@app.post("/v1/floating/certificates/<number>/return", status_code=201)
def return_certificate(caller: Caller, number: Number, body: Annotated[ReturnCertificate, Body()]) -> CertificateOut:
    """Note that the certificate came back."""
    return certifying.give_back(caller, number, body)


def _versioned(found: FloatingOut, version: int, status: int = 200) -> Response[FloatingOut]:
    return Response(status, "application/json", found, headers={"ETag": etag(version)})


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
