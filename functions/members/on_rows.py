"""Chunks of member rows from `rosters` (queue): previewed, applied or taken back, and answered on another queue.

Answered once per delivery with the same content: `rosters` counts a chunk once. The answers of a batch go together;
where the queue does not take them the whole batch comes again, and changes nothing more.
"""

from typing import Any

from functions.members import effects, enrolling, undoing
from functions.members.chunks import Chunks
from kernel.consumer import Failures, each_message
from kernel.masking import with_values
from kernel.rows import BranchEffect, OutcomesMessage, RowOutcome, RowsMessage, together
from kernel.sending import send
from kernel.settings import Settings


class RowsSettings(Settings):
    roster_outcomes_queue: str


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    answers: list[OutcomesMessage] = []
    chunks = Chunks.of(event)
    failed = each_message(event, RowsMessage, lambda one: answers.append(on_rows(one, chunks)), "members.on_rows")
    send(RowsSettings.load().roster_outcomes_queue, together(answers))
    return failed


def on_rows(message: RowsMessage, chunks: Chunks) -> OutcomesMessage:
    if message.phase == "undo":
        chunks.forget()
        return _told(message, undoing.take_back(message))
    rows = chunks.rows_of(message)
    outcomes = with_values(enrolling.take(message, rows, chunks), rows)
    previews = message.phase == "preview"
    return _told(message, outcomes, effects.of(message, rows, outcomes, chunks.before) if previews else None)


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
