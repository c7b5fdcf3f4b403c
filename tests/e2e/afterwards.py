"""What can be asked of a deployed stack once its functions have worked: who was called, what failed, what is stuck."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from scripts.demo.records import Person
from scripts.openapi_export import document
from scripts.story.stage import Cloud
from tests.template_reader import resources
from tests.trust.scanner import Hit, Scanner

CALLED = re.compile(r"Lambda worker spawned for e-branch-(\w+)-[0-9A-F]+ ")
ERROR = '"level":"ERROR"'
CARRIED = re.compile(r"^\S+ \S+ INFO \[sns\] SNS SMS to .*$", re.MULTILINE)
"""A text message on its way: the emulator stands for the carrier, and prints what it carries."""
BROKEN = re.compile(r"^\S+ \S+ (?:WARNING|ERROR) \[lambda.*", re.MULTILINE)


def declared() -> set[str]:
    """Every function of the template."""
    return set(resources("AWS::Serverless::Function"))


def called(cloud: Cloud) -> set[str]:
    """Every function that was called: the emulator starts a worker for the first call of each."""
    return set(CALLED.findall(said(cloud)))


def asked(cloud: Cloud) -> set[str]:
    """Every operation of the API that was asked for, as `GET /v1/organisations/{organisationId}`."""
    return {found for method, path in cloud.api.called if (found := _operation(method, path))}


@cache
def operations() -> set[str]:
    """Every operation that the code of the API functions declares."""
    paths = document()["paths"]
    return {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}


def _operation(method: str, path: str) -> str | None:
    """The operation behind a call; a literal step comes before one that stands for an id."""
    fitting = [one for one in operations() if re.fullmatch(re.sub(r"{\w+}", "[^/]+", one), f"{method} {path}")]
    return min(fitting, key=lambda one: one.count("{"), default=None)


def said(cloud: Cloud) -> str:
    return (cloud.state / "emulator.log").read_text()


def lines(cloud: Cloud) -> list[str]:
    """Every line in every log group."""
    logs = cloud.emulator.client("logs")
    groups = [group["logGroupName"] for group in _pages(logs, "describe_log_groups", "logGroups")]
    found = [event["message"] for group in groups for event in _pages(logs, "filter_log_events", "events", group)]
    assert found, "no function said anything"
    return found


def errors(cloud: Cloud) -> list[str]:
    """Every line that a function logged as an error, and what the emulator says of calls that broke off."""
    return [line for line in lines(cloud) if ERROR in line] + BROKEN.findall(said(cloud))


def _pages(logs: Any, call: str, key: str, group: str | None = None) -> list[Any]:
    asked = {"logGroupName": group} if group else {}
    return [one for page in logs.get_paginator(call).paginate(**asked) for one in page[key]]


def canaries(people: Iterable[Person]) -> set[str]:
    """What stands in the dossiers of these and nowhere else."""
    return {text for person in people for text in (person.name, person.mobile, person.address) if text}


def personal_data(cloud: Cloud, *canaries: str) -> list[Hit]:
    """Numbers, tokens and canaries in what functions, the gateway and the emulator logged."""
    scanner = Scanner(set(canaries))
    logged = CARRIED.sub("", said(cloud))
    return scanner.scan_all([("a log group", "\n".join(lines(cloud))), ("the emulator's log", logged)])


def dead_letters(cloud: Cloud) -> dict[str, int]:
    """How many messages wait in each dead-letter queue."""
    queues = cloud.emulator.client("sqs")
    urls = [url for url in queues.list_queues(MaxResults=1000)["QueueUrls"] if "Dlq" in url]
    return {url: _waiting(queues, url) for url in urls}


def _waiting(queues: Any, url: str) -> int:
    names = ["ApproximateNumberOfMessages"]
    return int(queues.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"][names[0]])
