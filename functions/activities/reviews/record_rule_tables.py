"""What a committee rules of the records of its subtree."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from functions.activities.tables import TABLE
from kernel.table import Item


class RecordRules(Item):
    """`RULES#<organisation>` / `RECORDS`: the fields of `record_rules.Settings`, set as a whole."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="RECORDS")
    content = JSONAttribute(default=dict)

    @property
    def organisation_id(self) -> str:
        return self.pk.removeprefix("RULES#")

    @staticmethod
    def key_of(organisation_id: str) -> tuple[str, str]:
        return f"RULES#{organisation_id}", "RECORDS"
