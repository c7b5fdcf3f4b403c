"""One item per branch with a line for each member on its roll: what a search reads instead of dossiers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from functions.members.search_rules import Line
from kernel.settings import table_name
from kernel.table import Item


class Searched(Item):
    """`SEARCH#<branch>/LINES`: a private copy, kept by events. `lines` is a JSON list of arrays in the order of ids."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="LINES")
    lines = UnicodeAttribute(default="[]")

    @staticmethod
    def partition(branch_id: str) -> str:
        return f"SEARCH#{branch_id}"

    @property
    def branch_id(self) -> str:
        return self.pk.removeprefix("SEARCH#")

    def open(self) -> Iterator[Line]:
        values: list[list[Any]] = json.loads(self.lines)
        return (Line(*value) for value in values)

    def close(self, lines: Mapping[str, Line]) -> None:
        ordered = [lines[member_id] for member_id in sorted(lines)]
        self.lines = json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
