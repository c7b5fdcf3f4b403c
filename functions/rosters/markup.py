"""What the readers of a workbook's parts share: an XML parser that gathers text, and columns by their letters."""

from functools import lru_cache
from xml.parsers import expat

from functions.rosters.errors import Unreadable


class TextOf:
    """Gathers in `parts` the text of the elements named in `HOLDS`, but not how it is pronounced (`rPh`).

    A reader says in `begins` and `ends` what the other elements, by their local names, mean to it.
    """

    HOLDS: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._wanted = self._phonetic = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._finish
        self._parser.CharacterDataHandler = self._characters

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def ends(self, name: str) -> None:
        """An element ends."""

    def parse(self, piece: bytes, *, last: bool = False) -> None:
        """Raises `Unreadable` for what is no XML."""
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise Unreadable("damaged") from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in self.HOLDS:
            self._wanted = not self._phonetic
        elif name == "rPh":
            self._phonetic = True
        else:
            self.begins(name, attributes)

    def _finish(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in self.HOLDS:
            self._wanted = False
        elif name == "rPh":
            self._phonetic = False
        else:
            self.ends(name)

    def _characters(self, text: str) -> None:
        if self._wanted:
            self.parts.append(text)


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
