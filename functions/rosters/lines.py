"""A line of a roster while it is read: its cells by field, and what was found wrong in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from functions.rosters import cells
from functions.rosters.cells import Cell, Reader
from functions.rosters.errors import Unfit
from kernel.rows import RowOutcome

MOST_FLAWS = 5


class Flaw(NamedTuple):
    """What is wrong in one cell: the sheet's row number, the field, a code."""

    row: int
    column: str
    code: str

    def outcome(self) -> RowOutcome:
        return RowOutcome(row=self.row, outcome="error", code=self.code, column=self.column)


@dataclass
class Line:
    """`row` is the number that the spreadsheet shows beside the line."""

    row: int
    cells: Mapping[str, Cell]
    flaws: list[Flaw] = field(default_factory=list)

    def wrong(self, column: str, code: str) -> None:
        """Note a flaw of a field; one line has no more than five."""
        if len(self.flaws) < MOST_FLAWS:
            self.flaws.append(Flaw(self.row, column, code))

    def take[T](self, column: str, read: Reader[T]) -> T | None:
        """The field's value, or None for a blank cell or one that is noted as wrong."""
        cell = self.cells.get(column)
        if is_blank(cell):
            return None
        try:
            return read(cell)
        except Unfit as unfit:
            self.wrong(column, unfit.code)
            return None

    def need[T](self, column: str, read: Reader[T]) -> T | None:
        """As `take`; a blank cell is wrong."""
        if is_blank(self.cells.get(column)):
            self.wrong(column, "missing")
            return None
        return self.take(column, read)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cells.as_text(cell))


def is_blank_line(line: Sequence[Cell]) -> bool:
    return all(is_blank(cell) for cell in line)
