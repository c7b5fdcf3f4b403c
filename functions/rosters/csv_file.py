"""A CSV file as rows of text: its encoding by BOM, else strict UTF-8, else strict GB18030; nothing is guessed away."""

import codecs
import csv
import io
from collections.abc import Generator, Iterator, Sequence
from typing import IO

from functions.rosters.errors import Unreadable
from functions.rosters.header import MOST_LINES_ABOVE, MOST_ROWS

PIECE = 256 * 1024
DELIMITERS = ",\t;"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def rows(file: IO[bytes]) -> Generator[Sequence[str]]:
    """The records in their order, blank ones as an empty list. Raises `Unreadable`."""
    encoding = encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")
    try:
        sample = text.read(8192)
        text.seek(0)
        delimiter = max(DELIMITERS, key=sample.count)
        _refuse_endless(csv.reader(text, delimiter=delimiter, strict=True))
        text.seek(0)
        yield from csv.reader(text, delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise Unreadable("csv_broken") from error
    finally:
        text.detach()


def _refuse_endless(records: Iterator[Sequence[str]]) -> None:
    """Count first: to look into each of a million rows takes long. Raises `Unreadable`."""
    if sum(map(bool, records)) > MOST_ROWS + MOST_LINES_ABOVE:
        raise Unreadable("too_many_rows")


def encoding_of(file: IO[bytes]) -> str:
    """The name of the codec that reads the whole file. Raises `Unreadable` for none, and for a NUL character."""
    file.seek(0)
    begin = file.read(4)
    marked = next((codec for mark, codec in _MARKS if begin.startswith(mark)), None)
    if marked == "":
        raise Unreadable("unknown_encoding")
    for codec in (marked,) if marked else ("utf-8", "gb18030"):
        if _reads(file, codec):
            return codec
    raise Unreadable("unknown_encoding")


def _reads(file: IO[bytes], codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            if "\0" in decoder.decode(piece):
                raise Unreadable("has_nul")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
