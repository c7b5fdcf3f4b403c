"""The lines of branches as the search keeps them, from a place on: whom a member is found by."""

from collections.abc import Iterator
from dataclasses import dataclass

from functions.members.search_rules import Line
from functions.members.search_tables import Searched
from kernel.directory import Organisation
from kernel.subtrees import FIRST
from kernel.table import encode_cursor

AT_ONCE = 99


@dataclass(frozen=True)
class Place:
    """Where to go on: behind `path`, or at it after the member `after`."""

    path: str
    after: str | None = None

    @property
    def lowest(self) -> str:
        return self.path if self.after is not None else self.path + FIRST

    def cursor(self) -> str | None:
        return encode_cursor({"path": self.path} | ({"after": self.after} if self.after is not None else {}))


def lines(branches: list[Organisation], start: Place) -> Iterator[tuple[str, str, Line]]:
    """Branch, its path, and each member's line, in the order of the tree, from the place on."""
    stored = _stored(branches)
    for branch in branches:
        after = (start.after if branch.path == start.path else None) or ""
        for line in (line for part in stored.get(branch.id, ()) for line in part.open()):
            if line.id > after:
                after = line.id  # parts read while lines go from one to the next tell nobody twice
                yield branch.id, branch.path, line


def _stored(branches: list[Organisation]) -> dict[str, list[Searched]]:
    """Each branch's lines in their parts: one read, and another where a branch has more than one."""
    keys = [(Searched.partition(branch.id), Searched.place(0)) for branch in branches]
    first = Searched.find_all(keys) if keys else []
    more = [key for item in first for key in item.others()]
    found: dict[str, list[Searched]] = {}
    for part in (*first, *(sorted(Searched.find_all(more), key=lambda item: item.part) if more else ())):
        found.setdefault(part.branch_id, []).append(part)
    return found
