"""A workbook with any of its bytes changed is read or refused by name; nothing else comes out of the reader."""

from contextlib import suppress
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.rosters import workbook
from functions.rosters.errors import Unreadable
from scripts.demo.county import county
from scripts.demo.records import MEMBER_HEADER, ORGANISATION_HEADER
from scripts.demo.sheets import ORGANISATION_TITLE, xlsx_bytes
from tests.unit.rosters import hostile

SMALL = county(1, small=True)
GOOD = xlsx_bytes(ORGANISATION_TITLE, ORGANISATION_HEADER, SMALL.organisation_rows[:5])
PLAIN = hostile.sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>')
CHANGES = st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=6)


def read(content: bytes) -> None:
    with suppress(Unreadable):
        for sheet in workbook.sheets(BytesIO(content)):
            assert all(isinstance(row, list) for _, row in sheet)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([GOOD, PLAIN]), CHANGES)
def test_changed_bytes_do_no_harm(content: bytes, changes: list[tuple[int, int]]) -> None:
    changed = bytearray(content)
    for place, value in changes:
        changed[place % len(changed)] = value

    read(bytes(changed))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([GOOD, PLAIN]), st.integers(0, 1 << 16), st.binary(max_size=40))
def test_a_cut_and_patched_file_does_no_harm(content: bytes, place: int, patch: bytes) -> None:
    at = place % len(content)

    read(content[:at] + patch)
    read(content[:at] + patch + content[at:])


ROWS = ("<row>", '<row r="2">', "</row>", "<c>", '<c r="B2" t="s">', '<c r="A1" t="inlineStr">', "</c>", "<v>", "</v>")
TAGS = (*ROWS, "0", "7", "x", "<is>", "</is>", "<t>", "</t>", "<f>", "</f>", "<si>", "</si>")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TAGS), max_size=30))
def test_any_order_of_elements_does_no_harm(tags: list[str]) -> None:
    read(hostile.sheet("".join(tags)))


def test_a_good_workbook_is_read_with_its_rows_in_place() -> None:
    sheets = workbook.sheets(BytesIO(xlsx_bytes("党员", MEMBER_HEADER, SMALL.member_rows[:3])))

    rows = list(next(sheets))

    assert [number for number, _ in rows] == [1, 2, 3, 4, 5]
    assert (rows[0][1][0], rows[1][1]) == ("党员", list(MEMBER_HEADER))
    assert list(sheets) == []


def test_a_sheet_that_begins_below_and_aside_keeps_its_row_and_column_numbers() -> None:
    sheets = workbook.sheets(BytesIO(hostile.sheet('<row r="3"><c r="C3"><v>1</v></c></row>')))

    assert list(next(sheets)) == [(3, [None, None, 1])]


def test_a_hidden_sheet_is_not_read() -> None:
    hidden = hostile.WORKBOOK.replace('name="s"', 'name="s" state="hidden"')
    content = hostile.sheet('<row r="1"><c r="A1"><v>1</v></c></row>', {"xl/hidden.xml": b"<a/>"})
    with_hidden = hostile.workbook_of(content, {"xl/workbook.xml": hidden.encode()})

    assert list(workbook.sheets(BytesIO(with_hidden))) == []
