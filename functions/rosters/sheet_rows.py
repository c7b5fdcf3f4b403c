"""The rows of one sheet while it is read: one pass of an XML parser, one row in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from functions.rosters.cells import Cell
from functions.rosters.errors import Unreadable
from functions.rosters.header import MOST_COLUMNS
from functions.rosters.lines import is_blank_line
from functions.rosters.markup import TextOf, column_of
from functions.rosters.merged_cells import MergedCells
from functions.rosters.shared_strings import unescaped

LARGEST_EXPANDED = 256 * 1024 * 1024  # characters of all cells together, shared strings counted in each of them

type Row = tuple[int, Sequence[Cell]]


class SheetRows(TextOf):
    """Iterate over it: the number of each row that holds something, and its cells. Raises `Unreadable`."""

    HOLDS = frozenset({"v", "t"})

    def __init__(self, pieces: Iterable[bytes], merged: MergedCells, text_of: Callable[[int], str]) -> None:
        super().__init__()
        self.pieces, self.merged, self.text_of = pieces, merged, text_of
        self.done: list[Row] = []
        self.values: list[Cell] = []
        self.row = self.column = self.expanded = 0
        self.kind = ""

    def __iter__(self) -> Iterator[Row]:
        for piece in self.pieces:
            self.parse(piece)
            yield from self.done
            self.done.clear()
        self.parse(b"", last=True)
        yield from self.done

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.values, self.column = [], -1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self.column = column_of(place.rstrip("0123456789")) if place else self.column + 1
        self.kind = attributes.get("t", "n")
        self.parts.clear()

    def ends(self, name: str) -> None:
        if name == "c":
            self._end_cell()
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
