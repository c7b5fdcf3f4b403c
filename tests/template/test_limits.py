"""What is deployed keeps the rules for who gets how much, and each rule notices a breach."""

import copy
from collections.abc import Callable

import pytest

from tests.template import limits
from tests.template.house import Complaints, Template
from tests.template.test_gates import broken
from tests.template.transformed import transformed

Rule = Callable[[Template], Complaints]
STAGE, OWN = ("ApiStage", "Properties"), ("ApiStage", "Properties", "RouteSettings")


def without_a_pace() -> Template:
    made = copy.deepcopy(transformed())
    del made["Parameters"]["AccountRate"]
    return made


VIOLATIONS: list[tuple[Rule, Template, str]] = [
    (
        limits.open_routes_have_limits_of_their_own,
        broken(*OWN, "GET /v1/health"),
        "anybody may flood GET /v1/health",
    ),
    (
        limits.open_routes_have_limits_of_their_own,
        broken(*OWN, "GET /v1/public/centres", "ThrottlingBurstLimit", value=20),
        "those without a token take all of OrganisationsPublic",
    ),
    (
        limits.open_routes_have_limits_of_their_own,
        broken(*OWN, "POST /v1/public/receipts/{channel}", "ThrottlingRateLimit", value=500),
        "POST /v1/public/receipts/{channel} lets in more than NoticesReceipts answers",
    ),
    (
        limits.limits_are_of_routes_that_are_there,
        broken("ApiStage", "DependsOn", value=["HealthRoute"]),
        "ApiStage limits GET /v1/public/centres too soon",
    ),
    (limits.an_account_has_a_pace, without_a_pace(), "by itself no account is slowed down"),
    (
        limits.an_account_has_a_pace,
        broken("PointsApi", "Properties", "Environment", "Variables", "ACCOUNT_RATE"),
        "PointsApi knows no pace",
    ),
    (
        limits.a_loud_county_leaves_room,
        broken("ActivitiesApi", "Properties", "ReservedConcurrentExecutions", value=10),
        "one county takes all of ActivitiesApi",
    ),
    (
        limits.a_loud_county_leaves_room,
        broken(*STAGE, "DefaultRouteSettings", "ThrottlingRateLimit", value=20),
        "ApiStage lets in one county alone",
    ),
    (
        limits.the_account_has_workers_left,
        broken("PointsApi", "Properties", "ReservedConcurrentExecutions", value=400),
        "functions reserve more than the account has",
    ),
    (
        limits.the_account_has_workers_left,
        broken("PointsOnNightly", "Properties", "ReservedConcurrentExecutions"),
        "PointsOnNightly takes the workers of others",
    ),
]


@pytest.mark.parametrize("rule", limits.RULES, ids=lambda rule: rule.__name__)
def test_what_is_deployed_keeps_the_rule(rule: Rule) -> None:
    assert list(rule(transformed())) == []


@pytest.mark.parametrize(("rule", "wrong", "complaint"), VIOLATIONS, ids=[c for _, _, c in VIOLATIONS])
def test_a_breach_is_named(rule: Rule, wrong: Template, complaint: str) -> None:
    assert complaint in list(rule(wrong))


def test_every_rule_is_shown_to_notice_a_breach() -> None:
    assert {rule for rule, _, _ in VIOLATIONS} == set(limits.RULES)
