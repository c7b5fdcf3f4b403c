"""A branch went into another (`OrganisationsMerged`), or the resettling of its members goes on (`ResettleOn`)."""

import json
from functools import partial
from typing import Any

import msgspec

from functions.members.resettling import LOOK_AGAIN_SECONDS, ResettleOn, resettle
from kernel import aws
from kernel.consumer import Failures, each_body
from kernel.events import Envelope, OrganisationsMerged
from kernel.journal import Act
from kernel.settings import Settings

MILLISECONDS_FOR_A_PAGE = 10_000


class ResettleSettings(Settings):
    members_merged_queue: str


def _handle(body: str, context: Any) -> None:
    def has_time() -> bool:
        return bool(context.get_remaining_time_in_millis() > MILLISECONDS_FOR_A_PAGE)

    order = _order(json.loads(body))
    rest = resettle(Act("system:members on organisations merged", cause=order.cause), order, has_time)
    if rest:
        _send(rest, later=rest.round > order.round)


def _order(message: dict[str, Any]) -> ResettleOn:
    if "detail" not in message:
        return msgspec.convert(message, ResettleOn)
    envelope = msgspec.convert(message["detail"], Envelope)
    merged = msgspec.convert(envelope.data, OrganisationsMerged)
    return ResettleOn(
        cause=envelope.id,
        from_id=merged.organisation_id,
        into_id=merged.into_id,
        effective_on=merged.effective_on,
    )


def _send(order: ResettleOn, *, later: bool) -> None:
    queue, body = ResettleSettings.load().members_merged_queue, msgspec.json.encode(order).decode()
    aws.client("sqs").send_message(QueueUrl=queue, MessageBody=body, DelaySeconds=LOOK_AGAIN_SECONDS if later else 0)


def lambda_handler(event: dict[str, Any], context: Any) -> Failures:
    return each_body(event, partial(_handle, context=context), "members on organisations merged")
