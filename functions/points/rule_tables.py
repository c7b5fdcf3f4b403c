"""The rule sets that committees have published."""

from datetime import date

from pynamodb.attributes import UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item


class RuleSetsItem(Item):
    """`RULES#<organisation>` / `SETS`: which sets one committee has published, as JSON; their rules lie beside it."""

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="SETS")
    sets = UnicodeAttribute()

    @staticmethod
    def key_of(organisation_id: str) -> tuple[str, str]:
        return f"RULES#{organisation_id}", "SETS"


class RulesItem(Item):
    """`RULES#<organisation>` / `SET#<day>`: one set of a committee, as JSON. Sixty rules are at most some 60 KB."""

    class Meta:
        table_name = table_name("points")

    PREFIX = "SET#"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    content = UnicodeAttribute()

    @classmethod
    def key_of(cls, organisation_id: str, day: date) -> tuple[str, str]:
        return f"RULES#{organisation_id}", f"{cls.PREFIX}{day.isoformat()}"
