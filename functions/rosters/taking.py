"""The lines of a roster taken in one by one, then given out in chunks: members by branch, organisations by depth."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import batched, groupby
from typing import Any, Protocol

import msgspec

from functions.rosters.errors import Unreadable
from functions.rosters.lines import Flaw, Line
from functions.rosters.member_lines import member_row
from functions.rosters.messages import Order
from functions.rosters.organisation_lines import Root, Stated, Tree, stated
from functions.rosters.sorting import BREAK, in_order, numbered
from functions.rosters.spooling import Repeated, Spool
from kernel.masking import masked
from kernel.rows import MEMBERS_IN_CHUNK, ORGANISATIONS_IN_CHUNK

MOST_ORGANISATIONS = 20_000  # a county has about a thousand; their tree is held in memory

type Record = dict[str, Any] | msgspec.Raw


class Taker(Protocol):
    """`flaws` are the texts of `Flaw`; what is `refused` is known when the last chunk was given out."""

    flaws: Spool
    refused: int

    def take(self, line: Line) -> None: ...

    def chunks(self) -> Iterator[Sequence[Record]]: ...


def taker(order: Order, opened: ExitStack) -> Taker:
    return Members(order, opened) if order.kind == "members" else Organisations(order, opened)


class _Flawed:
    def __init__(self, order: Order, opened: ExitStack) -> None:
        self.order, self.refused = order, 0
        self.flaws = opened.enter_context(Spool())

    def refuse(self, flaws: Sequence[Flaw]) -> None:
        self.refused += bool(flaws)
        for flaw in flaws:
            self.flaws.add(flaw.text())


class Members(_Flawed):
    """Up to twenty rows of one branch at a time, branch by branch; of one ID number the first good row alone.

    What it took stands on disk: memory does not grow with the number of rows.
    """

    def __init__(self, order: Order, opened: ExitStack) -> None:
        super().__init__(order, opened)
        self.rows, self.repeated = opened.enter_context(Spool()), opened.enter_context(Repeated())

    def take(self, line: Line) -> None:
        row = member_row(line, self.order.day)
        self.refuse(line.flaws)
        if row is not None:
            self.rows.add(BREAK.join((row.branch_code, numbered(row.row), msgspec.json.encode(row).decode())))
            self.repeated.note(row.id_number, row.row)

    def chunks(self) -> Iterator[Sequence[Record]]:
        for row, id_number in self.repeated.rows():
            self.refuse([Flaw(row, "id_number", "duplicate_id", masked("id_number", id_number))])
        for _, branch in groupby(self._good(), key=lambda pair: pair[0]):
            for chunk in batched(branch, MEMBERS_IN_CHUNK, strict=False):
                yield [msgspec.Raw(text) for _, text in chunk]

    def _good(self) -> Iterator[tuple[str, str]]:
        """Branch and row, in the order of branches and rows."""
        for line in in_order(self.rows):
            branch, row, text = line.split(BREAK, 2)
            if not self.repeated.has(int(row)):
                yield branch, text


class Organisations(_Flawed):
    """Up to ten organisations at a time, those near the root first."""

    def __init__(self, order: Order, opened: ExitStack) -> None:
        super().__init__(order, opened)
        self.known: list[Stated] = []

    def take(self, line: Line) -> None:
        if len(self.known) == MOST_ORGANISATIONS:
            raise Unreadable("too_many_organisations")
        self.known.append(stated(line, self.order.day))

    def chunks(self) -> Iterator[Sequence[Record]]:
        root = Root(self.order.organisation_code, self.order.organisation_kind, self.order.organisation_level)
        rows = sorted(Tree(root, self.known).rows(), key=lambda row: (len(row.lineage), row.row))
        for one in self.known:
            self.refuse(one.line.flaws)
        records = (msgspec.to_builtins(row) for row in rows)
        yield from batched(records, ORGANISATIONS_IN_CHUNK, strict=False)
