"""A line of a roster while it is read: its cells by field, and what was found wrong in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from functions.rosters import cells
from functions.rosters.cells import Cell, Reader
from functions.rosters.errors import Unfit
from functions.rosters.sorting import BREAK, numbered
from kernel.masking import masked
from kernel.rows import RowOutcome

NOTHING = frozenset({"无", "/", "-", "--"})  # in a column that may be blank; dashes of any kind are plain by then


class Flaw(NamedTuple):
    """What is wrong in one cell: the sheet's row number, the field, a code, the value masked."""

    row: int
    column: str
    code: str
    shown: str = ""

    def outcome(self) -> RowOutcome:
        return RowOutcome(row=self.row, outcome="error", code=self.code, column=self.column, shown=self.shown or None)

    def text(self) -> str:
        """As one line that sorts by row and column."""
        return BREAK.join((numbered(self.row), self.column, self.code, self.shown))

    @classmethod
    def of_text(cls, line: str) -> "Flaw":
        row, column, code, shown = line.split(BREAK)
        return cls(int(row), column, code, shown)


@dataclass
class Line:
    """`row` is the number that the spreadsheet shows beside the line."""

    row: int
    cells: Mapping[str, Cell]
    flaws: list[Flaw] = field(default_factory=list)

    def wrong(self, column: str, code: str) -> None:
        """Note a flaw of a field."""
        self.flaws.append(Flaw(self.row, column, code, masked(column, cells.as_text(self.cells.get(column)))))

    def take[T](self, column: str, read: Reader[T]) -> T | None:
        """The field's value, or None for a cell that is blank, says that there is nothing, or is noted as wrong."""
        cell = self.cells.get(column)
        if not cells.begins_a_word(cell) and cells.plain(cell) in NOTHING:
            return None
        return self.read(column, read)

    def read[T](self, column: str, read: Reader[T]) -> T | None:
        """As `take`, where a word for nothing is read like any other."""
        cell = self.cells.get(column)
        return None if cells.is_blank(cell) else self._read(column, cell, read)

    def need[T](self, column: str, read: Reader[T]) -> T | None:
        """As `take`; a blank cell is wrong."""
        cell = self.cells.get(column)
        if not cells.is_blank(cell):
            return self._read(column, cell, read)
        self.wrong(column, "missing")
        return None

    def _read[T](self, column: str, cell: Cell, read: Reader[T]) -> T | None:
        try:
            return read(cell)
        except Unfit as unfit:
            self.wrong(column, unfit.code)
            return None


def is_blank_line(line: Sequence[Cell]) -> bool:
    return all(cells.is_blank(cell) for cell in line)
