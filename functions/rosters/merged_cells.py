"""Merged cells: a value that stands once and holds for several lines, as committees merge the branch of its people."""

import re
from array import array
from collections.abc import Iterator, Sequence

from functions.rosters.cells import Cell
from functions.rosters.errors import Unreadable

MOST = 50_000
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW_BITS, _COLUMN_BITS = 24, 14
LAST = 1_048_576  # the last row that a sheet can have


class MergedCells:
    """The ranges of one sheet that reach over several rows; each gives its first value to its first column."""

    def __init__(self) -> None:
        self.ranges = array("Q")
        self.waiting: Iterator[int] | None = None
        self.next: tuple[int, int, int] | None = None
        self.open: dict[int, tuple[int, Cell]] = {}

    def add(self, reference: str | None, column: int) -> None:
        """A range as the sheet states it, `B3:B9`, and its first column from 0. Raises `Unreadable` for too many."""
        found = _RANGE.fullmatch(reference or "")
        if found is None:
            raise Unreadable("damaged")
        top, bottom = int(found[2]), int(found[4])
        if not top < bottom <= LAST:
            return
        if len(self.ranges) == MOST:
            raise Unreadable("too_many_cells")
        self.ranges.append((top << _ROW_BITS | bottom) << _COLUMN_BITS | column)

    def filled(self, row: int, values: list[Cell]) -> Sequence[Cell]:
        """The cells of a row, with the values of the ranges that began above it where it has none of its own."""
        if not self.ranges:
            return values
        self._close(row)
        for column, (_, value) in self.open.items():
            values += [None] * (column + 1 - len(values))
            if values[column] is None:
                values[column] = value
        self._begin(row, values)
        return values

    def _close(self, row: int) -> None:
        self.open = {column: kept for column, kept in self.open.items() if kept[0] >= row}

    def _begin(self, row: int, values: Sequence[Cell]) -> None:
        if self.waiting is None:
            self.waiting = iter(sorted(self.ranges))
            self._advance()
        while self.next and self.next[0] <= row:
            top, bottom, column = self.next
            if top == row and column < len(values) and values[column] is not None:
                self.open[column] = (bottom, values[column])
            self._advance()

    def _advance(self) -> None:
        packed = next(self.waiting, None) if self.waiting else None
        if packed is None:
            self.next = None
            return
        rows, column = packed >> _COLUMN_BITS, packed & (1 << _COLUMN_BITS) - 1
        self.next = (rows >> _ROW_BITS, rows & (1 << _ROW_BITS) - 1, column)
