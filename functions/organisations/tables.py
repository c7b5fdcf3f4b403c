"""What `organisations` stores beside the tree of `kernel.directory`."""

import json
from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute

from kernel.rows import RowOutcome
from kernel.settings import table_name
from kernel.table import Row


class BelowRow(Row):
    """`ORG#<parent>` / `BELOW#<child>`: a child of an organisation above the county, which no county's tree lists."""

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


class AnsweredChunk(Row):
    """`ROSTER#<roster>#<chunk>` / `OUTCOMES`: what an applied chunk did, so that it is answered alike again."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="OUTCOMES")
    outcomes = UnicodeAttribute()

    @staticmethod
    def partition(roster_id: str, chunk: int) -> str:
        return f"ROSTER#{roster_id}#{chunk}"

    @classmethod
    def of(cls, roster_id: str, chunk: int, outcomes: Sequence[RowOutcome]) -> "AnsweredChunk":
        text = json.dumps([o.model_dump(exclude_defaults=True) for o in outcomes], separators=(",", ":"))
        return cls(cls.partition(roster_id, chunk), outcomes=text)

    def open(self) -> tuple[RowOutcome, ...]:
        return tuple(RowOutcome.model_validate(outcome) for outcome in json.loads(self.outcomes))
