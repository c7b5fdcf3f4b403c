"""Files that try to hurt whoever reads them, made in memory."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{RELATIONS}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
)
BOOK_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
ROOT_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def workbook(*pieces: str | bytes, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet, whose part is made of these pieces."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", ROOT_RELATIONS)
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", BOOK_RELATIONS)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece.encode() if isinstance(piece, str) else piece)
    return file.getvalue()


def sheet(rows: str, more: dict[str, bytes] | None = None) -> bytes:
    return workbook(HEAD, rows, TAIL, more=more)


def far_cell(value: str = "<v>1</v>") -> bytes:
    return sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0">{value}</c></row>')


def one_huge_cell(size: int) -> bytes:
    return workbook(
        HEAD,
        '<row r="1"><c r="A1" t="inlineStr"><is><t>',
        *(b"a" * 1_000_000 for _ in range(size // 1_000_000)),
        "</t></is></c></row>",
        TAIL,
    )


def large_sheet(size: int) -> bytes:
    """As many bytes of blanks between harmless elements."""
    filler = b"<sheetView/>" + b" " * 1_000_000
    return workbook(HEAD, *(filler for _ in range(size // len(filler))), TAIL)


def many_rows(count: int, columns: str = "A") -> bytes:
    return workbook(HEAD, *_rows(count, columns), TAIL)


def _rows(count: int, columns: str) -> Iterator[str]:
    for start in range(1, count + 1, 10_000):
        yield "".join(f'<row r="{i}">{_cells(i, columns)}</row>' for i in range(start, start + 10_000))


def _cells(row: int, columns: str) -> str:
    return "".join(f'<c r="{column}{row}"><v>1</v></c>' for column in columns)


def with_doctype() -> bytes:
    laughs = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    return workbook(laughs, HEAD, '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>', TAIL)


def shared_string_bomb() -> bytes:
    """A string of 30,000 characters in each of 50,000 cells: 1.5 GB once the reader has put them there."""
    strings = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"a" * 30_000}</t></si></sst>'
    )
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 50_001))
    return sheet(rows, {"xl/sharedStrings.xml": strings.encode()})


def workbook_of(content: bytes, instead: dict[str, bytes]) -> bytes:
    """The workbook with some of its parts replaced."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, instead.get(name, old.read(name)))
    return file.getvalue()
