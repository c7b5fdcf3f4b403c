"""The rules of the house for what arrives by itself: queues, streams, schedules, rules of the bus, and alarms."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.template.house import TRIES_OF_A_QUEUE, Complaints, Template, allowances, listed, named, of_type, statements

LEAST_OF_A_POLLER = 2  # the service takes no smaller MaximumConcurrency


def events_of(template: Template, kind: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Function, its properties and the properties of each of its event sources of a type."""
    for name, _, function in of_type(template, "Serverless::Function"):
        for event in function.get("Events", {}).values():
            if event["Type"] == kind:
                yield name, function, event.get("Properties", {})


def queues_of(template: Template) -> dict[str, dict[str, Any]]:
    return {name: queue for name, _, queue in of_type(template, "SQS::Queue")}


def dead_letters(template: Template) -> set[str | None]:
    """Every queue in which something names its last resort."""
    found = {
        named(q["RedrivePolicy"].get("deadLetterTargetArn"))
        for q in queues_of(template).values()
        if "RedrivePolicy" in q
    }
    for kind in ("DynamoDB", "ScheduleV2", "Schedule"):
        found |= {last_resort(event) for _, _, event in events_of(template, kind)}
    found |= {last_resort(s.get("Target", {})) for _, _, s in of_type(template, "Scheduler::Schedule")}
    found |= {last_resort(f.get("EventInvokeConfig", {})) for _, _, f in of_type(template, "Serverless::Function")}
    return found - {None}


def last_resort(source: dict[str, Any]) -> str | None:
    """The queue in the words of a stream, a schedule, a target or an asynchronous function."""
    failure = source.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    return named(failure or source.get("DeadLetterConfig", {}).get("Arn"))


def queues_are_sealed(template: Template) -> Complaints:
    for name, queue in queues_of(template).items():
        if not named(queue.get("KmsMasterKeyId")):
            yield f"{name} is not under our own key"


def consumers_lose_nothing(template: Template) -> Complaints:
    """A queue that a function reads has a dead-letter queue, waits long enough, and hears of failures one by one."""
    queues, common = queues_of(template), template.get("Globals", {}).get("Function", {})
    for name, function, event in events_of(template, "SQS"):
        source = named(event.get("Queue")) or ""
        queue = queues.get(source, {})
        if named(queue.get("RedrivePolicy", {}).get("deadLetterTargetArn")) not in queues:
            yield f"{source} has no dead-letter queue"
        if queue.get("VisibilityTimeout", 0) < TRIES_OF_A_QUEUE * (common | function).get("Timeout", 0):
            yield f"{source} hands a message out again while {name} may still work on it"
        if event.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name} does not report failures one by one"


def pollers_keep_to_the_reservation(template: Template) -> Complaints:
    """A poller knows nothing of a reservation: what is throttled counts as received, and ends as a dead letter."""
    for name, function, event in events_of(template, "SQS"):
        reserved, most = function.get("ReservedConcurrentExecutions"), event.get("ScalingConfig", {})
        if most.get("MaximumConcurrency") != reserved:
            yield f"{name} is polled for more than the {reserved} that are reserved"
        if reserved is not None and reserved < LEAST_OF_A_POLLER:
            yield f"{name} reserves less than a poller can keep to"


def streams_state_their_retries(template: Template) -> Complaints:
    for name, _, event in events_of(template, "DynamoDB"):
        if "MaximumRetryAttempts" not in event or "MaximumRecordAgeInSeconds" not in event:
            yield f"{name} does not state how often it tries"
        if last_resort(event) not in queues_of(template):
            yield f"{name} drops what it cannot carry out"


def schedules_keep_chinese_time(template: Template) -> Complaints:
    """Asia/Shanghai, retries stated, a dead-letter queue."""
    stated = [(name, event, event) for name, _, event in events_of(template, "ScheduleV2")]
    stated += [(name, s, s.get("Target", {})) for name, _, s in of_type(template, "Scheduler::Schedule")]
    for name, schedule, target in stated:
        if schedule.get("ScheduleExpressionTimezone") != "Asia/Shanghai":
            yield f"{name} does not keep Chinese time"
        if "MaximumRetryAttempts" not in target.get("RetryPolicy", {}):
            yield f"{name} does not state how often it tries"
        if last_resort(target) not in queues_of(template):
            yield f"{name} drops a run that did not start"


def scheduled_runs_do_not_vanish(template: Template) -> Complaints:
    """A schedule only hands a run over; what fails after that is the function's own to try again and set aside."""
    scheduled = {name: function for name, function, _ in events_of(template, "ScheduleV2")}
    sends = {
        (name, named(resource))
        for name, actions, resources in allowances(template)
        if "sqs:SendMessage" in actions
        for resource in resources
    }
    for name, function in scheduled.items():
        stated = function.get("EventInvokeConfig", {})
        if "MaximumRetryAttempts" not in stated or "MaximumEventAgeInSeconds" not in stated:
            yield f"{name} does not state how often a run that failed is tried again"
        if last_resort(stated) not in queues_of(template):
            yield f"{name} drops a run that failed"
        elif (name, last_resort(stated)) not in sends:
            yield f"{name} may not send to {last_resort(stated)}"


def rules_lead_to_queues(template: Template) -> Complaints:
    """A rule that calls a function directly loses what the function refuses; each queue lets its rule in."""
    queues = queues_of(template)
    let_in = set(_let_in(template))
    for name, _, rule in of_type(template, "Events::Rule"):
        for target in rule.get("Targets", []):
            goal = named(target.get("Arn"))
            if goal not in queues:
                yield f"{name} leads to {goal}, which is no queue"
            elif (goal, name) not in let_in:
                yield f"{goal} does not let {name} in"


def _let_in(template: Template) -> Iterator[tuple[str | None, str | None]]:
    """Of each statement of a queue's policy: the queue, and the rule whose messages it takes."""
    for _, _, policy in of_type(template, "SQS::QueuePolicy"):
        covered = {named(queue) for queue in listed(policy["Queues"])}
        for statement in statements(policy["PolicyDocument"]):
            if (queue := named(statement["Resource"])) in covered:
                yield queue, named(statement.get("Condition", {}).get("ArnEquals", {}).get("aws:SourceArn"))


def alarms(template: Template, metric: str) -> set[str | None]:
    """What is watched by an alarm on a metric that tells somebody."""
    return {
        named(dimension["Value"])
        for _, _, alarm in of_type(template, "CloudWatch::Alarm")
        if alarm.get("MetricName") == metric and alarm.get("AlarmActions")
        for dimension in alarm.get("Dimensions", [])
    }


def every_dead_letter_is_heard(template: Template) -> Complaints:
    watched = alarms(template, "ApproximateNumberOfMessagesVisible")
    yield from (
        f"nobody hears of messages in {name}" for name in sorted(filter(None, dead_letters(template) - watched))
    )


def every_failing_route_is_heard(template: Template) -> Complaints:
    watched = alarms(template, "5xx")
    gateways = [name for name, _, _ in of_type(template, "ApiGatewayV2::Api")]
    yield from (f"nobody hears of failures of {name}" for name in gateways if name not in watched)


def the_gateway_calls_what_it_leads_to(template: Template) -> Complaints:
    """By a role that may call the functions behind its integrations, and nothing else."""
    behind: dict[str | None, set[str | None]] = {}
    for _, _, integration in of_type(template, "ApiGatewayV2::Integration"):
        role, function = named(integration.get("CredentialsArn")), named(integration["IntegrationUri"])
        behind.setdefault(role, set()).add(function)
    for role, functions in behind.items():
        allowed = _callable(template, role)
        yield from (f"{role} may not call {name}" for name in functions - allowed)
        yield from (f"{role} may call {name}, to which nothing leads" for name in allowed - functions)


def _callable(template: Template, role: str | None) -> set[str | None]:
    policies = template["Resources"].get(role, {}).get("Properties", {}).get("Policies", [])
    statements = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
    calls = [s["Resource"] for s in statements if listed(s["Action"]) == ["lambda:InvokeFunction"]]
    return {named(function) for functions in calls for function in listed(functions)}


RULES: tuple[Callable[[Template], Complaints], ...] = (
    queues_are_sealed,
    consumers_lose_nothing,
    pollers_keep_to_the_reservation,
    streams_state_their_retries,
    schedules_keep_chinese_time,
    scheduled_runs_do_not_vanish,
    rules_lead_to_queues,
    every_dead_letter_is_heard,
    every_failing_route_is_heard,
    the_gateway_calls_what_it_leads_to,
)
