"""What is fuzzed: each target takes any bytes, and lets nothing out but what its readers promise."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from functions.rosters.messages import CSV, XLSX, Order, Summary
from functions.rosters.parsing import parse
from kernel.ids import derived_id
from kernel.parcel import Packer
from kernel.rows import Kind

ROSTER = derived_id("fuzz")
SPLIT = b"\0\0"  # between the sheet and its shared strings
_TYPES = "application/vnd.openxmlformats-package.relationships+xml"
_NAMES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": f'<Types><Default Extension="rels" ContentType="{_TYPES}"/></Types>',
    "xl/workbook.xml": f'<workbook xmlns:r="{_NAMES}"><sheets><sheet name="s" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships><Relationship Id="a" Type="{_NAMES}/worksheet" Target="sheet.xml"/>'
        f'<Relationship Id="b" Type="{_NAMES}/sharedStrings" Target="strings.xml"/></Relationships>'
    ),
}


def _read(content: bytes, content_type: str, kind: Kind) -> Summary:
    """The end of the file, which comes in any case; every row is in a chunk or refused. Anything else is raised."""
    order = Order(
        roster_id=ROSTER,
        kind=kind,
        organisation_id=ROSTER,
        organisation_code="431128",
        county_id=ROSTER,
        actor="fuzz",
        day=date(2026, 11, 1),
        size_bytes=len(content) or 1,
        sha256="0" * 64,
        content_type=content_type,
    )
    messages = list(parse(order, BytesIO(content), Packer(ROSTER, b"0" * 32, "wrapped")))
    summary = messages[-1].summary
    if summary is None:
        raise AssertionError("no end")
    refused = {one.row for message in messages if message.refused for one in message.refused.outcomes}
    if summary.problem is None and len(refused) != summary.refused:
        raise AssertionError("rows got lost")
    return summary


def csv(content: bytes) -> None:
    """A file of text, as a roster of members or, by its first byte, of organisations."""
    kind: Kind = "organisations" if content[:1] == b"o" else "members"
    _read(content[1:], CSV, kind)


def xlsx(content: bytes) -> None:
    """The bytes of a workbook as they are."""
    _read(content, XLSX, "members")


def sheet(content: bytes) -> None:
    """A sheet and its shared strings inside of a good workbook: a checksum would keep most changes out of it."""
    first, _, second = content.partition(SPLIT)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        archive.writestr("xl/sheet.xml", first)
        archive.writestr("xl/strings.xml", second or b"<sst/>")
    _read(file.getvalue(), XLSX, "members")


TARGETS: dict[str, Callable[[bytes], None]] = {"csv": csv, "xlsx": xlsx, "sheet": sheet}
