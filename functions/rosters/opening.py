"""A file opened as what it says it is: the header that was found or told, and the lines below it."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from typing import IO

from functions.rosters import csv_file, header, workbook
from functions.rosters.errors import Unreadable
from functions.rosters.header import Header, Row
from functions.rosters.lines import Line
from functions.rosters.messages import CSV, Mapping, Order
from functions.rosters.zip_guard import ZIP

type Opened = tuple[Header, Iterator[Line], int]


def opened(order: Order, file: IO[bytes], mapping: Mapping | None, until: ExitStack) -> Opened:
    """Header, lines and number of the first sheet whose header says all that is needed, or of the one that was told.

    The lines can be read until the stack is closed.

    Raises `Unreadable`: where no sheet has such a header, with the columns of the first that comes near.
    """
    nearest: Unreadable | None = None
    sheets = until.enter_context(closing(_sheets(order, file)))
    for number, rows in enumerate(sheets, 1):
        if mapping is not None and number != mapping.sheet:
            continue
        try:
            found = header.mapped(order.kind, rows, mapping) if mapping else header.lines(order.kind, rows, number)
        except Unreadable as error:
            if error.problem not in header.CAN_BE_TOLD:
                raise
            nearest = _nearer(nearest, error)
        else:
            return *found, number
    raise nearest or Unreadable("no_header")


def _nearer(known: Unreadable | None, other: Unreadable) -> Unreadable:
    """Of two sheets without a header, the one that a person could tell more of."""
    if known is None or (known.layout is None and other.layout is not None):
        return other
    return other if known.problem == "no_header" and other.problem != "no_header" else known


def _sheets(order: Order, file: IO[bytes]) -> Generator[Iterator[Row]]:
    file.seek(0)
    if order.content_type == CSV:
        if file.read(4) == ZIP:
            raise Unreadable("type_differs")
        with closing(csv_file.rows(file)) as records:
            yield enumerate(records, 1)
    else:
        yield from workbook.sheets(file)
