"""The thresholds of the lists, as committees set them."""

from datetime import date

import msgspec
from pynamodb.attributes import UnicodeAttribute

from functions.ranking.band_rules import Dated, Thresholds, on
from kernel.settings import table_name
from kernel.table import Item

ABOVE = "ABOVE"


class BandsItem(Item):
    """`BANDS#<county>` / `<organisation>`: every set of an organisation, by day; `BANDS#ABOVE` above counties."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    sets = UnicodeAttribute(default="[]")

    @staticmethod
    def partition(county_id: str) -> str:
        return f"BANDS#{county_id}"


def opened(item: BandsItem) -> list[Dated]:
    """Every set of an organisation."""
    return msgspec.json.decode(item.sets, type=list[Dated])


def in_partition(county_id: str, day: date) -> dict[str, Thresholds]:
    """What each organisation of a county, or above counties, has in force on a day."""
    items = BandsItem.query(BandsItem.partition(county_id), consistent_read=True)
    told = {item.sk: on(opened(item), day) for item in items}
    return {own: thresholds for own, thresholds in told.items() if thresholds}
