"""Chunks of an organisation roster arrive; each is answered once its effect stands."""

from typing import Any

import msgspec

from functions.organisations import importing, undoing
from kernel import aws, settings
from kernel.consumer import Batch, Failures, each_message
from kernel.masking import with_values
from kernel.parcel import unpack
from kernel.rows import OrganisationRow, OutcomesMessage, RowOutcome, RowsMessage


class Settings(settings.Settings):
    roster_outcomes_queue: str


def lambda_handler(event: Batch, _context: Any) -> Failures:
    in_order = {"Records": sorted(event["Records"], key=_number)}
    return each_message(in_order, RowsMessage, _take, "organisation_rows")


def _number(record: Any) -> int:
    """Of two chunks that come together the one nearer to the root is first: what is below needs it."""
    try:
        return msgspec.json.decode(record["body"], type=RowsMessage).chunk
    except msgspec.DecodeError:
        return 0


def _take(message: RowsMessage) -> None:
    answer = OutcomesMessage(
        roster_id=message.roster_id,
        phase=message.phase,
        chunk=message.chunk,
        outcomes=_outcomes(message),
        generation=message.generation,
    )
    aws.client("sqs").send_message(
        QueueUrl=Settings.load().roster_outcomes_queue, MessageBody=msgspec.json.encode(answer).decode()
    )


def _outcomes(message: RowsMessage) -> tuple[RowOutcome, ...]:
    if message.phase == "undo":
        return undoing.take_back(message)
    rows = unpack(message.roster_id, message.chunk, message.sealed, message.key, OrganisationRow)
    return with_values(importing.take(message, rows), rows)
