"""Chunks of member rows from `rosters` (queue): previewed, applied or taken back, and answered on another queue.

Answered once per delivery with the same content: `rosters` counts a chunk once. The answers of a batch go together;
where the queue does not take them the whole batch comes again, and changes nothing more.
"""

from typing import Any

import msgspec

from functions.members import effects, enrolling, undoing
from kernel.consumer import Failures, each_message
from kernel.masking import with_values
from kernel.parcel import unpack
from kernel.rows import BranchEffect, MemberRow, OutcomesMessage, RowOutcome, RowsMessage
from kernel.sending import send
from kernel.settings import Settings


class RowsSettings(Settings):
    roster_outcomes_queue: str


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    answers: list[OutcomesMessage] = []
    failed = each_message(event, RowsMessage, lambda message: answers.append(on_rows(message)), "members.on_rows")
    send(RowsSettings.load().roster_outcomes_queue, answers)
    return failed


def on_rows(message: RowsMessage) -> OutcomesMessage:
    if message.phase == "undo":
        return _told(message, undoing.take_back(message))
    rows = [
        msgspec.convert(row, MemberRow) for row in unpack(message.roster_id, message.chunk, message.sealed, message.key)
    ]
    outcomes = with_values(enrolling.take(message, rows), rows)
    return _told(message, outcomes, effects.of(message, rows, outcomes) if message.phase == "preview" else None)


def _told(
    message: RowsMessage, outcomes: tuple[RowOutcome, ...], effect: BranchEffect | None = None
) -> OutcomesMessage:
    return OutcomesMessage(
        roster_id=message.roster_id,
        phase=message.phase,
        chunk=message.chunk,
        outcomes=outcomes,
        generation=message.generation,
        effect=effect,
    )
