"""The texts that the cells of a workbook share, on disk: a file has as many of them as it has people."""

import os
import re
import tempfile
from array import array
from collections.abc import Iterable
from functools import lru_cache
from types import TracebackType
from typing import Self

from functions.rosters.errors import Unreadable
from functions.rosters.markup import TextOf

OFFSET = 8  # bytes of a place in the file
IN_MEMORY = 2_048
OFFSETS_AT_ONCE = 4_096
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings(TextOf):
    """Text number n, by two small reads of files without a name. Raises `Unreadable` for a number that has no text."""

    HOLDS = frozenset({"t"})

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self.texts, self.places = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - closed by `__exit__`
        self.offsets = array("Q", [0])
        self.count = self.end = 0
        self._read(pieces)
        self.text = lru_cache(IN_MEMORY)(self._text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.texts.close()
        self.places.close()

    def _read(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self.parse(piece)
        self.parse(b"", last=True)
        self._spill()
        self.texts.flush()

    def ends(self, name: str) -> None:
        if name == "si":
            self._add(unescaped("".join(self.parts)))
            self.parts.clear()

    def _add(self, text: str) -> None:
        self.end += self.texts.write(text.encode())
        self.offsets.append(self.end)
        self.count += 1
        if len(self.offsets) == OFFSETS_AT_ONCE:
            self._spill()

    def _spill(self) -> None:
        self.places.write(self.offsets.tobytes())
        self.places.flush()
        self.offsets = array("Q")

    def _text(self, number: int) -> str:
        if not 0 <= number < self.count:
            raise Unreadable("damaged")
        start, end = array("Q", os.pread(self.places.fileno(), 2 * OFFSET, number * OFFSET))
        return os.pread(self.texts.fileno(), end - start, start).decode()


def unescaped(text: str) -> str:
    """The characters that XML cannot hold, which a workbook writes as `_x000D_`."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character
