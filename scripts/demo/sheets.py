"""Rosters as files, the way committees send them: XLSX with a title above the header, CSV in several encodings."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from scripts.demo.records import MEMBER_HEADER, ORGANISATION_HEADER, Cell, County, Numeric, Row

MEMBER_TITLE = "新田县党员花名册"
ORGANISATION_TITLE = "新田县党组织花名册"
# File name part → Python codec. GB18030 covers all of Unicode, so rare characters survive in it.
ENCODINGS = {"utf8-bom": "utf-8-sig", "utf8": "utf-8", "gb18030": "gb18030"}


def csv_bytes(header: Sequence[str], rows: Iterable[Row], encoding: str = "utf-8-sig") -> bytes:
    """Header and rows with CRLF line ends, no title; the same rows give the same bytes."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_text(cell) for cell in row.cells] for row in rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """One sheet: title, header, rows. Every cell is text but `Numeric` ones; blank cells are left out."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append([title])
    sheet.append(header)
    for row in rows:
        sheet.append([_sheet_cell(sheet, cell) for cell in row.cells])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def county_files(county: County) -> dict[str, bytes]:
    """Both rosters under their file names: XLSX and CSV, members in every encoding."""
    organisations, members = county.organisation_rows, county.member_rows
    files = {
        "organisations.xlsx": xlsx_bytes(ORGANISATION_TITLE, ORGANISATION_HEADER, organisations),
        "organisations.csv": csv_bytes(ORGANISATION_HEADER, organisations),
        "members.xlsx": xlsx_bytes(MEMBER_TITLE, MEMBER_HEADER, members),
    }
    for name, encoding in ENCODINGS.items():
        files[f"members.{name}.csv"] = csv_bytes(MEMBER_HEADER, members, encoding)
    return files


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Numeric) else cell


def _sheet_cell(sheet: WriteOnlyWorksheet, cell: Cell) -> SheetCell | str | float | None:
    if isinstance(cell, str):
        return _literal(sheet, cell) if cell.startswith("=") else cell or None
    if not cell.shown_as_date:
        return cell.value
    dated = WriteOnlyCell(sheet, value=cell.value)
    dated.number_format = "yyyy-mm-dd"
    return dated


def _literal(sheet: WriteOnlyWorksheet, text: str) -> SheetCell:
    """Text that looks like a formula, kept as text: openpyxl would make a formula of it."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
