"""What `organisations` stores beside the tree of `kernel.directory`."""

from collections.abc import Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.directory import Organisation, OrganisationsByPath
from kernel.rows import RowOutcome, RowsMessage, opened, stored
from kernel.settings import table_name
from kernel.table import Row


class BelowRow(Row):
    """`ORG#<parent>` / `BELOW#<child>`: a child that is not closed, seen the moment it is founded, unlike in the index.

    It lists the children of an organisation above the county, which no county's tree does, and keeps a parent open.
    """

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    PREFIX = "BELOW#"

    @staticmethod
    def key_of(parent_id: str, child_id: str = "") -> tuple[str, str]:
        return f"ORG#{parent_id}", f"BELOW#{child_id}"

    @property
    def child_id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)


class Door(Row):
    """`ORG#<id>` / `DOOR`: how often something came to stand below an organisation, or went into it; shut with it.

    Who comes in moves the number, who closes rests on it: of the two at once, one is refused.
    """

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="DOOR")
    passed_n = NumberAttribute(default=0)
    shut_on = UnicodeAttribute(null=True)

    @staticmethod
    def key_of(organisation_id: str) -> tuple[str, str]:
        return f"ORG#{organisation_id}", "DOOR"


class WasByPath(OrganisationsByPath):
    """The same index as the tree's, under `WAS#<county>`: what a county was, in the order of the paths of then."""

    class Meta(OrganisationsByPath.Meta):
        pass


class Was(Organisation):
    """`ORG#<id>` / `WAS#<version>#<n>`: an organisation as it was from `since` until the day before `until`.

    What a county or a city was is kept as `ABOVE#<version>` too, in the tree of what it stood below.
    """

    class Meta(Organisation.Meta):
        pass

    until = UnicodeAttribute()
    tree = WasByPath()

    PREFIX = "WAS#"
    ABOVE = "ABOVE#"

    @property
    def is_of_a_tree_below(self) -> bool:
        return self.sk.startswith(self.ABOVE)

    @property
    def was_version(self) -> int:
        return int(self.sk.split("#")[1])

    @classmethod
    def county(cls, county_id: str) -> str:
        return cls.PREFIX + county_id

    @classmethod
    def place(cls, version: float, n: int) -> str:
        return f"{cls.PREFIX}{int(version):010d}#{n}"


class AnsweredChunk(Row):
    """`ROSTER#<roster>#<chunk>` / `OUTCOMES`: what an applied chunk did, so that it is answered alike again.

    `did` is what it takes to take it back: `[[row, outcome, organisation, version after, {fact: former}]]`. `UNDONE` in
    the place of `OUTCOMES` is the answer to that. Both carry `#<generation>` when a roster is applied again.
    """

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="OUTCOMES")
    outcomes = UnicodeAttribute()
    did = UnicodeAttribute(null=True)

    @staticmethod
    def key_of(message: RowsMessage, what: str = "OUTCOMES") -> tuple[str, str]:
        again = f"#{message.generation}" if message.generation else ""
        return f"ROSTER#{message.roster_id}#{message.chunk}", what + again

    @classmethod
    def of(cls, message: RowsMessage, outcomes: Sequence[RowOutcome], what: str = "OUTCOMES") -> "AnsweredChunk":
        return cls(*cls.key_of(message, what), outcomes=stored(outcomes))

    def open(self) -> tuple[RowOutcome, ...]:
        return opened(self.outcomes)
