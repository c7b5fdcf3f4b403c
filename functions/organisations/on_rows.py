"""Chunks of an organisation roster arrive; each is answered once its effect stands."""

from typing import Any

from functions.organisations import importing
from kernel import aws, settings
from kernel.consumer import Batch, Failures, each_message
from kernel.parcel import unpack
from kernel.rows import OrganisationRow, OutcomesMessage, RowsMessage


class Settings(settings.Settings):
    roster_outcomes_queue: str


def lambda_handler(event: Batch, context: Any) -> Failures:  # noqa: ARG001 - Lambda hands both
    return each_message(event, RowsMessage, _take, "organisation_rows")


def _take(message: RowsMessage) -> None:
    parcel = unpack(message.roster_id, message.chunk, message.sealed, message.key)
    outcomes = importing.take(message, [OrganisationRow.model_validate(row) for row in parcel])
    answer = OutcomesMessage(roster_id=message.roster_id, phase=message.phase, chunk=message.chunk, outcomes=outcomes)
    aws.client("sqs").send_message(
        QueueUrl=Settings.load().roster_outcomes_queue, MessageBody=answer.model_dump_json(by_alias=True)
    )
