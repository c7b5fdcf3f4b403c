"""Some members of a branch are due: they get their copies of a dispatch, or are reminded of it."""

from typing import Any

from functions.notices import dispatch_delivering, dispatch_reminding
from functions.notices.dispatch_messages import Chunk
from kernel.consumer import Failures, each_message


def _carry_out(chunk: Chunk) -> None:
    if chunk.remind_on:
        dispatch_reminding.remind_chunk(chunk, chunk.remind_on)
    else:
        dispatch_delivering.deliver(chunk)


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_message(batch, Chunk, _carry_out, "notices.on_dispatch_due")
