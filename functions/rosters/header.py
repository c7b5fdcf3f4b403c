"""Finds the line that names the columns, below whatever title stands above it, or takes a person's word for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

from functions.rosters import cells
from functions.rosters.cells import Cell
from functions.rosters.columns import COLUMNS, by_word, word
from functions.rosters.errors import Unreadable
from functions.rosters.lines import Line, is_blank_line
from functions.rosters.messages import FoundColumn, Layout, Mapping
from kernel.masking import masked
from kernel.rows import Kind

MOST_LINES_ABOVE = 20
FEWEST_COLUMNS = 3
MOST_COLUMNS = 60
MOST_ROWS = 250_000
LONGEST_HEADING = 40
CAN_BE_TOLD = ("no_header", "missing_columns", "column_twice")

type Row = tuple[int, Sequence[Cell]]
type Words = tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """`fields` says for each column of the sheet which field it holds; `unknown` are the letters of the others."""

    row: int
    words: Words
    fields: tuple[str | None, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        named = zip(self.words, self.fields, strict=True)
        return tuple(letters(i) for i, (text, field) in enumerate(named) if text and field is None)

    @property
    def known(self) -> list[str]:
        return [field for field in self.fields if field]

    def line(self, row: int, values: Sequence[Cell]) -> Line:
        """The line with a cell for every field, None where it is shorter than the header."""
        return Line(row, {field: cell for field, cell in zip_longest(self.fields, values) if field})

    def layout(self, sheet: int) -> Layout:
        """For the person who may know better."""
        named = zip(self.words, self.fields, strict=True)
        found = [FoundColumn(letter=letters(i), heading=text, field=field) for i, (text, field) in enumerate(named)]
        return Layout(sheet=sheet, row=self.row, columns=tuple(one for one in found if one.heading or one.field))


def lines(kind: Kind, rows: Iterable[Row], sheet: int = 1) -> tuple[Header, Iterator[Line]]:
    """The header and the lines below it that are not blank.

    Raises `Unreadable`, with the columns found where a person could say what they are.
    """
    numbered = iter(rows)
    top = list(_top(numbered))
    header = _best(kind, top[:-1] if top and top[-1][0] > MOST_LINES_ABOVE else top)
    if header is None:
        raise Unreadable("no_header", layout=_guessed(top, sheet))
    _check(kind, header, sheet)
    return header, _below(header, chain(top, numbered))


def mapped(kind: Kind, rows: Iterable[Row], mapping: Mapping) -> tuple[Header, Iterator[Line]]:
    """The lines below the row that a person named, their columns as the person said. Raises `Unreadable`."""
    fields = {number_of(letter): field for letter, field in mapping.fields.items()}
    width = max(fields, default=0) + 1
    header = Header(mapping.row, ("",) * width, tuple(fields.get(i) for i in range(width)))
    _check(kind, header, mapping.sheet)
    return header, _below(header, iter(rows))


def missing(kind: Kind, known: Sequence[str]) -> list[str]:
    """The headings of the needed columns that are not among these fields."""
    return [column.heading for column in COLUMNS[kind] if column.needed and column.field not in known]


def twice(kind: Kind, known: Sequence[str]) -> list[str]:
    """The headings of the fields that two columns hold."""
    return [column.heading for column in COLUMNS[kind] if known.count(column.field) > 1]


def _check(kind: Kind, header: Header, sheet: int) -> None:
    if doubled := twice(kind, header.known):
        raise Unreadable("column_twice", *doubled, layout=header.layout(sheet))
    if lacking := missing(kind, header.known):
        raise Unreadable("missing_columns", *lacking, layout=header.layout(sheet))


def _top(numbered: Iterator[Row]) -> Iterator[Row]:
    """The rows that may hold the header, and the one after them."""
    for number, values in numbered:
        yield number, list(values)
        if number > MOST_LINES_ABOVE:
            return


def _best(kind: Kind, top: Sequence[Row]) -> Header | None:
    """The line that names the most columns, the first of equals; a heading may stand over two lines."""
    single = [_header(kind, number, _words(values)) for number, values in top]
    double = [_header(kind, lower.row, _over(upper.words, lower.words)) for upper, lower in pairwise(single)]
    best = max((*single, *double), key=lambda header: len(set(header.known)), default=None)
    return best if best and len(set(best.known)) >= FEWEST_COLUMNS else None


def _over(upper: Words, lower: Words) -> Words:
    return tuple(low or up for up, low in zip_longest(upper, lower, fillvalue=""))


def _words(values: Sequence[Cell]) -> Words:
    return tuple(_heading(cell) for cell in values[:MOST_COLUMNS])


def _heading(cell: Cell) -> str:
    """A heading as it may be shown: where there is no header, it is a person's data."""
    text = "".join(character for character in cells.as_text(cell) if character.isprintable())
    return (masked(None, text) if sum(map(str.isdigit, text)) > LONGEST_HEADING // 4 else text)[:LONGEST_HEADING]


def _header(kind: Kind, row: int, words: Words) -> Header:
    known = by_word(kind)
    return Header(row, words, tuple(known.get(word(text)) or known.get(word(text, bare=True)) for text in words))


def _guessed(top: Sequence[Row], sheet: int) -> Layout | None:
    """The first line that could be a header in other words."""
    for number, values in top:
        words = _words(values)
        if sum(bool(text) and not text[0].isdigit() for text in words) >= FEWEST_COLUMNS:
            return Header(number, words, (None,) * len(words)).layout(sheet)
    return None


def _below(header: Header, numbered: Iterator[Row]) -> Iterator[Line]:
    read = 0
    for row, values in numbered:
        if row <= header.row or is_blank_line(values) or _is_repeated(header, values):
            continue
        read += 1
        if read > MOST_ROWS:
            raise Unreadable("too_many_rows")
        if len(values) > MOST_COLUMNS and not is_blank_line(values[MOST_COLUMNS:]):
            raise Unreadable("too_many_columns")
        yield header.line(row, values)


def _is_repeated(header: Header, values: Sequence[Cell]) -> bool:
    """Whether the header stands here once more, as on each page of a printed roster."""
    first = next((i for i, text in enumerate(header.words) if text and header.fields[i]), None)
    if first is None or first >= len(values) or _heading(values[first]) != header.words[first]:
        return False
    return _words(values)[: len(header.words)] == header.words[: len(values)]


def letters(index: int) -> str:
    """A, B, …, Z, AA: what the spreadsheet writes above the column."""
    first, last = divmod(index, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def number_of(letter: str) -> int:
    """The index of a column of A to ZZ."""
    number = 0
    for character in letter:
        number = number * 26 + ord(character) - 64
    return number - 1
