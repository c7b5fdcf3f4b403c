"""One item per branch with a line for each member on its roll: what a search reads instead of dossiers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.members.search_rules import Line
from kernel.settings import table_name
from kernel.table import Item

LARGEST = 300_000  # bytes of lines in an item, which may have 400 KB


class Searched(Item):
    """`SEARCH#<branch>/LINES`: a private copy, kept by events. `lines` is a JSON list of arrays in the order of ids.

    What does not go into one item goes on in `LINES#1`, `LINES#2`…: `parts` of the first one says how many there are.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="LINES")
    lines = UnicodeAttribute(default="[]")
    parts = NumberAttribute(default=1)

    @staticmethod
    def partition(branch_id: str) -> str:
        return f"SEARCH#{branch_id}"

    @staticmethod
    def place(part: int) -> str:
        return f"LINES#{part}" if part else "LINES"

    @property
    def branch_id(self) -> str:
        return self.pk.removeprefix("SEARCH#")

    @property
    def part(self) -> int:
        return int(self.sk.removeprefix("LINES").removeprefix("#") or 0)

    def others(self) -> list[tuple[str, str]]:
        """The keys of the parts after this first one."""
        return [(self.pk, self.place(part)) for part in range(1, int(self.parts))]

    def open(self) -> Iterator[Line]:
        values: list[list[Any]] = json.loads(self.lines)
        return (Line(*value) for value in values)


def packed(lines: Mapping[str, Line]) -> list[str]:
    """The lines in the order of their ids, as the texts of as few items as hold them; at least one."""
    texts: list[list[str]] = [[]]
    size = 0
    for member_id in sorted(lines):
        line = json.dumps(lines[member_id], ensure_ascii=False, separators=(",", ":"))
        size += len(line.encode()) + 1
        if size > LARGEST:
            texts.append([])
            size = len(line.encode()) + 1
        texts[-1].append(line)
    return [f"[{','.join(text)}]" for text in texts]
