"""The routes of `ranking`: a member's own standing, boards, and runs by hand."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.ranking import boards, standing, starting
from functions.ranking.models import Of, RankingPage, RankingRun, StandingOut, StartRanking
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id

app = create_app()


@app.get("/v1/me/standing")
def own_standing(caller: Caller) -> StandingOut:
    """The caller's points now, and rank and list at every level as of the last run."""
    return standing.standing(caller)


@app.post("/v1/rankings/runs", status_code=202)
def start_run(caller: Caller, body: Annotated[StartRanking, Body()]) -> RankingRun:
    """Start a county's ranking by hand."""
    return starting.start(caller, body)


@app.get("/v1/rankings/runs/<run_id>")
def show_run(caller: Caller, run_id: Id) -> RankingRun:
    """How far a run has come."""
    return starting.show(caller, run_id)


@app.get("/v1/rankings/<organisation_id>")
def board(
    caller: Caller, organisation_id: Id, of: Of = "members", cursor: Cursor = None, limit: Limit = 20
) -> RankingPage:
    """The best members of an organisation, or the organisations below it by average."""
    return boards.board(caller, organisation_id, of, cursor, limit)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
