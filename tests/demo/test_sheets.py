"""What is written can be read back, by the csv module, openpyxl and the reader the product uses."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from scripts.demo.__main__ import main
from scripts.demo.county import County, county
from scripts.demo.records import MEMBER_HEADER, ORGANISATION_HEADER, Cell, Numeric, Row
from scripts.demo.sheets import ENCODINGS, MEMBER_TITLE, county_files, csv_bytes, xlsx_bytes

_EPOCH = date(1899, 12, 30)


@pytest.fixture(scope="module")
def small() -> County:
    return county(1, small=True)


def texts(rows: Iterable[Row]) -> list[list[str]]:
    return [[cell.text if isinstance(cell, Numeric) else cell for cell in row.cells] for row in rows]


def values(rows: Iterable[Row]) -> list[list[str | float]]:
    return [[plain(cell) for cell in row.cells] for row in rows]


def plain(cell: Cell | float | date | None) -> str | float:
    """A cell as text or number: nothing is empty text, a day is its serial number."""
    if cell is None:
        return ""
    if isinstance(cell, Numeric):
        return cell.value
    if isinstance(cell, datetime):
        return (cell.date() - _EPOCH).days
    if isinstance(cell, date):
        return (cell - _EPOCH).days
    return cell


@pytest.mark.parametrize("encoding", ENCODINGS.values())
def test_a_csv_reads_back_with_equal_content_in_every_encoding(encoding: str) -> None:
    made = county(1)

    content = csv_bytes(MEMBER_HEADER, made.member_rows, encoding)
    header, *lines = csv.reader(StringIO(content.decode(encoding), newline=""))

    assert tuple(header) == MEMBER_HEADER
    assert lines == texts(made.member_rows)
    assert content.count(b"\r\n") == content.count(b"\n") == len(lines) + 1
    assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")


def test_an_xlsx_has_a_title_above_its_header_and_reads_back_with_equal_content(small: County) -> None:
    content = xlsx_bytes(MEMBER_TITLE, MEMBER_HEADER, small.member_rows)

    title, header, *lines = openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True)

    assert title[0] == MEMBER_TITLE
    assert header == MEMBER_HEADER
    assert [[plain(cell) for cell in line] for line in lines] == values(small.member_rows)


def test_calamine_sees_the_same_cells_and_no_formula(small: County) -> None:
    content = xlsx_bytes(MEMBER_TITLE, MEMBER_HEADER, small.member_rows)

    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    title, header, *lines = [[plain(as_read(cell)) for cell in line] for line in sheet.to_python()]

    assert title[0] == MEMBER_TITLE
    assert tuple(header) == MEMBER_HEADER
    assert lines == [["" if blank(cell) else cell for cell in line] for line in values(small.member_rows)]


def as_read(cell: object) -> str | float | date:
    assert isinstance(cell, str | float | date)
    return cell


def blank(cell: str | float) -> bool:
    """This reader gives a cell of nothing but spaces as an empty one (not the ideographic space)."""
    return isinstance(cell, str) and not cell.strip(" ")


def test_the_organisation_roster_reads_back_from_both_formats(small: County) -> None:
    files = county_files(small)

    header, *lines = csv.reader(StringIO(files["organisations.csv"].decode("utf-8-sig"), newline=""))
    book = openpyxl.load_workbook(BytesIO(files["organisations.xlsx"]))
    _, sheet_header, *sheet_lines = book.active.iter_rows(values_only=True)

    assert tuple(header) == sheet_header == ORGANISATION_HEADER
    assert lines == texts(small.organisation_rows)
    assert [[plain(cell) for cell in line] for line in sheet_lines] == lines


def test_the_command_writes_every_file_and_prints_the_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--out", str(tmp_path / "one"), "--scale", "small", "--seed", "5"])
    main(["--out", str(tmp_path / "two"), "--scale", "small", "--seed", "5"])

    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert names == {
        "organisations.xlsx",
        "organisations.csv",
        "members.xlsx",
        *(f"members.{name}.csv" for name in ENCODINGS),
    }
    for name in names:
        if name.endswith(".csv"):
            assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert "members                           120" in capsys.readouterr().out
