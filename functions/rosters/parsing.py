"""A file as the messages that it becomes: the same file gives the same chunks, however often it is read."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import batched
from typing import IO

from functions.rosters.errors import Unreadable
from functions.rosters.header import Header
from functions.rosters.lines import Flaw
from functions.rosters.messages import Mapping, Order, Parsed, RefusedRows, Summary
from functions.rosters.opening import Opened, opened
from functions.rosters.sorting import in_order
from functions.rosters.taking import Record, Taker, taker
from kernel.parcel import Packer
from kernel.rows import RowsMessage

FLAWS_IN_PART = 200
ROWS_BETWEEN_SIGNS = 20_000


def parse(
    order: Order, file: IO[bytes], packer: Packer, mapping: Mapping | None = None, attempt: int = 0
) -> Iterator[Parsed]:
    """The messages of one upload: the beginning, signs of life, chunks, refused rows, the summary."""
    yield Parsed(roster_id=order.roster_id)
    try:
        with ExitStack() as spools:
            read = opened(order, file, mapping, spools)
            yield from Parser(order, packer, taker(order, spools), attempt).messages(read, told=mapping is not None)
    except Unreadable as error:
        summary = Summary(problem=error.problem, problem_columns=error.columns, layout=error.layout, attempt=attempt)
        yield Parsed(roster_id=order.roster_id, summary=summary)


class Parser:
    """Reads one file; chunks and parts count from 1."""

    def __init__(self, order: Order, packer: Packer, taker: Taker, attempt: int) -> None:
        self.order, self.packer, self.taker, self.attempt = order, packer, taker, attempt

    def messages(self, file: Opened, *, told: bool) -> Iterator[Parsed]:
        """Nothing but signs of life before the last line was read: a file that cannot be read leaves nothing behind."""
        header, lines, sheet = file
        if self.order.ask and not told:
            raise Unreadable("mapping_saved", layout=header.layout(sheet))
        read = 0
        for read, line in enumerate(lines, 1):
            self.taker.take(line)
            if read % ROWS_BETWEEN_SIGNS == 0:
                yield Parsed(roster_id=self.order.roster_id, read=read)
        if not read:
            raise Unreadable("no_rows")
        yield from self._found(read, header, sheet)

    def _found(self, read: int, header: Header, sheet: int) -> Iterator[Parsed]:
        chunks, parts = 0, 0
        for chunks, rows in enumerate(self.taker.chunks(), 1):
            yield self._chunk(chunks, rows)
        for parts, flaws in enumerate(batched(in_order(self.taker.flaws), FLAWS_IN_PART, strict=False), 1):
            refused = RefusedRows(part=parts, outcomes=tuple(Flaw.of_text(flaw).outcome() for flaw in flaws))
            yield Parsed(roster_id=self.order.roster_id, refused=refused)
        summary = Summary(
            chunks=chunks,
            parts=parts,
            rows=read,
            refused=self.taker.refused,
            unknown_columns=header.unknown,
            layout=header.layout(sheet),
            attempt=self.attempt,
        )
        yield Parsed(roster_id=self.order.roster_id, summary=summary)

    def _chunk(self, number: int, rows: Sequence[Record]) -> Parsed:
        order = self.order
        message = RowsMessage(
            roster_id=order.roster_id,
            kind=order.kind,
            phase="preview",
            chunk=number,
            organisation_id=order.organisation_id,
            county_id=order.county_id,
            actor=order.actor,
            sealed=self.packer.pack(number, rows),
            key=self.packer.wrapped,
        )
        return Parsed(roster_id=order.roster_id, chunk=message)
