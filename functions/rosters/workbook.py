"""The visible sheets of a workbook that passed the guard, as rows."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO
from xml.parsers import expat

from functions.rosters import zip_guard
from functions.rosters.errors import Unreadable
from functions.rosters.merged_cells import MergedCells
from functions.rosters.shared_strings import SharedStrings
from functions.rosters.sheet_rows import Row, SheetRows

BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
LARGEST_INDEX = 1024 * 1024
type Element = tuple[str, dict[str, str]]


def sheets(file: IO[bytes]) -> Iterator[Iterator[Row]]:
    """The visible sheets in their order, each to be read before the next is asked for. Raises `Unreadable`."""
    merged = zip_guard.check(file)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _sheets(archive, merged)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, UnicodeDecodeError) as error:
        raise Unreadable("damaged") from error


def _sheets(archive: zipfile.ZipFile, merged: dict[str, MergedCells]) -> Iterator[Iterator[Row]]:
    book, relations = _elements(archive, BOOK), _elements(archive, RELATIONS)
    if any(name == "workbookPr" and _is_true(found.get("date1904")) for name, found in book):
        raise Unreadable("other_calendar")
    targets = {found.get("Id"): found for name, found in relations if name == "Relationship"}
    with ExitStack() as opened:
        texts = _shared(archive, targets.values(), opened)
        for name, sheet in book:
            target = targets.get(next((value for key, value in sheet.items() if key.endswith(":id")), None))
            if name != "sheet" or target is None or sheet.get("state", "visible") != "visible":
                continue
            if target.get("Type", "").endswith("/worksheet"):
                part = _part(target)
                read = zip_guard.pieces(archive, archive.getinfo(part))
                yield iter(SheetRows(read, merged.get(part) or MergedCells(), texts.text))


def _shared(archive: zipfile.ZipFile, targets: Iterable[dict[str, str]], opened: ExitStack) -> SharedStrings:
    found = [_part(target) for target in targets if target.get("Type", "").endswith("/sharedStrings")]
    there = [part for part in found if part in archive.namelist()]
    parts = zip_guard.pieces(archive, archive.getinfo(there[0])) if there else iter([b"<sst/>"])
    return opened.enter_context(SharedStrings(parts))


def _part(relation: dict[str, str]) -> str:
    """The name of a part in the archive: a target is seen from the folder of the workbook, or from the top."""
    target = relation.get("Target", "")
    return posixpath.normpath(posixpath.join("xl", target)).lstrip("/") if target[:1] != "/" else target[1:]


def _elements(archive: zipfile.ZipFile, part: str) -> list[Element]:
    """Every element of a small part, by its local name."""
    found: list[Element] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(":")[2], attributes))
    try:
        for number, piece in enumerate(zip_guard.pieces(archive, archive.getinfo(part))):
            if number * zip_guard.PIECE > LARGEST_INDEX:
                raise Unreadable("damaged")
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable("damaged") from error
    return found


def _is_true(word: str | None) -> bool:
    return word in ("1", "true", "on")
