"""The trees below a city or a province: each county is one, and what stands directly below a city is of the city's own.

A tree is a partition of the index, so a subtree above the county is many. Which, on any day, is told by a log on each
organisation above them, appended when a tree comes or goes and read in the same call as the organisation.
"""

from collections import defaultdict

from pynamodb.attributes import ListAttribute, UnicodeAttribute

from kernel.directory import ancestors
from kernel.settings import table_name
from kernel.table import Row
from kernel.transaction import Values, Writes, on_key

CAME, WENT = "+", "-"
_DAY = 10  # characters


class Trees(Row):
    """`ORG#<id>` / `TREES`: `<day>+<path>` for a tree that came to stand below, `<day>-<path>` for one that went."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="TREES")
    told: ListAttribute[str] = ListAttribute(default=list)

    @staticmethod
    def key_of(organisation_id: str) -> tuple[str, str]:
        return f"ORG#{organisation_id}", "TREES"

    def on(self, day: str) -> list[str]:
        """The paths of the trees that stood below on a day, in their order."""
        standing = dict[str, bool]()
        for entry in self.told:
            if entry[:_DAY] <= day:
                standing[entry[_DAY + 1 :]] = entry[_DAY] == CAME
        return sorted(path for path, stands in standing.items() if stands)


def tell(work: Writes, day: str, *, came: str | None = None, went: str | None = None) -> None:
    """A tree stands at the path `came` from that day on, and at `went` no more: all above either path know it."""
    by_place = defaultdict(list)
    for sign, path in ((WENT, went), (CAME, came)):
        for place in ancestors(path)[:-1] if path else ():
            by_place[place].append({"S": f"{day}{sign}{path}"})
    for place, entries in by_place.items():
        values: Values = {":none": {"L": []}, ":new": {"L": entries}, ":sk": {"S": "TREES"}}
        append = "SET told = list_append(if_not_exists(told, :none), :new)"
        known = "attribute_not_exists(pk) OR sk = :sk"
        work.rows.append(on_key("Update", Trees(*Trees.key_of(place)), known, values, update=append))
