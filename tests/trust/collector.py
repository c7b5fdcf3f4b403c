"""Keeps what leaves the product while tests run: log lines, answers that refuse, messages, events, the record, links.

Hooks hang under what the product calls, so that no test has to take part: on the loggers, on the resolver, on the
SDK's clients, and on the rows that moto holds.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from botocore.client import BaseClient
from botocore.signers import RequestSigner, S3PostPresigner
from moto.dynamodb.models import dynamodb_backends

SENDS = {
    "SendMessage": ("queue", "QueueUrl", "MessageBody"),
    "SendMessageBatch": ("queue", "QueueUrl", "Entries"),
    "PutEvents": ("bus", "EventBusName", "Entries"),
    "PutMetricData": ("metrics", "Namespace", "MetricData"),
    "StartExecution": ("machine", "stateMachineArn", "input"),
    "Encrypt": ("key", "KeyId", "EncryptionContext"),
    "GenerateDataKey": ("key", "KeyId", "EncryptionContext"),
    "Decrypt": ("key", "KeyId", "EncryptionContext"),
}
"""What somebody else keeps or logs: an execution keeps its input, CloudTrail the context of a key's use."""
SIGNS = ((RequestSigner, "generate_presigned_url"), (S3PostPresigner, "generate_presigned_post"))
LONGEST = 300
"""Seconds for which a link or a form may be good: whoever holds it needs no token."""
RECORDED = ("JournalTable",)


@dataclass(eq=False)
class Collected(logging.Handler):
    """Pairs of place and text since the last look; and for how long links are good that are good for too long."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    lasting: list[int] = field(default_factory=list)

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

    def take_lasting(self) -> list[int]:
        taken, self.lasting = self.lasting, []
        return taken


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
    with ExitStack() as hooks:
        for hook in (_answers(collected), _sends(collected), *_signatures(collected)):
            hooks.enter_context(hook)
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


def _signatures(collected: Collected) -> Iterator[Any]:
    for signer, name in SIGNS:
        yield mock.patch.object(signer, name, _measured(vars(signer)[name], collected))


def _measured(real: Any, collected: Collected) -> Any:
    def sign(self: Any, *args: Any, expires_in: int = 3600, **more: Any) -> Any:
        collected.lasting += [expires_in] if expires_in > LONGEST else []
        return real(self, *args, expires_in=expires_in, **more)

    return sign
