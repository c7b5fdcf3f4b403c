"""Finds the line that names the columns, below whatever title stands above it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from functions.rosters import cells
from functions.rosters.cells import Cell
from functions.rosters.columns import COLUMNS, Column
from functions.rosters.errors import Unreadable
from functions.rosters.lines import Line, is_blank_line
from kernel.rows import Kind

MOST_LINES_ABOVE = 20
FEWEST_COLUMNS = 3
MOST_COLUMNS = 60
MOST_ROWS = 250_000
_NOISE = re.compile(r"[\s*:_]+")
_REMARK = re.compile(r"\([^)]*\)$")


@dataclass(frozen=True)
class Header:
    """`fields` says for each column of the sheet which field it holds; `unknown` are the letters of the others."""

    fields: tuple[str | None, ...]
    unknown: tuple[str, ...]

    def line(self, row: int, values: Sequence[Cell]) -> Line:
        """The line with a cell for every field, None where it is shorter than the header."""
        return Line(row, {field: cell for field, cell in zip_longest(self.fields, values) if field})


def lines(kind: Kind, sheet: Iterable[Sequence[Cell]]) -> tuple[Header, Iterator[Line]]:
    """The header and the lines below it that are not blank. Raises `Unreadable`."""
    numbered = enumerate(sheet, 1)
    for _, values in islice(numbered, MOST_LINES_ABOVE):
        if header := _header(kind, values):
            return header, _below(header, numbered)
    raise Unreadable("no_header")


def _below(header: Header, numbered: Iterator[tuple[int, Sequence[Cell]]]) -> Iterator[Line]:
    read = 0
    for row, values in numbered:
        if is_blank_line(values):
            continue
        read += 1
        if read > MOST_ROWS:
            raise Unreadable("too_many_rows")
        if len(values) > MOST_COLUMNS and not is_blank_line(values[MOST_COLUMNS:]):
            raise Unreadable("too_many_columns")
        yield header.line(row, values)


def _header(kind: Kind, values: Sequence[Cell]) -> Header | None:
    """The header in this line, or None if it names too few columns to be one."""
    by_word = {spelling: column for column in COLUMNS[kind] for spelling in (column.heading, *column.others)}
    found = [_column(by_word, cell) for cell in values]
    known = [column for column in found if column]
    if len(known) < FEWEST_COLUMNS:
        return None
    twice = {column.heading for column in known if known.count(column) > 1}
    if twice:
        raise Unreadable("column_twice", *sorted(twice))
    missing = [column.heading for column in COLUMNS[kind] if column.needed and column not in known]
    if missing:
        raise Unreadable("missing_columns", *missing)
    unknown = (_letters(i) for i, cell in enumerate(values) if found[i] is None and cells.as_text(cell))
    return Header(tuple(column.field if column else None for column in found), tuple(islice(unknown, MOST_COLUMNS)))


def _column(by_word: dict[str, Column], cell: Cell) -> Column | None:
    if not isinstance(cell, str):
        return None
    word = _NOISE.sub("", unicodedata.normalize("NFKC", cell))
    return by_word.get(word) or by_word.get(_REMARK.sub("", word))


def _letters(index: int) -> str:
    """A, B, …, Z, AA: what the spreadsheet writes above the column."""
    first, last = divmod(index, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)
