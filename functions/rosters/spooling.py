"""What is read of a file, on disk and without a name: lines of text, and which rows repeat an ID number."""

import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from functions.rosters.sheet_scan import LAST_ROW
from functions.rosters.sorting import BREAK, in_order, numbered


class Spool:
    """Lines of text in the order in which they were added; none has a line break inside."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed by `__exit__`

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.file.close()

    def add(self, line: str) -> None:
        self.file.write(line + "\n")

    def __iter__(self) -> Iterator[str]:
        self.file.seek(0)
        for line in self.file:
            yield line[:-1]


class Repeated(Spool):
    """Finds the rows whose ID number stood in an earlier one: sorted on disk, remembered as one bit a row."""

    def __init__(self) -> None:
        super().__init__()
        self.bits = bytearray(LAST_ROW // 8 + 1)

    def note(self, id_number: str, row: int) -> None:
        self.add(BREAK.join((id_number, numbered(row))))

    def rows(self) -> Iterator[tuple[int, str]]:
        """Every row that repeats a number, with the number; `has` knows them from then on."""
        last = ""
        for line in in_order(self):
            id_number, _, row = line.partition(BREAK)
            if id_number == last:
                self.bits[int(row) // 8] |= 1 << int(row) % 8
                yield int(row), id_number
            last = id_number

    def has(self, row: int) -> bool:
        return bool(self.bits[row // 8] & 1 << row % 8)
