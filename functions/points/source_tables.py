"""What each source gave: so that it is given once, taken back in full, and never given after it was taken back."""

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item


class Source(Item):
    """`SOURCE#<activity>` / `<to>#<part>`, or `…#<member>` of who stood on another board by then.

    `given`: account → points, on the board of `branch_id` under one rule. `withdrawn`: the approval behind it was taken
    back; where that overtook the confirmation there is nothing else in it, and the confirmation finds it. `apart`: the
    accounts that stood elsewhere by then, each of which gives back in an act of its own.
    """

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    withdrawn = BooleanAttribute(default=False)
    given = JSONAttribute(default=dict)
    apart = JSONAttribute(default=list)
    branch_id = UnicodeAttribute(null=True)
    county_id = UnicodeAttribute(null=True)
    season = UnicodeAttribute(null=True)
    held_on = UnicodeAttribute(null=True)
    rule_set_id = UnicodeAttribute(null=True)
    rule_id = UnicodeAttribute(null=True)
    zh = UnicodeAttribute(null=True)
    en = UnicodeAttribute(null=True)
    line = UnicodeAttribute(null=True)

    @property
    def activity_id(self) -> str:
        return self.pk.removeprefix("SOURCE#")

    @staticmethod
    def key_of(activity_id: str, to: str, part: int, member: str = "") -> tuple[str, str]:
        return f"SOURCE#{activity_id}", f"{to}#{part}{'#' if member else ''}{member}"
