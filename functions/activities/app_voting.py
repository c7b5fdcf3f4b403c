"""The route that takes votes: a function of its own, whose role may put a vote and read none."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities.ballots import voting
from functions.activities.ballots.models import CastVote, Receipt
from kernel.http import Caller, create_app, serve
from kernel.ids import Id

app = create_app(keeps_answers=False)


@app.post("/v1/activities/<activity_id>/ballots/<ballot_id>/votes", status_code=201)
def vote(caller: Caller, activity_id: Id, ballot_id: Id, body: Annotated[CastVote, Body()]) -> Receipt:
    """Vote once, in secret."""
    return voting.vote(caller, activity_id, ballot_id, body)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
