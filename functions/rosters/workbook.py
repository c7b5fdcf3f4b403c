"""The rows of a workbook that passed the guard."""

from collections.abc import Iterator, Sequence
from typing import IO, cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from functions.rosters import zip_guard
from functions.rosters.cells import Cell
from functions.rosters.errors import Unreadable


def sheets(file: IO[bytes]) -> Iterator[Iterator[Sequence[Cell]]]:
    """The visible sheets in their order, each as rows from row 1 on. Raises `Unreadable`."""
    zip_guard.check(file)
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(file)
        for sheet in book.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                yield _rows(book.get_sheet_by_name(sheet.name))
    except CalamineError as error:
        raise Unreadable("damaged") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the reader's Rust code raises where it gives up
            raise
        raise Unreadable("damaged") from error


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[Cell]]:
    """The reader gives blank rows above the first used one, but no blank columns before it."""
    before: list[Cell] = [None] * (sheet.start or (0, 0))[1]
    for row in sheet.iter_rows():
        yield before + cast("list[Cell]", row)
