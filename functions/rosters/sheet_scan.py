"""One pass over a part of a workbook with an XML parser that keeps nothing: how far its cells reach, how long its
texts are, and which of its cells are merged."""

import re
from typing import NoReturn
from xml.parsers import expat

from functions.rosters.errors import Unreadable
from functions.rosters.header import MOST_COLUMNS, MOST_LINES_ABOVE, MOST_ROWS
from functions.rosters.markup import column_of
from functions.rosters.merged_cells import MergedCells

LAST_ROW = MOST_ROWS + MOST_LINES_ABOVE
MOST_CELLS = 5_000_000
LONGEST_TEXT = 32_767
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_CONTENT = {"v", "f", "is"}


class SheetScan:
    """Feed it one part. Raises `Unreadable` as soon as the part reaches too far."""

    def __init__(self) -> None:
        self.merged = MergedCells()
        self.row = self.column = self.text = self.cells = 0
        self.top = self.left = LAST_ROW
        self.bottom = self.right = 0
        self.holds_data = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._characters

    def feed(self, piece: bytes) -> None:
        """Raises `Unreadable`, also for UTF-16: the reader would see another document there than this scan."""
        if b"\0" in piece:
            raise Unreadable("damaged")
        self._parse(piece, last=False)

    def close(self) -> None:
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise Unreadable("damaged") from error

    def _doctype(self, *_: object) -> NoReturn:
        raise Unreadable("has_doctype")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.text = 0
        if name == "c":
            self._cell(attributes)
        elif name in _CONTENT:
            self._reach()
        elif name == "row":
            self.row = self._number(attributes.get("r")) if "r" in attributes else self.row + 1
            self.column, self.holds_data = 0, True
        elif name == "si":
            self.holds_data = True
        elif name == "mergeCell":
            reference = attributes.get("ref", "")
            self.merged.add(reference, column_of(reference.partition(":")[0].rstrip("0123456789")))

    def _cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if "r" in attributes:
            place = _PLACE.fullmatch(attributes["r"])
            if place is None or int(place[2]) != self.row:
                raise Unreadable("damaged")
            self.column = column_of(place[1]) + 1

    def _reach(self) -> None:
        """A cell with content counts; one that is only formatted, however far away, does not."""
        if self.column > MOST_COLUMNS:
            raise Unreadable("too_many_columns")
        if self.row > LAST_ROW:
            raise Unreadable("too_many_rows")
        self.top, self.bottom = min(self.top, self.row), max(self.bottom, self.row)
        self.left, self.right = min(self.left, self.column), max(self.right, self.column)
        self.cells += 1
        if max((self.bottom - self.top + 1) * (self.right - self.left + 1), self.cells) > MOST_CELLS:
            raise Unreadable("too_many_cells")

    def _characters(self, text: str) -> None:
        self.text += len(text)
        if self.text > LONGEST_TEXT and self.holds_data:
            raise Unreadable("cell_too_long")

    def _number(self, text: str | None) -> int:
        if not text or not text.isascii() or not text.isdigit() or len(text) > 7:
            raise Unreadable("damaged")
        return int(text)
