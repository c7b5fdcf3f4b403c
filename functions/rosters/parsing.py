"""A file as the messages that it becomes: the same file gives the same chunks, however often it is read."""

from collections.abc import Iterator, Sequence
from itertools import batched, groupby
from typing import IO, Any

from functions.rosters import csv_file, header, workbook
from functions.rosters.errors import Unreadable
from functions.rosters.header import Header
from functions.rosters.lines import Flaw, Line
from functions.rosters.member_lines import member_row
from functions.rosters.messages import CSV, Order, Parsed, RefusedRows, Summary
from functions.rosters.organisation_lines import Root, Tree, stated
from functions.rosters.sorting import Record, in_order
from functions.rosters.zip_guard import ZIP
from kernel.parcel import Packer
from kernel.rows import MEMBERS_IN_CHUNK, ORGANISATIONS_IN_CHUNK, RowsMessage

FLAWS_IN_PART = 200


def parse(order: Order, file: IO[bytes], packer: Packer) -> Iterator[Parsed]:
    """The messages of one upload: the beginning, refused rows, chunks, the summary."""
    yield Parsed(roster_id=order.roster_id)
    try:
        yield from Parser(order, packer).messages(file)
    except Unreadable as error:
        summary = Summary(problem=error.problem, problem_columns=error.columns)
        yield Parsed(roster_id=order.roster_id, summary=summary)


class Parser:
    """Reads one file; chunks and parts count from 1."""

    def __init__(self, order: Order, packer: Packer) -> None:
        self.order, self.packer = order, packer
        self.flaws: list[Flaw] = []
        self.read = self.refused = 0

    def messages(self, file: IO[bytes]) -> Iterator[Parsed]:
        found, lines = self._lines(file)
        chunks = self._members(lines) if self.order.kind == "members" else self._organisations(lines)
        number, parts = 0, 0
        for number, rows in enumerate(chunks, 1):  # the first chunk is there when the last line was read
            yield self._chunk(number, rows)
        if not self.read:
            raise Unreadable("no_rows")
        for parts, flaws in enumerate(batched(sorted(self.flaws), FLAWS_IN_PART, strict=False), 1):
            refused = RefusedRows(part=parts, outcomes=tuple(flaw.outcome() for flaw in flaws))
            yield Parsed(roster_id=self.order.roster_id, refused=refused)
        summary = Summary(
            chunks=number, parts=parts, rows=self.read, refused=self.refused, unknown_columns=found.unknown
        )
        yield Parsed(roster_id=self.order.roster_id, summary=summary)

    def _lines(self, file: IO[bytes]) -> tuple[Header, Iterator[Line]]:
        """The first sheet with a header. Raises `Unreadable` if none has one, or what the file is, is not its type."""
        file.seek(0)
        if self.order.content_type == CSV:
            if file.read(4) == ZIP:
                raise Unreadable("type_differs")
            return header.lines(self.order.kind, csv_file.rows(file))
        for sheet in workbook.sheets(file):
            try:
                return header.lines(self.order.kind, sheet)
            except Unreadable as error:
                if error.problem != "no_header":
                    raise
        raise Unreadable("no_header")

    def _members(self, lines: Iterator[Line]) -> Iterator[Sequence[Record]]:
        """Up to twenty rows of one branch at a time, branch by branch."""
        ordered = in_order(self._member_rows(lines), key=lambda row: (row["branchCode"], row["row"]))
        for _, branch in groupby(ordered, key=lambda row: row["branchCode"]):
            yield from batched(branch, MEMBERS_IN_CHUNK, strict=False)

    def _member_rows(self, lines: Iterator[Line]) -> Iterator[Record]:
        seen: set[str] = set()
        for line in lines:
            row = member_row(line, self.order.day)
            if row is not None and row.id_number in seen:
                line.wrong("id_number", "duplicate_id")
            self._count(line)
            if row is not None and not line.flaws:
                seen.add(row.id_number)
                yield row.model_dump(mode="json", by_alias=True)

    def _organisations(self, lines: Iterator[Line]) -> Iterator[Sequence[Record]]:
        """Up to ten organisations at a time, those near the root first."""
        known = [stated(line, self.order.day) for line in lines]
        root = Root(self.order.organisation_code, self.order.organisation_kind, self.order.organisation_level)
        rows = sorted(Tree(root, known).rows(), key=lambda row: (len(row.lineage), row.row))
        for one in known:
            self._count(one.line)
        yield from batched(
            (row.model_dump(mode="json", by_alias=True) for row in rows), ORGANISATIONS_IN_CHUNK, strict=False
        )

    def _count(self, line: Line) -> None:
        self.read += 1
        self.refused += bool(line.flaws)
        self.flaws += line.flaws

    def _chunk(self, number: int, rows: Sequence[dict[str, Any]]) -> Parsed:
        order = self.order
        message = RowsMessage(
            roster_id=order.roster_id,
            kind=order.kind,
            phase="preview",
            chunk=number,
            organisation_id=order.organisation_id,
            county_id=order.county_id,
            actor=order.actor,
            sealed=self.packer.pack(number, list(rows)),
            key=self.packer.wrapped,
        )
        return Parsed(roster_id=order.roster_id, chunk=message)
