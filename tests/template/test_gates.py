"""What CloudFormation gets keeps the rules for who gets in and what can be opened, and each rule notices a breach."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.template import gates, house, sources
from tests.template.house import Complaints, Template, of_type
from tests.template.test_house import VIOLATIONS as WRITTEN
from tests.template.transformed import transformed

Rule = Callable[[Template], Complaints]


def broken(*path: str, value: Any = None) -> Template:
    """The template with the value at the path replaced, put there, or taken away."""
    made = copy.deepcopy(transformed())
    at: Any = made["Resources"]
    for step in path[:-1]:
        at = at[int(step) if isinstance(at, list) else step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return made


def with_one_more(kind: str, **properties: Any) -> Template:
    return broken("More", value={"Type": f"AWS::{kind}", "Properties": properties})


def may(action: str, resource: str) -> list[dict[str, Any]]:
    return [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": [action], "Resource": {"Ref": resource}}]}}]


API, STAGE = ("PointsApi", "Properties"), ("ApiStage", "Properties")
ROLE = ("PointsApiRole", "Properties")
VIOLATIONS: list[tuple[Rule, Template, str]] = [
    (
        gates.the_gateway_limits_and_logs_calls,
        broken(*STAGE, "DefaultRouteSettings", "ThrottlingRateLimit"),
        "ApiStage states no ThrottlingRateLimit",
    ),
    (
        gates.the_gateway_limits_and_logs_calls,
        broken(*STAGE, "DefaultRouteSettings", "ThrottlingBurstLimit", value=0),
        "ApiStage states no ThrottlingBurstLimit",
    ),
    (gates.the_gateway_limits_and_logs_calls, broken(*STAGE, "AccessLogSettings"), "ApiStage keeps no log of calls"),
    (
        gates.tokens_are_of_a_stated_issuer,
        broken("Authorizer", "Properties", "JwtConfiguration", "Issuer", value="https://issuer.test"),
        "Authorizer takes tokens of a fixed Issuer",
    ),
    (
        gates.tokens_are_of_a_stated_issuer,
        broken("Authorizer", "Properties", "JwtConfiguration", "Audience"),
        "Authorizer takes tokens of a fixed Audience",
    ),
    (
        gates.browsers_come_from_one_origin,
        broken("Api", "Properties", "CorsConfiguration", "AllowOrigins", value=["*"]),
        "Api answers any page",
    ),
    (
        gates.browsers_come_from_one_origin,
        broken("PhotoBucket", "Properties", "CorsConfiguration", "CorsRules", "0", "AllowedOrigins", value=["*"]),
        "PhotoBucket answers any page",
    ),
    (gates.keys_turn, broken("P3Key", "Properties", "EnableKeyRotation"), "P3Key is never turned"),
    (
        gates.keys_are_used_by_few,
        broken(*ROLE, "Policies", value=may("kms:Decrypt", "P3Key")),
        "PointsApi may kms:Decrypt with P3Key",
    ),
    (
        gates.keys_are_used_by_few,
        broken(*ROLE, "Policies", value=may("kms:Sign", "SealKey")),
        "PointsApi may kms:Sign with SealKey",
    ),
    (
        gates.locked_objects_stay,
        broken("SealBucket", "Properties", "ObjectLockConfiguration"),
        "SealBucket is never locked for good",
    ),
    (
        gates.locked_objects_stay,
        broken(*ROLE, "Policies", value=may("s3:BypassGovernanceRetention", "SealBucket")),
        "PointsApi may s3:BypassGovernanceRetention",
    ),
    (
        gates.functions_answer_before_the_gateway_gives_up,
        broken(*API, "Timeout", value=30),
        "PointsApi may work on when nobody waits",
    ),
    (gates.functions_have_their_layers, broken(*API, "Layers", value=[]), "PointsApi lacks KernelLayer"),
    (
        gates.roles_lean_on_nothing_unknown,
        broken(*ROLE, "ManagedPolicyArns", value=["arn:aws:iam::aws:policy/AdministratorAccess"]),
        "PointsApi leans on AdministratorAccess",
    ),
    (
        gates.roles_are_worn_by_services,
        broken(*ROLE, "AssumeRolePolicyDocument", "Statement", "0", "Principal", value={"AWS": "*"}),
        "PointsApi may be worn by *",
    ),
    (gates.nothing_is_called_past_the_gateway, with_one_more("Lambda::Url"), "More is a door of its own"),
    (
        gates.nothing_is_called_past_the_gateway,
        with_one_more("Lambda::Permission", Principal="*"),
        "More lets anybody call",
    ),
    (
        gates.no_secret_is_spelled_out,
        broken(*API, "Environment", "Variables", "VERIFIER_SECRET", value="hush"),
        "PointsApi has VERIFIER_SECRET in the clear",
    ),
    (gates.what_goes_wrong_is_heard, broken("SealOverdueAlarm"), "nobody hears of SecondsSinceSeal"),
    (
        gates.what_goes_wrong_is_heard,
        broken("SealOverdueAlarm", "Properties", "AlarmActions"),
        "SealOverdueAlarm tells nobody",
    ),
    (
        gates.what_goes_wrong_is_heard,
        broken("SealOverdueAlarm", "Properties", "TreatMissingData"),
        "SealOverdueAlarm does not say what silence means",
    ),
    (gates.what_goes_wrong_is_heard, broken("Dashboard"), "there is no dashboard"),
    (gates.topics_are_sealed, with_one_more("SNS::Topic"), "More is not under our own key"),
]


@pytest.mark.parametrize("rule", gates.RULES, ids=lambda rule: rule.__name__)
def test_what_is_deployed_keeps_the_rule(rule: Rule) -> None:
    assert list(rule(transformed())) == []


@pytest.mark.parametrize(("rule", "wrong", "complaint"), VIOLATIONS, ids=[c for _, _, c in VIOLATIONS])
def test_a_breach_is_named(rule: Rule, wrong: Template, complaint: str) -> None:
    assert complaint in list(rule(wrong))


def test_every_rule_is_shown_to_notice_a_breach() -> None:
    assert {rule for rule, _, _ in VIOLATIONS} == set(gates.RULES)


def test_every_function_has_a_role_of_its_own() -> None:
    worn = [str(function["Role"]) for _, _, function in of_type(transformed(), "Lambda::Function")]

    assert len(worn) == len(set(worn)) > 50


def test_the_house_states_more_than_forty_assertions() -> None:
    """Each is a way in which the template could be wrong, and is shown to be noticed."""
    assert len({complaint for _, _, complaint in (*WRITTEN, *VIOLATIONS)}) >= 40
    assert len((*house.RULES, *sources.RULES, *gates.RULES)) >= 30
