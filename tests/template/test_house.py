"""The template keeps the rules of the house, and each rule notices when something does not."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.template import house, sources
from tests.template.house import Complaints, Template, handlers_can_be_imported
from tests.template.small import SMALL
from tests.template_reader import ROOT, template

RULES = (*house.RULES, *sources.RULES)
Rule = Callable[[Template], Complaints]


def name_of(rule: Rule) -> str:
    return rule.__name__


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_the_template_keeps_the_rule(rule: Rule) -> None:
    assert list(rule(template())) == []


@pytest.mark.parametrize("function", [name for name, _, _ in house.of_type(template(), "Serverless::Function")])
def test_every_handler_can_be_imported_from_its_package(function: str) -> None:
    alone = template() | {"Resources": {function: template()["Resources"][function]}}

    assert list(handlers_can_be_imported(alone, ROOT)) == []


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_a_small_template_that_keeps_every_rule_is_left_alone(rule: Rule) -> None:
    assert list(rule(SMALL)) == []


def broken(*path: str, value: Any = None) -> Template:
    """The small template with the value at the path replaced, or taken away."""
    made = copy.deepcopy(SMALL)
    at: Any = made if path[0] == "Globals" else made["Resources"]
    for step in path[:-1]:
        at = at[int(step) if isinstance(at, list) else step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return made


WORKER, POLICY = ("Worker", "Properties"), ("Worker", "Properties", "Policies", "0", "Statement", "0")
TABLE, BUCKET, STREAM = ("Table", "Properties"), ("Bucket", "Properties"), ("Worker", "Properties", "Events", "Stream")
SCHEDULE = ("Worker", "Properties", "Events", "Nightly", "Properties")
VIOLATIONS: list[tuple[Rule, Template, str]] = [
    (house.permissions_are_literal, broken(*POLICY, "Action", value=["dynamodb:*"]), "Worker allows dynamodb:*"),
    (
        house.permissions_are_literal,
        broken(*POLICY, "Resource", value="*"),
        "Worker allows ['dynamodb:PutItem'] on *",
    ),
    (
        house.permissions_are_literal,
        broken(*POLICY, "Resource", value={"Fn::Sub": "arn:${AWS::Partition}:s3:::*/${Key}"}),
        "Worker allows ['dynamodb:PutItem'] on arn:${AWS::Partition}:s3:::*/${Key}",
    ),
    (
        house.permissions_are_literal,
        broken(*POLICY, "Resource", value=[{"Ref": "Table"}, {"Ref": "Queue"}]),
        "Worker allows ['dynamodb:PutItem'] on 2 resources in one statement",
    ),
    (house.permissions_are_literal, broken(*POLICY, "Resource"), "Worker allows ['dynamodb:PutItem'] on *"),
    (
        house.permissions_are_literal,
        broken("QueuePolicy", "Properties", "PolicyDocument", "Statement", "0", "Action", value="sqs:*"),
        "QueuePolicy allows sqs:*",
    ),
    (
        house.nothing_reads_whole_tables,
        broken(*POLICY, "Action", value=["dynamodb:Scan"]),
        "Worker allows dynamodb:Scan",
    ),
    (
        house.the_record_is_only_put,
        broken(*POLICY, "Action", value=["dynamodb:DeleteItem"]),
        "Worker allows dynamodb:DeleteItem on the record",
    ),
    (house.functions_have_their_own_roles, broken(*WORKER, "Role", value="other"), "Worker borrows a role"),
    (
        house.functions_have_their_own_roles,
        broken(*WORKER, "Policies", value=["AmazonDynamoDBFullAccess"]),
        "Worker does not state its own permissions",
    ),
    (
        house.functions_have_their_own_roles,
        broken(*WORKER, "Policies"),
        "Worker does not state its own permissions",
    ),
    (
        house.functions_state_their_limits,
        broken("Globals", "Function", "Timeout"),
        "Worker does not state Timeout",
    ),
    (
        house.functions_state_their_limits,
        broken(*WORKER, "ReservedConcurrentExecutions"),
        "Worker does not state ReservedConcurrentExecutions",
    ),
    (
        house.functions_state_their_limits,
        broken("Globals", "Function", "Architectures", value=["x86_64"]),
        "functions do not run Python 3.13 on arm64",
    ),
    (house.logs_are_kept, broken("Log", "Properties", "RetentionInDays", value=30), "Log is not kept for 400 days"),
    (house.logs_are_kept, broken(*WORKER, "LoggingConfig"), "Worker has no log group"),
    (house.what_is_kept_survives_the_stack, broken("Table", "DeletionPolicy"), "Table has no DeletionPolicy Retain"),
    (
        house.what_is_kept_survives_the_stack,
        broken("Key", "UpdateReplacePolicy", value="Delete"),
        "Key has no UpdateReplacePolicy Retain",
    ),
    (house.tables_are_safe, broken(*TABLE, "BillingMode", value="PROVISIONED"), "Table is not on demand"),
    (house.tables_are_safe, broken(*TABLE, "PointInTimeRecoverySpecification"), "Table is not recoverable"),
    (house.tables_are_safe, broken(*TABLE, "DeletionProtectionEnabled"), "Table is not protected from deletion"),
    (house.tables_are_safe, broken(*TABLE, "SSESpecification"), "Table is not under our own key"),
    (
        house.buckets_are_safe,
        broken(*BUCKET, "PublicAccessBlockConfiguration", "BlockPublicAcls", value=False),
        "Bucket is not closed to the public",
    ),
    (house.buckets_are_safe, broken(*BUCKET, "VersioningConfiguration"), "Bucket is not versioned"),
    (house.buckets_are_safe, broken(*BUCKET, "LifecycleConfiguration"), "Bucket is not under a lifecycle"),
    (house.buckets_are_safe, broken(*BUCKET, "BucketEncryption"), "Bucket is not under our own key"),
    (house.buckets_are_safe, broken("BucketPolicy"), "Bucket is not reached by TLS alone"),
    (
        house.no_partition_or_region_is_spelled_out,
        broken("Topic", "Properties", "TopicName", value="arn:aws:sns:somewhere"),
        "Topic spells out arn:aws:sns:somewhere",
    ),
    (
        house.no_partition_or_region_is_spelled_out,
        broken("Topic", "Properties", "TopicName", value="alarms-cn-north-1"),
        "Topic spells out alarms-cn-north-1",
    ),
    (
        house.routes_ask_for_a_token,
        broken("Route", "Properties", "AuthorizationType", value="NONE"),
        "Route lets anybody in: ANY /v1/things",
    ),
    (
        house.routes_ask_for_a_token,
        broken("Route", "Properties", "AuthorizerId"),
        "Route lets anybody in: ANY /v1/things",
    ),
    (
        house.routes_ask_for_a_token,
        broken("Route", "Properties", "RouteKey", value="GET /v1/health"),
        "GET /v1/health has two owners",
    ),
    (sources.queues_are_sealed, broken("Queue", "Properties", "KmsMasterKeyId"), "Queue is not under our own key"),
    (
        sources.consumers_lose_nothing,
        broken("Queue", "Properties", "RedrivePolicy"),
        "Queue has no dead-letter queue",
    ),
    (
        sources.consumers_lose_nothing,
        broken("Queue", "Properties", "VisibilityTimeout", value=89),
        "Queue hands a message out again while Worker may still work on it",
    ),
    (
        sources.consumers_lose_nothing,
        broken(*WORKER, "Events", "Queue", "Properties", "FunctionResponseTypes"),
        "Worker does not report failures one by one",
    ),
    (
        sources.pollers_keep_to_the_reservation,
        broken(*WORKER, "Events", "Queue", "Properties", "ScalingConfig"),
        "Worker is polled for more than the 2 that are reserved",
    ),
    (
        sources.pollers_keep_to_the_reservation,
        broken(*WORKER, "Events", "Queue", "Properties", "ScalingConfig", "MaximumConcurrency", value=3),
        "Worker is polled for more than the 2 that are reserved",
    ),
    (
        sources.pollers_keep_to_the_reservation,
        broken(*WORKER, "ReservedConcurrentExecutions", value=1),
        "Worker reserves less than a poller can keep to",
    ),
    (
        sources.streams_state_their_retries,
        broken(*STREAM, "Properties", "MaximumRetryAttempts"),
        "Worker does not state how often it tries",
    ),
    (
        sources.streams_state_their_retries,
        broken(*STREAM, "Properties", "DestinationConfig"),
        "Worker drops what it cannot carry out",
    ),
    (
        sources.schedules_keep_chinese_time,
        broken(*SCHEDULE, "ScheduleExpressionTimezone", value="UTC"),
        "Worker does not keep Chinese time",
    ),
    (
        sources.schedules_keep_chinese_time,
        broken(*SCHEDULE, "RetryPolicy"),
        "Worker does not state how often it tries",
    ),
    (
        sources.schedules_keep_chinese_time,
        broken("Monthly", "Properties", "Target", "DeadLetterConfig"),
        "Monthly drops a run that did not start",
    ),
    (
        sources.scheduled_runs_do_not_vanish,
        broken(*WORKER, "EventInvokeConfig", "MaximumEventAgeInSeconds"),
        "Worker does not state how often a run that failed is tried again",
    ),
    (
        sources.scheduled_runs_do_not_vanish,
        broken(*WORKER, "EventInvokeConfig", "DestinationConfig"),
        "Worker drops a run that failed",
    ),
    (
        sources.scheduled_runs_do_not_vanish,
        broken(*WORKER, "Policies", "0", "Statement", "2", "Resource", value={"Fn::GetAtt": ["Queue", "Arn"]}),
        "Worker may not send to Dlq",
    ),
    (
        sources.rules_lead_to_queues,
        broken("Rule", "Properties", "Targets", "0", "Arn", value={"Fn::GetAtt": ["Worker", "Arn"]}),
        "Rule leads to Worker, which is no queue",
    ),
    (sources.rules_lead_to_queues, broken("QueuePolicy"), "Queue does not let Rule in"),
    (
        sources.rules_lead_to_queues,
        broken("QueuePolicy", "Properties", "PolicyDocument", "Statement", "0", "Condition"),
        "Queue does not let Rule in",
    ),
    (sources.every_dead_letter_is_heard, broken("DlqAlarm"), "nobody hears of messages in Dlq"),
    (
        sources.every_dead_letter_is_heard,
        broken("DlqAlarm", "Properties", "AlarmActions"),
        "nobody hears of messages in Dlq",
    ),
    (sources.every_failing_route_is_heard, broken("FailuresAlarm"), "nobody hears of failures of Api"),
    (sources.the_gateway_calls_what_it_leads_to, broken("ApiRole"), "ApiRole may not call Worker"),
    (
        sources.the_gateway_calls_what_it_leads_to,
        broken("Integration", "Properties", "CredentialsArn"),
        "None may not call Worker",
    ),
    (
        sources.the_gateway_calls_what_it_leads_to,
        broken("Integration", "Properties", "IntegrationUri", value={"Fn::GetAtt": ["Job", "Arn"]}),
        "ApiRole may call Worker, to which nothing leads",
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "complaint"), VIOLATIONS, ids=[c for _, _, c in VIOLATIONS])
def test_a_violation_is_named(rule: Rule, wrong: Template, complaint: str) -> None:
    assert complaint in list(rule(wrong))


def test_every_rule_is_shown_to_notice_a_violation() -> None:
    assert {rule for rule, _, _ in VIOLATIONS} == set(RULES)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (
            broken(*WORKER, "Handler", value="functions.identity.on_nothing.lambda_handler"),
            "Worker has no file functions/identity/on_nothing.py in its package",
        ),
        (
            broken(*WORKER, "Handler", value="functions.organisations.app.lambda_handler"),
            "Worker has no file functions/organisations/app.py in its package",
        ),
        (
            broken(*WORKER, "Handler", value="functions.identity.app.missing"),
            "Worker has no missing in functions.identity.app",
        ),
        (broken("Worker", "Metadata"), "Worker is not packed under its dotted name"),
    ],
)
def test_a_handler_that_cannot_be_imported_is_named(wrong: Template, complaint: str) -> None:
    assert list(handlers_can_be_imported(SMALL, ROOT)) == []
    assert list(handlers_can_be_imported(wrong, ROOT)) == [complaint]
