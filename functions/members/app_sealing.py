"""The routes that change what is sealed: a function of its own, since it opens and seals; it answers with masks."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.members import deciding, proposing, sealing
from functions.members.models import DossierOut
from functions.members.proposal_models import DecideProposal, ProposalOut, Propose
from functions.members.sealed_models import CorrectSealed
from kernel.asking import etag
from kernel.http import Caller, create_app, serve
from kernel.ids import Id, MemberId

app = create_app()


@app.patch("/v1/members/<member_id>/sealed")
def correct_sealed(caller: Caller, member_id: MemberId, body: Annotated[CorrectSealed, Body()]) -> Response[DossierOut]:
    """Correct sealed facts of a member; the answer shows masks alone."""
    dossier, version = sealing.correct(caller, member_id, body)
    return Response(200, "application/json", dossier, headers={"ETag": etag(version)})


@app.post("/v1/members/<member_id>/proposals", status_code=201)
def propose(caller: Caller, member_id: MemberId, body: Annotated[Propose, Body()]) -> ProposalOut:
    """Propose a change of a dossier to the level above; sealed facts stay sealed while it waits."""
    return proposing.propose(caller, member_id, body)


@app.post("/v1/proposals/<proposal_id>/decision")
def decide_proposal(caller: Caller, proposal_id: Id, body: Annotated[DecideProposal, Body()]) -> ProposalOut:
    """Accept a proposal, which carries it out, or return it with a reason."""
    return deciding.decide(caller, proposal_id, body)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
