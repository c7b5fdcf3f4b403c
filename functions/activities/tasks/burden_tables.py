"""What branches were asked for in a month: `activities`' own copy."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.activities.tables import TABLE
from kernel.burdens import ADDING, Demands
from kernel.table import Row
from kernel.transaction import Operation


class Burden(Row):
    """`BURDEN#<branch>` / `<month>`: requests, forms and photos, by dispatches and by the tasks of committees."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    requests = NumberAttribute(default=0)
    forms = NumberAttribute(default=0)
    photos = NumberAttribute(default=0)

    @staticmethod
    def key_of(branch_id: str, month: str) -> tuple[str, str]:
        return f"BURDEN#{branch_id}", month

    @property
    def branch_id(self) -> str:
        return self.pk.removeprefix("BURDEN#")

    @property
    def asked(self) -> Demands:
        return Demands(int(self.requests), int(self.forms), int(self.photos))

    @classmethod
    def add(cls, branch_id: str, month: str, demands: Demands) -> Operation:
        """Only in the transaction of the row that says so."""
        key = cls(*cls.key_of(branch_id, month)).key()
        body = {"TableName": TABLE, "Key": key, "UpdateExpression": ADDING}
        return Operation("Update", body | {"ExpressionAttributeValues": demands.values})
