"""The routes of `ranking`: a member's own standing, boards, and runs by hand."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from functions.ranking import (
    appealing,
    archive,
    banding,
    boards,
    charting,
    checklist_routes,
    choosing_weekly,
    standing,
    starting,
)
from functions.ranking.appeal_models import AppealList, AppealOut, AppealPage, RuleOnAppeal
from functions.ranking.band_models import BandsOut, SetBands
from functions.ranking.history_models import MemberHistory, OrganisationHistory
from functions.ranking.models import Of, RankingPage, RankingRun, StandingOut, StartRanking
from functions.ranking.season_models import ClosedSeasons, Season, SeasonStanding
from functions.ranking.weekly_models import ChooseWeekly, WeeklyOut
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
    caller: Caller,
    organisation_id: Id,
    of: Of = "members",
    season: Annotated[Season | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> RankingPage:
    """The best members of an organisation, or the organisations below it by average, of now or of a closed season."""
    return boards.board(caller, organisation_id, of, season, cursor, limit)


@app.get("/v1/rankings/<organisation_id>/seasons")
def closed_seasons(caller: Caller, organisation_id: Id) -> ClosedSeasons:
    """The seasons of an organisation's county that are closed, with the hashes of their snapshots."""
    return archive.closed(caller, organisation_id)


@app.get("/v1/rankings/history/own")
def own_history(caller: Caller, branch_id: Annotated[Id | None, Query(alias="branchId")] = None) -> MemberHistory:
    """The caller's points and ranks over the closed seasons."""
    return charting.own(caller, branch_id)


@app.get("/v1/rankings/weekly/own")
def weekly(caller: Caller) -> WeeklyOut:
    """Whether the caller is told each week how their ranks changed."""
    return choosing_weekly.show(caller)


@app.put("/v1/rankings/weekly/own")
def choose_weekly(caller: Caller, body: Annotated[ChooseWeekly, Body()]) -> WeeklyOut:
    """Ask to be told each week how the caller's ranks changed, or no longer."""
    return choosing_weekly.choose(caller, body.wanted)


@app.get("/v1/rankings/<organisation_id>/history")
def history(caller: Caller, organisation_id: Id) -> OrganisationHistory:
    """Points and rank of an organisation over the closed seasons."""
    return charting.of_organisation(caller, organisation_id)


@app.get("/v1/rankings/seasons/<season>")
def own_season(caller: Caller, season: Annotated[Season, Path()]) -> SeasonStanding:
    """What the caller had in a closed season, and the ranks that it gave."""
    return archive.own(caller, season)


@app.get("/v1/rankings/<organisation_id>/bands")
def bands(caller: Caller, organisation_id: Id) -> BandsOut:
    """The thresholds of the lists that an organisation has set."""
    return banding.show(caller, organisation_id)


@app.put("/v1/rankings/<organisation_id>/bands")
def set_bands(caller: Caller, organisation_id: Id, body: Annotated[SetBands, Body()]) -> BandsOut:
    """Set the thresholds of the lists for a subtree, from a day on."""
    return banding.change(caller, organisation_id, body)


@app.post("/v1/rankings/appeals", status_code=201)
def appeal(caller: Caller, body: Annotated[AppealList, Body()]) -> AppealOut:
    """Say why the list that an organisation puts the caller on is not right."""
    return appealing.appeal(caller, body)


@app.get("/v1/rankings/<organisation_id>/appeals")
def appeals(caller: Caller, organisation_id: Id, cursor: Cursor = None, limit: Limit = 20) -> AppealPage:
    """Appeals against the lists of an organisation."""
    return appealing.listed(caller, organisation_id, cursor, limit)


@app.get("/v1/rankings/<organisation_id>/appeals/<appeal_id>")
def show_appeal(caller: Caller, organisation_id: Id, appeal_id: Id) -> AppealOut:
    """One appeal, with what was ruled."""
    return appealing.show(caller, organisation_id, appeal_id)


@app.post("/v1/rankings/<organisation_id>/appeals/<appeal_id>/ruling")
def rule_on_appeal(
    caller: Caller, organisation_id: Id, appeal_id: Id, body: Annotated[RuleOnAppeal, Body()]
) -> AppealOut:
    """Rule on an appeal: another list for the season, or none."""
    return appealing.rule(caller, organisation_id, appeal_id, body)


checklist_routes.add_to(app)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
