"""One pass over a part of a workbook with an XML parser that keeps nothing: how far its cells reach, how long its
texts are, and how large it becomes once its shared strings stand in its cells."""

import re
from array import array
from collections import Counter
from typing import NoReturn
from xml.parsers import expat

from functions.rosters.errors import Unreadable
from functions.rosters.header import MOST_COLUMNS, MOST_LINES_ABOVE, MOST_ROWS

LAST_ROW = MOST_ROWS + MOST_LINES_ABOVE
MOST_CELLS = 5_000_000
LONGEST_TEXT = 32_767
LARGEST_EXPANDED = 256 * 1024 * 1024
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_CONTENT = {"v", "f", "is"}


class Strings:
    """The lengths of the shared strings, and how often the sheets use each."""

    def __init__(self) -> None:
        self.lengths = array("L")
        self.uses: Counter[int] = Counter()
        self.owner: SheetScan | None = None

    def begin(self, scan: "SheetScan") -> None:
        """The next string of the one part that may hold them: a second part would shift the numbers."""
        if self.owner not in (None, scan):
            raise Unreadable("damaged")
        self.owner = scan
        self.lengths.append(0)

    def close(self) -> None:
        """Raises `Unreadable` if the texts of all cells together are too large."""
        total = sum(self.lengths[i] * count for i, count in self.uses.items() if i < len(self.lengths))
        if total > LARGEST_EXPANDED:
            raise Unreadable("unpacks_too_large")


class SheetScan:
    """Feed it one part. Raises `Unreadable` as soon as the part reaches too far."""

    def __init__(self, strings: Strings) -> None:
        self.strings = strings
        self.row = self.column = self.text = self.cells = 0
        self.top = self.left = LAST_ROW
        self.bottom = self.right = 0
        self.shared = self.in_value = self.holds_data = False
        self.index = ""
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
        self._use()

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
            self.in_value = name == "v" and self.shared
            self._reach()
        elif name == "row":
            self.row = self._number(attributes.get("r")) if "r" in attributes else self.row + 1
            self.column, self.holds_data = 0, True
        elif name == "si":
            self.strings.begin(self)
            self.holds_data = True

    def _cell(self, attributes: dict[str, str]) -> None:
        self._use()
        self.shared = attributes.get("t") == "s"
        self.column += 1
        if "r" in attributes:
            place = _PLACE.fullmatch(attributes["r"])
            if place is None or int(place[2]) != self.row:
                raise Unreadable("damaged")
            self.column = _column_number(place[1])

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
        if self.in_value:
            self.index += text
        if self.strings.owner is self:
            self.strings.lengths[-1] += len(text)

    def _use(self) -> None:
        if self.index.isascii() and self.index.strip().isdigit():
            self.strings.uses[int(self.index)] += 1
        self.index, self.in_value = "", False

    def _number(self, text: str | None) -> int:
        if not text or not text.isascii() or not text.isdigit() or len(text) > 7:
            raise Unreadable("damaged")
        return int(text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
