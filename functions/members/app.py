"""The routes of dossiers: lists, masked dossiers, corrections. This function can open nothing that is sealed."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.members import (
    attaching,
    correcting,
    leaving,
    moving,
    past,
    proposal_reading,
    provenance,
    reading,
    withdrawing,
)
from functions.members.attaching_models import Attach, AttachedOut
from functions.members.dossier_models import DifferencesOut, FactsChangeOut, FieldsOut, Verify
from functions.members.models import CorrectMember, DossierOut, MemberOut, RevealedOut
from functions.members.proposal_models import ProposalLine, ProposalOut
from functions.members.standing_models import Depart, EndCorrectionTerm, Move, Reinstate, SetCorrectionTerm, Suspend
from kernel.asking import etag
from kernel.errors import Invalid
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Day, Page

app = create_app()

Branch = Annotated[OrganisationId | None, Query(alias="branchId", description="The home branch")]
Beside = Annotated[OrganisationId | None, Query(alias="attachedTo", description="An organisation beside the home")]
Committee = Annotated[OrganisationId, Query(alias="organisationId", description="All that is below it, and itself")]
Left = Annotated[Literal["LEFT"] | None, Query(description="LEFT: who left from the branch, instead of its roll")]
AsOf = Annotated[Day | None, Query(alias="asOf", description="The facts at the end of this day")]
Since = Annotated[Day, Query(alias="from", description="The facts at the end of this day")]
Until = Annotated[Day, Query(alias="to", description="against those at the end of this one")]


@app.get("/v1/members")
def list_members(
    caller: Caller,
    branch_id: Branch = None,
    attached_to: Beside = None,
    state: Left = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MemberOut]:
    """The members of a branch, or those who take part in an organisation beside their home; plain facts alone."""
    if attached_to and not branch_id and not state:
        return attaching.attached(caller, attached_to, cursor, limit)
    if attached_to or not branch_id:
        raise Invalid(fields=[{"field": "query.branchId", "code": "one_place"}])
    return reading.of_branch(caller, branch_id, cursor, limit, left=state == "LEFT")


@app.get("/v1/members/<member_id>")
def read_member(caller: Caller, member_id: MemberId, as_of: AsOf = None) -> Response[DossierOut]:
    """A member's dossier, masked: the present one with its ETag, or that of a past day."""
    if as_of:
        return Response(200, "application/json", past.dossier(caller, member_id, as_of))
    return _versioned(*reading.dossier(caller, member_id))


@app.get("/v1/members/<member_id>/differences")
def list_differences(caller: Caller, member_id: MemberId, since: Since, until: Until) -> DifferencesOut:
    """The facts of a dossier that differ between two days; sealed ones masked."""
    return past.differences(caller, member_id, since, until)


@app.get("/v1/members/<member_id>/history")
def list_changes(caller: Caller, member_id: MemberId, cursor: Cursor = None, limit: Limit = 50) -> Page[FactsChangeOut]:
    """Every change of a dossier, the latest first: who, when, from which source, and what it took the place of."""
    return past.changes(caller, member_id, cursor, limit)


@app.get("/v1/members/<member_id>/fields")
def list_fields(caller: Caller, member_id: MemberId) -> FieldsOut:
    """Every fact of a dossier with its source, and who checked it when."""
    return provenance.fields(caller, member_id)


@app.post("/v1/members/<member_id>/verifications", status_code=201)
def vouch(caller: Caller, member_id: MemberId, body: Annotated[Verify, Body()]) -> FieldsOut:
    """Put on record that the caller checked facts; nobody checks their own word."""
    return provenance.vouch(caller, member_id, body)


@app.patch("/v1/members/<member_id>")
def correct_member(caller: Caller, member_id: MemberId, body: Annotated[CorrectMember, Body()]) -> Response[DossierOut]:
    """Correct plain facts of a member."""
    return _versioned(*correcting.correct(caller, member_id, body))


@app.post("/v1/members/<member_id>/departure")
def end_membership(caller: Caller, member_id: MemberId, body: Annotated[Depart, Body()]) -> Response[DossierOut]:
    """End a membership, with the reason and the day."""
    return _versioned(*leaving.depart(caller, member_id, body))


@app.post("/v1/members/<member_id>/suspension")
def suspend_membership(caller: Caller, member_id: MemberId, body: Annotated[Suspend, Body()]) -> Response[DossierOut]:
    """Suspend a membership; the member stays on the roll."""
    return _versioned(*leaving.suspend(caller, member_id, body))


@app.post("/v1/members/<member_id>/reinstatement")
def reinstate(caller: Caller, member_id: MemberId, body: Annotated[Reinstate, Body()]) -> Response[DossierOut]:
    """End a suspension, or take a departure back."""
    return _versioned(*leaving.reinstate(caller, member_id, body))


@app.put("/v1/members/<member_id>/term")
def set_term(caller: Caller, member_id: MemberId, body: Annotated[SetCorrectionTerm, Body()]) -> Response[DossierOut]:
    """Give a member a term to correct themselves."""
    return _versioned(*leaving.set_term(caller, member_id, body))


@app.post("/v1/members/<member_id>/term/end")
def end_term(caller: Caller, member_id: MemberId, body: Annotated[EndCorrectionTerm, Body()]) -> Response[DossierOut]:
    """Say what became of the term."""
    return _versioned(*leaving.end_term(caller, member_id, body))


@app.post("/v1/members/<member_id>/moves")
def move(caller: Caller, member_id: MemberId, body: Annotated[Move, Body()]) -> Response[DossierOut]:
    """Give a member another home branch; a committee above both may."""
    return _versioned(*moving.move_home(caller, member_id, body))


@app.post("/v1/members/<member_id>/attachments", status_code=201)
def attach(caller: Caller, member_id: MemberId, body: Annotated[Attach, Body()]) -> AttachedOut:
    """Let a member take part in a second organisation; home and vote stay where they are."""
    return attaching.attach(caller, member_id, body)


@app.delete("/v1/members/<member_id>/attachments/<organisation_id>")
def detach(caller: Caller, member_id: MemberId, organisation_id: OrganisationId) -> AttachedOut:
    """End a member's part in a second organisation."""
    return attaching.detach(caller, member_id, organisation_id)


@app.get("/v1/proposals")
def list_proposals(
    caller: Caller, organisation_id: Committee, cursor: Cursor = None, limit: Limit = 50
) -> Page[ProposalLine]:
    """The changes of dossiers that wait for a decision in an organisation's subtree, the earliest due first."""
    return proposal_reading.of_committee(caller, organisation_id, cursor, limit)


@app.get("/v1/proposals/<proposal_id>")
def read_proposal(caller: Caller, proposal_id: Id) -> ProposalOut:
    """One proposal, with only what differs."""
    return proposal_reading.read(caller, proposal_id)


@app.post("/v1/proposals/<proposal_id>/withdrawal")
def withdraw_proposal(caller: Caller, proposal_id: Id) -> ProposalOut:
    """Take a proposal back before it is decided."""
    return withdrawing.withdraw(caller, proposal_id)


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
