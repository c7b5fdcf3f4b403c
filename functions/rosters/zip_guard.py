"""Looks through a workbook before the reader may: entries, real sizes, what each part really holds.

The reader of workbooks believes what a file says of itself and ends the process on a far cell (`reliability.md` 8.1),
so every part is inflated here first, in pieces, with nothing kept, and each part that is XML is scanned as a sheet,
whatever its name: a workbook may call any part its sheet.
"""

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from functions.rosters.errors import Unreadable
from functions.rosters.sheet_scan import SheetScan, Strings

MOST_ENTRIES = 64
LARGEST_UNPACKED = 256 * 1024 * 1024
PIECE = 64 * 1024
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}
_OTHER_KINDS = {"xl/workbook.bin", "content.xml", "mimetype"}
_ENCRYPTED = 0x1


def check(file: IO[bytes]) -> None:
    """Return if the workbook may be read. Raises `Unreadable`."""
    file.seek(0)
    begin = file.read(4)
    if begin == COMPOUND:
        raise Unreadable("old_or_protected")
    if begin != ZIP:
        raise Unreadable("not_a_workbook")
    try:
        with zipfile.ZipFile(file) as archive:
            _check_names(archive.infolist())
            _scan(archive)
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


def _scan(archive: zipfile.ZipFile) -> None:
    budget, strings = Budget(LARGEST_UNPACKED), Strings()
    for entry in archive.infolist():
        pieces = budget.counted(archive, entry)
        first = next(pieces, b"")
        if not first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and b"\0" not in first[:4]:
            for _ in pieces:
                pass
            continue
        scan = SheetScan(strings)
        scan.feed(first)
        for piece in pieces:
            scan.feed(piece)
        scan.close()
    strings.close()


class Budget:
    """How many unpacked bytes are left; what an entry declares of its size counts for nothing."""

    def __init__(self, left: int) -> None:
        self.left = left

    def counted(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        with archive.open(entry) as part:
            while piece := part.read(PIECE):
                self.left -= len(piece)
                if self.left < 0:
                    raise Unreadable("unpacks_too_large")
                yield piece
