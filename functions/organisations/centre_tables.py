"""Service centres, with all that the public may read of them."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item


class Centre(Item):
    """`CENTRE#<id>` / `NOW`. Its organisation lists it too, so that maps and lists read the tree alone."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    organisation_id = UnicodeAttribute()
    name = UnicodeAttribute()
    address = UnicodeAttribute()
    hours = UnicodeAttribute(null=True)
    lat_e6 = NumberAttribute()
    lng_e6 = NumberAttribute()
    verified_on = UnicodeAttribute()
    services = UnicodeAttribute(default="[]")

    @property
    def id(self) -> str:
        return self.pk.removeprefix("CENTRE#")

    @staticmethod
    def key_of(centre_id: str) -> tuple[str, str]:
        return f"CENTRE#{centre_id}", "NOW"
