"""The routes of `points`: statements, branch boards, and the rules of the committees."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.points import (
    awarding,
    branch_boards,
    disputing,
    earning,
    exempting,
    group_boards,
    publishing,
    statements,
    trying,
)
from functions.points.award_models import AwardOut, AwardPage, DecideAward, ProposeAward
from functions.points.dispute_models import DisputeLine, DisputeOut, DisputePage, RuleOnDispute
from functions.points.exemption_models import EndExemption, ExemptionOut, ExemptionPage, RecordExemption
from functions.points.group_models import GroupBoard, GroupsBoard
from functions.points.models import BranchBoard, Opportunities, Season, Statement
from functions.points.rule_models import PublishRules, ReadyMadeSets, RuleSetOut, RuleSetsOut
from functions.points.simulation_models import SimulateRules, SimulationOut
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id

app = create_app()


@app.get("/v1/me/points")
def own_statement(caller: Caller, cursor: Cursor = None, limit: Limit = 20) -> Statement:
    """The caller's points, line by line with the evidence."""
    return statements.own(caller, cursor, limit)


@app.get("/v1/points/members/<member_id>")
def statement(caller: Caller, member_id: Id, cursor: Cursor = None, limit: Limit = 20) -> Statement:
    """A member's points, line by line with the evidence."""
    return statements.of_member(caller, member_id, cursor, limit)


@app.get("/v1/points/opportunities")
def opportunities(caller: Caller) -> Opportunities:
    """What would give the caller more, by the rules in force."""
    return earning.opportunities(caller)


@app.get("/v1/points/branches/<branch_id>")
def branch_board(caller: Caller, branch_id: Id, season: Annotated[Season | None, Query()] = None) -> BranchBoard:
    """A branch's live board of a season."""
    return branch_boards.branch_board(caller, branch_id, season)


@app.get("/v1/points/branches/<branch_id>/groups")
def groups_board(caller: Caller, branch_id: Id, season: Annotated[Season | None, Query()] = None) -> GroupsBoard:
    """The live board of a branch's Party groups."""
    return group_boards.of_branch(caller, branch_id, season)


@app.get("/v1/points/groups/<group_id>")
def group_board(caller: Caller, group_id: Id, season: Annotated[Season | None, Query()] = None) -> GroupBoard:
    """The live board of a Party group's members."""
    return group_boards.of_group(caller, group_id, season)


@app.get("/v1/points/rules")
def rule_sets(caller: Caller, organisation_id: Annotated[Id, Query(alias="organisationId")]) -> RuleSetsOut:
    """The rules in force at an organisation, and those that it published."""
    return publishing.show(caller, organisation_id)


@app.put("/v1/points/rules")
def publish_rules(caller: Caller, body: Annotated[PublishRules, Body()]) -> RuleSetOut:
    """Publish a committee's rules from a day on."""
    return publishing.publish(caller, body)


@app.get("/v1/points/rule-sets")
def ready_made_sets(caller: Caller) -> ReadyMadeSets:
    """The sets of rules that a committee can start from."""
    return publishing.start_from(caller)


@app.post("/v1/points/simulations", status_code=201)
def simulate_rules(caller: Caller, body: Annotated[SimulateRules, Body()]) -> SimulationOut:
    """Try rules on what was counted before."""
    return trying.simulate(caller, body)


@app.get("/v1/points/simulations/<simulation_id>")
def simulation(caller: Caller, simulation_id: Id) -> SimulationOut:
    """What a trial of rules found."""
    return trying.show(caller, simulation_id)


@app.post("/v1/points/disputes", status_code=201)
def dispute(caller: Caller, body: Annotated[DisputeLine, Body()]) -> DisputeOut:
    """Say what is wrong with a line of the caller's own statement."""
    return disputing.dispute(caller, body)


@app.get("/v1/points/disputes")
def disputes(
    caller: Caller,
    organisation_id: Annotated[Id, Query(alias="organisationId")],
    cursor: Cursor = None,
    limit: Limit = 20,
) -> DisputePage:
    """The disputes that went to a committee."""
    return disputing.of_committee(caller, organisation_id, cursor, limit)


@app.get("/v1/points/disputes/own")
def own_disputes(caller: Caller) -> DisputePage:
    """The caller's own disputes, and what was ruled."""
    return disputing.own(caller)


@app.post("/v1/points/disputes/<dispute_id>/ruling", status_code=201)
def rule_on_dispute(caller: Caller, dispute_id: Id, body: Annotated[RuleOnDispute, Body()]) -> DisputeOut:
    """Uphold or dismiss a dispute, with a reason."""
    return disputing.rule(caller, dispute_id, body)


@app.post("/v1/points/awards", status_code=201)
def propose_award(caller: Caller, body: Annotated[ProposeAward, Body()]) -> AwardOut:
    """Propose an item of the rules for a member or a branch."""
    return awarding.propose(caller, body)


@app.get("/v1/points/awards")
def awards(
    caller: Caller, branch_id: Annotated[Id, Query(alias="branchId")], cursor: Cursor = None, limit: Limit = 20
) -> AwardPage:
    """The awards of a branch."""
    return awarding.of_branch(caller, branch_id, cursor, limit)


@app.get("/v1/points/awards/<award_id>")
def award(caller: Caller, award_id: Id, branch_id: Annotated[Id, Query(alias="branchId")]) -> AwardOut:
    """What a line of an award rests on."""
    return awarding.show(caller, award_id, branch_id)


@app.post("/v1/points/awards/<award_id>/decision", status_code=201)
def decide_award(caller: Caller, award_id: Id, body: Annotated[DecideAward, Body()]) -> AwardOut:
    """Confirm or refuse what another person proposed."""
    return awarding.decide(caller, award_id, body)


@app.post("/v1/points/exemptions", status_code=201)
def record_exemption(caller: Caller, body: Annotated[RecordExemption, Body()]) -> ExemptionOut:
    """Record that a member of a branch is exempt from the counting."""
    return exempting.record(caller, body)


@app.get("/v1/points/exemptions")
def exemptions(
    caller: Caller, branch_id: Annotated[Id, Query(alias="branchId")], cursor: Cursor = None, limit: Limit = 20
) -> ExemptionPage:
    """Who of a branch is or was exempt."""
    return exempting.of_branch(caller, branch_id, cursor, limit)


@app.get("/v1/points/exemptions/own")
def own_exemptions(caller: Caller) -> ExemptionPage:
    """The caller's own exemptions."""
    return exempting.own(caller)


@app.post("/v1/points/exemptions/<exemption_id>/end", status_code=201)
def end_exemption(caller: Caller, exemption_id: Id, body: Annotated[EndExemption, Body()]) -> ExemptionOut:
    """End an exemption sooner than was recorded."""
    return exempting.end(caller, exemption_id, body)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
