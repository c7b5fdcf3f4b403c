"""After a day's run: whoever got something is told so once, outside of the house too. Stopped anywhere, safe twice."""

from collections.abc import Iterator
from datetime import date

from functions.notices.delivery_tables import Outgoing
from functions.notices.messages import Due
from functions.notices.tables import SHARDS
from kernel.sending import send as send_to
from kernel.settings import Settings


class DeliverySettings(Settings):
    delivery_queue: str


def send(county_id: str, day: date) -> int:
    """Order the digests of a county's day; what was ordered before is dropped where it is done. Returns how many."""
    return send_to(DeliverySettings.load().delivery_queue, _digests(county_id, day))


def _digests(county_id: str, day: date) -> Iterator[Due]:
    for shard in range(SHARDS):
        for row in Outgoing.query(Outgoing.partition(day, county_id, shard), consistent_read=True):
            yield Due(box=row.sk, county_id=county_id, day=day)
