"""Chunks of member rows from `rosters` (queue): previewed or applied, and answered on the queue of outcomes.

Answered once per delivery with the same content: `rosters` counts a chunk once.
"""

from typing import Any

from functions.members import enrolling
from kernel import aws
from kernel.consumer import Failures, each_message
from kernel.parcel import unpack
from kernel.rows import MemberRow, OutcomesMessage, RowsMessage
from kernel.settings import Settings


class RowsSettings(Settings):
    roster_outcomes_queue: str


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_message(event, RowsMessage, on_rows, "members.on_rows")


def on_rows(message: RowsMessage) -> None:
    rows = [
        MemberRow.model_validate(row) for row in unpack(message.roster_id, message.chunk, message.sealed, message.key)
    ]
    outcomes = enrolling.take(message, rows)
    answer = OutcomesMessage(roster_id=message.roster_id, phase=message.phase, chunk=message.chunk, outcomes=outcomes)
    queue = RowsSettings.load().roster_outcomes_queue
    aws.client("sqs").send_message(QueueUrl=queue, MessageBody=answer.model_dump_json(by_alias=True))
