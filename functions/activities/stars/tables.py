"""The rows of star ratings."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.activities.roll.tables import Roll
from functions.activities.tables import TABLE
from kernel.table import Item


class Stars(Item):
    """`BRANCH#<id>` / `STARS#<year>`: what the county's committee confirmed, and what was computed at that moment.

    `findings`: code, counted, of, target, points, met of each criterion, as they were then.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    stars = NumberAttribute()
    proposed = NumberAttribute()
    score = NumberAttribute()
    findings: JSONAttribute = JSONAttribute(default=list)
    reason = UnicodeAttribute(null=True)
    at = UnicodeAttribute()

    @staticmethod
    def key_of(branch_id: str, year: int) -> tuple[str, str]:
        return Roll.partition(branch_id), f"STARS#{year}"


class StarSettings(Item):
    """`RULES#<organisation>` / `STARS`: the fields of `rules.Settings`, set as a whole."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    content: JSONAttribute = JSONAttribute(default=dict)

    @property
    def organisation_id(self) -> str:
        return self.pk.removeprefix("RULES#")

    @staticmethod
    def key_of(organisation_id: str) -> tuple[str, str]:
        return f"RULES#{organisation_id}", "STARS"
