"""Each hostile file is refused with a code of its own, before the reader of workbooks sees it."""

import resource
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from functions.rosters import workbook, zip_guard
from functions.rosters.errors import Unreadable
from functions.rosters.header import MOST_ROWS
from functions.rosters.messages import CSV, XLSX
from scripts.demo.records import MEMBER_HEADER
from tests.unit.rosters import hostile
from tests.unit.rosters.reading import problem

KILOBYTES_MORE = 32 * 1024
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        zip_guard.check(BytesIO(content))
    return caught.value.problem


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell at the far end": (hostile.far_cell, "too_many_columns"),
    "a sheet that unpacks to 500 MB": (lambda: hostile.large_sheet(500_000_000), "unpacks_too_large"),
    "one cell of 50 MB": (lambda: hostile.one_huge_cell(50_000_000), "cell_too_long"),
    "a million rows": (lambda: hostile.many_rows(1_000_000), "too_many_rows"),
    "a document type": (hostile.with_doctype, "has_doctype"),
    "a truncated zip": (lambda: hostile.sheet("")[:-40], "damaged"),
    "a zip cut in the middle": (lambda: hostile.many_rows(10_000)[:5_000], "damaged"),
    "a PDF": (lambda: PDF, "not_a_workbook"),
    "an old or protected workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_or_protected"),
    "an empty file": (lambda: b"", "not_a_workbook"),
    "nothing but a signature": (lambda: b"PK\x03\x04", "damaged"),
}


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_workbook_is_refused_with_flat_memory(make: Callable[[], bytes], code: str) -> None:
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    found = refusal(content)

    assert found == code
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < KILOBYTES_MORE


def test_a_cell_that_is_only_formatted_may_stand_anywhere() -> None:
    zip_guard.check(BytesIO(hostile.far_cell(value="")))


ROWS = {
    "a row far below": ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "too_many_rows"),
    "a row past the last": (f'<row r="{MOST_ROWS + 21}"><c><v>1</v></c></row>', "too_many_rows"),
    "a column past the last": ('<row r="1"><c r="BI1"><v>1</v></c></row>', "too_many_columns"),
    "unnumbered cells past the last column": ("<row>" + "<c><v>1</v></c>" * 61 + "</row>", "too_many_columns"),
    "a cell outside of its row": ('<row r="1"><c r="A9"><v>1</v></c></row>', "damaged"),
    "a place that is none": ('<row r="1"><c r="A-1"><v>1</v></c></row>', "damaged"),
    "a row that is no number": ('<row r="x"><c><v>1</v></c></row>', "damaged"),
    "text that hides markup": ('<row r="1"><c x=">" r="XFD1"><v>1</v></c></row>', "too_many_columns"),
    "an escaped place": ('<row r="1"><c r="&#88;FD1"><v>1</v></c></row>', "too_many_columns"),
    "a namespace prefix": ('<x:row xmlns:x="y" r="1"><x:c r="XFD1"><x:v>1</x:v></x:c></x:row>', "too_many_columns"),
    "broken XML": ('<row r="1"><c r="A1">', "damaged"),
}


@pytest.mark.parametrize(("rows", "code"), ROWS.values(), ids=ROWS)
def test_a_sheet_that_reaches_too_far_is_refused(rows: str, code: str) -> None:
    assert refusal(hostile.sheet(rows)) == code


def test_a_wide_area_with_few_cells_is_refused() -> None:
    rows = '<row r="1"><c r="BH1"><v>1</v></c></row><row r="200000"><c r="A200000"><v>1</v></c></row>'

    assert refusal(hostile.sheet(rows)) == "too_many_cells"


def test_a_part_in_another_encoding_is_refused() -> None:
    part = '<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16")

    assert refusal(hostile.sheet("", {"xl/other.xml": part})) == "damaged"


def test_a_part_that_is_no_xml_is_only_counted() -> None:
    zip_guard.check(BytesIO(hostile.sheet("", {"xl/media/image1.png": b"\x89PNG" + bytes(100_000)})))


ARCHIVES = {
    "too many parts": ({f"part{i}": b"" for i in range(65)}, "too_many_parts"),
    "no workbook": ({"readme.txt": b""}, "not_a_workbook"),
    "another kind of workbook": (
        {"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/workbook.bin": b""},
        "not_a_workbook",
    ),
    "a name twice": ({"[Content_Types].xml": b"", "xl/workbook.xml": b"", "XL/Workbook.xml": b""}, "not_a_workbook"),
}


@pytest.mark.parametrize(("parts", "code"), ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_that_is_no_plain_workbook_is_refused(parts: dict[str, bytes], code: str) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert refusal(file.getvalue()) == code


def test_an_unusual_compression_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", b"<a/>")
        archive.writestr("xl/workbook.xml", b"<a/>")

    assert refusal(file.getvalue()) == "damaged"


def test_an_encrypted_entry_is_refused() -> None:
    content = bytearray(hostile.sheet(""))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + place] |= 1

    assert refusal(bytes(content)) == "old_or_protected"


FILES = {
    "a PDF named as a workbook": (PDF, XLSX, "not_a_workbook"),
    "a PDF named as CSV": (PDF + b"\0\x01", CSV, "has_nul"),
    "a workbook named as CSV": (hostile.sheet(""), CSV, "type_differs"),
    "a workbook without a header": (hostile.sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), XLSX, "no_header"),
    "a workbook that the reader cannot open": (
        hostile.sheet('<row r="1"><c r="A1" t="zzz"><v>1</v></c></row>'),
        XLSX,
        "damaged",
    ),
    "a workbook with a column missing": (
        hostile.sheet(
            '<row r="1">'
            + "".join(f'<c t="inlineStr"><is><t>{heading}</t></is></c>' for heading in MEMBER_HEADER[:5])
            + "</row>"
        ),
        XLSX,
        "missing_columns",
    ),
    "a calendar that begins in 1904": (
        hostile.workbook_of(
            hostile.sheet(""),
            {"xl/workbook.xml": hostile.WORKBOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>').encode()},
        ),
        XLSX,
        "other_calendar",
    ),
    "a NUL in a CSV": (",".join(MEMBER_HEADER).encode() + b"\n\0,", CSV, "has_nul"),
    "a NUL in UTF-16": ((",".join(MEMBER_HEADER) + "\n\0").encode("utf-16"), CSV, "has_nul"),
    "bytes of no encoding": (b"\xff\xff\xff\x80\x81", CSV, "unknown_encoding"),
    "UTF-32": ("姓名,民族".encode("utf-32"), CSV, "unknown_encoding"),
    "an open quote": (",".join(MEMBER_HEADER).encode() + b'\n"a,b', CSV, "csv_broken"),
    "a field without end": (",".join(MEMBER_HEADER).encode() + b"\n" + b"a" * 200_000, CSV, "csv_broken"),
    "an empty CSV": (b"", CSV, "no_header"),
    "no header": (b"a,b,c\n1,2,3\n", CSV, "no_header"),
    "no rows": (",".join(MEMBER_HEADER).encode() + b"\n,,\n", CSV, "no_rows"),
    "a column missing": ("姓名,民族,学历\n".encode(), CSV, "missing_columns"),
    "a column twice": ("姓名,民族,学历,文化程度\n".encode(), CSV, "column_twice"),
    "too many columns": (
        ",".join(MEMBER_HEADER).encode() + b"\n" + b",".join([b"1"] * 61),
        CSV,
        "too_many_columns",
    ),
}


@pytest.mark.parametrize(("content", "content_type", "code"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_read_says_why(content: bytes, content_type: str, code: str) -> None:
    assert problem(content, content_type=content_type) == code


def test_more_rows_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.rosters.header.MOST_ROWS", 10)
    content = ",".join(MEMBER_HEADER) + "\n" + "x\n" * 11

    assert problem(content.encode()) == "too_many_rows"


def test_a_string_in_very_many_cells_is_counted_in_each() -> None:
    sheets = workbook.sheets(BytesIO(hostile.shared_string_bomb()))

    with pytest.raises(Unreadable) as caught:
        list(next(sheets))

    assert caught.value.problem == "unpacks_too_large"
