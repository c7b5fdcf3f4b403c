"""Looks through a workbook before the reader may: entries, real sizes, what each part really holds.

Nothing that a file says of itself is believed (`reliability.md` 8.1): every part is inflated here first, in pieces,
with nothing kept, and each part that is XML is scanned as a sheet, whatever its name: a workbook may call any part its
sheet.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO

from functions.rosters.errors import Unreadable
from functions.rosters.merged_cells import MergedCells
from functions.rosters.sheet_scan import LAST_ROW, SheetScan

MOST_ENTRIES = 64
LARGEST_UNPACKED = 256 * 1024 * 1024
PIECE = 64 * 1024
END_OF_ROW = b"</c></row>"
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}
_OTHER_KINDS = {"xl/workbook.bin", "content.xml", "mimetype"}
_ENCRYPTED = 0x1


def check(file: IO[bytes]) -> dict[str, MergedCells]:
    """The merged cells of each part, if the workbook may be read. Raises `Unreadable`."""
    file.seek(0)
    begin = file.read(4)
    if begin == COMPOUND:
        raise Unreadable("old_or_protected")
    if begin != ZIP:
        raise Unreadable("not_a_workbook")
    try:
        with zipfile.ZipFile(file) as archive:
            _check_names(archive.infolist())
            return _scan(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise Unreadable("damaged") from error


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Unreadable("too_many_parts")
    names = {entry.filename for entry in entries}
    folded = {name.replace("\\", "/").lstrip("/").casefold() for name in names}
    if len(folded) < len(entries) or not names >= _NEEDED or names & _OTHER_KINDS:
        raise Unreadable("not_a_workbook")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unreadable("old_or_protected")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Unreadable("damaged")


def _scan(archive: zipfile.ZipFile) -> dict[str, MergedCells]:
    """First that it all unpacks within the budget, which takes no parser; then part by part."""
    budget, merged = Budget(LARGEST_UNPACKED), {}
    xml = [entry for entry in archive.infolist() if _is_xml(budget.counted(archive, entry))]
    for entry in xml:
        scan = SheetScan()
        for piece in pieces(archive, entry):
            scan.feed(piece)
        scan.close()
        merged[entry.filename] = scan.merged
    return merged


def _is_xml(parts: Iterator[bytes]) -> bool:
    """Whether a part begins as XML does; it is read to its end in any case."""
    first = next(parts, b"")
    _refuse_endless(chain([first], parts))
    return first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or b"\0" in first[:4]


def _refuse_endless(parts: Iterable[bytes]) -> None:
    """Count the rows whose last cell holds something, without a parser: a million take it long."""
    rows, end = 0, b""
    for part in parts:
        rows += (end + part).count(END_OF_ROW)
        if rows > LAST_ROW:
            raise Unreadable("too_many_rows")
        end = part[1 - len(END_OF_ROW) :]


def pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part, unpacked as it is read."""
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            yield piece


class Budget:
    """How many unpacked bytes are left; what an entry declares of its size counts for nothing."""

    def __init__(self, left: int) -> None:
        self.left = left

    def counted(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        for piece in pieces(archive, entry):
            self.left -= len(piece)
            if self.left < 0:
                raise Unreadable("unpacks_too_large")
            yield piece
