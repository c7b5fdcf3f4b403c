"""Messages that wait for the end of quiet hours, or for a carrier to come back, are ordered again when it is time."""

from datetime import datetime

import msgspec

from functions.notices.digesting import DeliverySettings
from functions.notices.messages import Due
from functions.notices.sent_tables import Waiting
from functions.notices.tables import SHARDS
from kernel.sending import send


def take_up(at: datetime) -> int:
    """Returns how many were ordered."""
    return sum(_order(row) for shard in range(SHARDS) for row in Waiting.until(at, shard))


def _order(row: Waiting) -> int:
    """Ordered first and taken away then: stopped in between, it is ordered twice and sent once."""
    ordered = send(DeliverySettings.load().delivery_queue, [msgspec.json.decode(row.due, type=Due)])
    row.delete()
    return ordered
