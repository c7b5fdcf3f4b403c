"""Whatever waits for a day: two sparse indexes that every such item shares."""

from datetime import date
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from kernel.table import Item


class CountyDue(GlobalSecondaryIndex[Any]):
    """What waits in a county, by the day on which it is due: `<noun>#<county>`, `<day>#<member or request>`."""

    class Meta:
        index_name = "county_due"
        projection = AllProjection()

    listed_county = UnicodeAttribute(hash_key=True)
    listed_due = UnicodeAttribute(range_key=True)


class PlaceDue(GlobalSecondaryIndex[Any]):
    """What waits at one organisation, by the day on which it is due: `<noun>#<organisation>`, as above."""

    class Meta:
        index_name = "place_due"
        projection = AllProjection()

    listed_place = UnicodeAttribute(hash_key=True)
    listed_due = UnicodeAttribute(range_key=True)


class Waiting(Item):
    """An item that waits: while it does, its `listed_…` attributes put it into both indexes.

    `branch_id` is the branch by which its place in the tree is decided.
    """

    branch_id = UnicodeAttribute()
    listed_county = UnicodeAttribute(null=True)
    listed_place = UnicodeAttribute(null=True)
    listed_due = UnicodeAttribute(null=True)
    county_due = CountyDue()
    place_due = PlaceDue()

    NOUN = ""

    def list_under(self, county_id: str, place_id: str | None, due: date | str, key: str) -> None:
        self.listed_county = f"{self.NOUN}#{county_id}"
        self.listed_place = f"{self.NOUN}#{place_id}" if place_id else None
        self.listed_due = f"{due}#{key}"

    def unlist(self) -> None:
        self.listed_county = self.listed_place = self.listed_due = None

    def said(self) -> dict[str, Any]:
        """What it holds apart from its key and its place in lists, for keeping it once it waits no longer."""
        beside = ("pk", "sk", "version", "listed_county", "listed_place", "listed_due")
        return {n: v for n, v in self.attribute_values.items() if n not in beside and v is not None}
