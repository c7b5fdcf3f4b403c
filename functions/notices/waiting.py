"""Messages that wait for the end of quiet hours, or for a carrier to come back, are ordered again when it is time."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched

import msgspec

from functions.notices.digesting import DeliverySettings
from functions.notices.messages import Due
from functions.notices.sent_tables import Waiting
from functions.notices.tables import SHARDS
from kernel.sending import IN_BATCH, send_few


def take_up(at: datetime) -> int:
    """Returns how many were ordered."""
    waiting = (row for shard in range(SHARDS) for row in Waiting.until(at, shard))
    return sum(_order(rows) for rows in batched(waiting, IN_BATCH, strict=False))


def _order(rows: Sequence[Waiting]) -> int:
    """Ordered first and taken away then: stopped in between, it is ordered twice and sent once. What the queue does not
    take waits for the next quarter of an hour."""
    dues = [msgspec.json.decode(row.due, type=Due) for row in rows]
    refused = set(send_few(DeliverySettings.load().delivery_queue, dues))
    for row in (row for place, row in enumerate(rows) if place not in refused):
        row.delete()
    return len(rows) - len(refused)
