"""The rows of one sheet while it is read: one pass of an XML parser, one row in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from xml.parsers import expat

from functions.rosters.cells import Cell
from functions.rosters.errors import Unreadable
from functions.rosters.header import MOST_COLUMNS
from functions.rosters.lines import is_blank_line
from functions.rosters.merged_cells import MergedCells
from functions.rosters.shared_strings import unescaped

LARGEST_EXPANDED = 256 * 1024 * 1024  # characters of all cells together, shared strings counted in each of them
_HOLDS_TEXT = {"v", "t"}

type Row = tuple[int, Sequence[Cell]]


class SheetRows:
    """Iterate over it: the number of each row that holds something, and its cells. Raises `Unreadable`."""

    def __init__(self, pieces: Iterable[bytes], merged: MergedCells, text_of: Callable[[int], str]) -> None:
        self.pieces, self.merged, self.text_of = pieces, merged, text_of
        self.done: list[Row] = []
        self.values: list[Cell] = []
        self.parts: list[str] = []
        self.row = self.column = self.expanded = 0
        self.kind = ""
        self.wanted = self.phonetic = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._finish
        self.parser.CharacterDataHandler = self._characters

    def __iter__(self) -> Iterator[Row]:
        for piece in self.pieces:
            self._parse(piece, last=False)
            yield from self.done
            self.done.clear()
        self._parse(b"", last=True)
        yield from self.done

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise Unreadable("damaged") from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name in _HOLDS_TEXT:
            self.wanted = not self.phonetic
        elif name == "rPh":
            self.phonetic = True
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.values, self.column = [], -1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self.column = _column_of(place.rstrip("0123456789")) if place else self.column + 1
        self.kind = attributes.get("t", "n")
        self.parts.clear()

    def _characters(self, text: str) -> None:
        if self.wanted:
            self.parts.append(text)

    def _finish(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in _HOLDS_TEXT:
            self.wanted = False
        elif name == "c":
            self._end_cell()
        elif name == "rPh":
            self.phonetic = False
        elif name == "row" and not is_blank_line(self.values):
            self.done.append((self.row, self.merged.filled(self.row, self.values)))

    def _end_cell(self) -> None:
        text = "".join(self.parts)
        if not text or not 0 <= self.column < MOST_COLUMNS:
            return
        value = self._value(text)
        self.expanded += len(value) if isinstance(value, str) else 0
        if self.expanded > LARGEST_EXPANDED:
            raise Unreadable("unpacks_too_large")
        self.values += [None] * (self.column + 1 - len(self.values))
        self.values[self.column] = value

    def _value(self, text: str) -> Cell:
        try:
            match self.kind:
                case "s":
                    return self.text_of(int(text))
                case "n":
                    return int(text) if text.lstrip("-").isdigit() else float(text)
                case "b":
                    return text.strip() == "1"
                case "str" | "inlineStr" | "d" | "e":
                    return unescaped(text)
        except ValueError as error:
            raise Unreadable("damaged") from error
        raise Unreadable("damaged")


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    """A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
