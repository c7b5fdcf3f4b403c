"""Keeps what leaves the product while tests run: log lines, answers that refuse, messages, events, the record.

Hooks hang under what the product calls, so that no test has to take part: on the loggers, on the resolver, on the
SDK's clients, and on the rows that moto holds.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from botocore.client import BaseClient
from moto.dynamodb.models import dynamodb_backends

SENDS = {
    "SendMessage": ("queue", "QueueUrl", "MessageBody"),
    "SendMessageBatch": ("queue", "QueueUrl", "Entries"),
    "PutEvents": ("bus", "EventBusName", "Entries"),
    "PutMetricData": ("metrics", "Namespace", "MetricData"),
}
RECORDED = ("JournalTable",)


@dataclass(eq=False)
class Collected(logging.Handler):
    """Pairs of place and text since the last look."""

    texts: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        logging.Handler.__init__(self)

    def emit(self, record: logging.LogRecord) -> None:
        """The message and everything beside it, as any formatter might write it."""
        facts = {name: value for name, value in vars(record).items() if name not in ("msg", "args")}
        line = f"{record.getMessage()} {json.dumps(facts, default=repr, ensure_ascii=False)}"
        self.texts.append((f"a log line of {record.module}:{record.lineno}", line))

    def keep(self, place: str, text: str) -> None:
        self.texts.append((place, text))

    def take(self, *, with_record: bool = True) -> list[tuple[str, str]]:
        """All since the last time, and what the record holds now."""
        taken, self.texts = self.texts, []
        return [*taken, *recorded()] if with_record else taken


def recorded() -> Iterator[tuple[str, str]]:
    """The text of every row of the record."""
    for account in list(dynamodb_backends.values()):
        for region in account.values():
            for name in RECORDED:
                if name in region.tables:
                    yield from _rows(name, region.tables[name])


def _rows(name: str, table: Any) -> Iterator[tuple[str, str]]:
    for partition, items in table.items.items():
        for item in items.values() if isinstance(items, dict) else [items]:
            place = f"{name} {str(partition.value).split('#')[0]}"
            yield place, json.dumps(item.to_json(), default=repr, ensure_ascii=False)


@contextmanager
def collecting(collected: Collected) -> Iterator[Collected]:
    """Everything that leaves goes by the collector, whichever test lets it out."""
    loggers = [logging.getLogger(), logging.getLogger("e-branch")]
    for logger in loggers:
        logger.addHandler(collected)
    with _answers(collected), _sends(collected):
        yield collected
    for logger in loggers:
        logger.removeHandler(collected)


def _answers(collected: Collected) -> Any:
    real = APIGatewayHttpResolver.resolve

    def resolve(self: Any, event: Any, context: Any) -> Any:
        answer = real(self, event, context)
        if answer["statusCode"] >= 400:
            collected.keep(f"the answer {answer['statusCode']} of {event.get('routeKey')}", str(answer))
        return answer

    return mock.patch.object(APIGatewayHttpResolver, "resolve", resolve)


def _sends(collected: Collected) -> Any:
    real = vars(BaseClient)["_make_api_call"]

    def call(self: Any, operation: str, parameters: Any) -> Any:
        if operation in SENDS:
            what, where, body = SENDS[operation]
            place = str(parameters.get(where, "")).rsplit("/", 1)[-1]
            text = json.dumps(parameters.get(body), default=repr, ensure_ascii=False)
            collected.keep(f"a message to {what} {place}", text.replace('\\"', '"'))
        return real(self, operation, parameters)

    return mock.patch.object(BaseClient, "_make_api_call", call)
