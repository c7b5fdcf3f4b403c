"""What was asked of branches, what may be, and how many are at home there: all of a county in one read."""

from collections.abc import Mapping

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from kernel.burdens import ADDING, Demands
from kernel.settings import table_name
from kernel.table import Item, Row
from kernel.transaction import Operation

BUDGETS, PEOPLE = "BUDGETS", "PEOPLE#"  # both after every month


class ByCounty(GlobalSecondaryIndex["Load"]):
    """A county from a month on: what was asked of its branches, its budgets, and how many members each branch has."""

    class Meta:
        index_name = "county"
        projection = IncludeProjection(["people", "requests", "forms", "photos", "budgets"])

    of_county = UnicodeAttribute(hash_key=True)
    in_county = UnicodeAttribute(range_key=True)


class Load(Row):
    """`BURDEN#<branch>` / `<month>`: what was asked of a branch. Moves with the tally of a dispatch, and with
    tasks that a committee assigned."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    of_county = UnicodeAttribute()
    in_county = UnicodeAttribute()
    requests = NumberAttribute(default=0)
    forms = NumberAttribute(default=0)
    photos = NumberAttribute(default=0)
    people = NumberAttribute(null=True)
    budgets = JSONAttribute(null=True)
    county = ByCounty()

    @staticmethod
    def partition(branch_id: str) -> str:
        return f"BURDEN#{branch_id}"

    @property
    def asked(self) -> Demands:
        return Demands(int(self.requests or 0), int(self.forms or 0), int(self.photos or 0))

    @classmethod
    def add(cls, branch_id: str, county_id: str, month: str, demands: Demands) -> Operation:
        """Put a demand on a branch; only in the transaction of the row that says so."""
        row = cls(cls.partition(branch_id), month)
        change = f"SET of_county = :county, in_county = :place {ADDING}"
        places = {":county": {"S": county_id}, ":place": {"S": f"{month}#{branch_id}"}}
        body = {"TableName": cls.Meta.table_name, "Key": row.key(), "UpdateExpression": change}
        return Operation("Update", body | {"ExpressionAttributeValues": demands.values | places})


class Budgets(Item):
    """`BUDGETS#<county>` or `BUDGETS#ABOVE` / `NOW`: organisation → the budget that it set, and the number of the fact.

    Those of organisations above the counties stand together, under a key that is known before anything is read.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    of_county = UnicodeAttribute(null=True)
    in_county = UnicodeAttribute(null=True)
    budgets = JSONAttribute(default=dict)

    ABOVE = "ABOVE"

    @classmethod
    def key_of(cls, county_id: str) -> tuple[str, str]:
        return f"BUDGETS#{county_id}", "NOW"

    @classmethod
    def load(cls, county_id: str) -> "Budgets":
        key = cls.key_of(county_id)
        if county_id == cls.ABOVE:
            return cls.find(*key) or cls(*key)
        return cls.find(*key) or cls(*key, of_county=county_id, in_county=BUDGETS)


def values_of(budgets: Mapping[str, list[str | int]] | None) -> dict[str, str]:
    """Organisation → what it set."""
    return {place: str(value) for place, (value, _seq) in (budgets or {}).items()}
