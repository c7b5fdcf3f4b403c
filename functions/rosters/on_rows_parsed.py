"""What the parser found in a file: the chunks of a batch are kept together, and everything else by itself.

Where the table or the queue does not take the chunks the whole batch comes again, and changes nothing more.
"""

from typing import Any

from functions.rosters.keeping import keep, keep_chunks
from functions.rosters.messages import Parsed
from kernel.consumer import Failures, each_message
from kernel.rows import RowsMessage


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    chunks: list[RowsMessage] = []

    def sort(parsed: Parsed) -> None:
        if parsed.chunk is not None:
            chunks.append(parsed.chunk)
        else:
            keep(parsed)

    failed = each_message(event, Parsed, sort, "rows parsed")
    keep_chunks(chunks)
    return failed
