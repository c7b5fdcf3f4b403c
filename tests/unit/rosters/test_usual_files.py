"""Files as committees make them: each habit of theirs in a file of its own, all read as the same three people."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date

import msgspec
import pytest
from openpyxl import Workbook

from functions.rosters.messages import CSV, XLSX
from kernel.rows import MemberRow
from tests.integration.members import people
from tests.unit.rosters.reading import parsed, problem, refused, rows, summary

HEADER = ("姓名", "公民身份号码", "民族", "学历", "人员类别", "入党日期", "转正日期", "工作岗位", "党支部代码", "手机")
BRANCH = "431128-101-001"
type Line = Sequence[object]


def person(number: int, **changed: object) -> list[object]:
    facts: dict[str, object] = dict(
        zip(
            HEADER,
            (
                f"李{chr(ord('一') + number)}",
                people.row(number).id_number,
                *("汉族", "高中", "正式党员", "2001-07-01", "2002-07-01", "农民", BRANCH),
                f"154{number:08d}",
            ),
            strict=True,
        )
    )
    return list((facts | changed).values())


def wide(cell: object) -> str:
    """In full-width characters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in str(cell))


PEOPLE = [person(number) for number in (2, 3, 4)]


def csv_text(lines: Sequence[Line], delimiter: str = ",", end: str = "\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(lines)
    return text.getvalue()


def xlsx(lines: Sequence[Line], merged: Sequence[str] = ()) -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    for reference in merged:
        sheet.merge_cells(reference)
    book.save(file)
    return file.getvalue()


def found(content: bytes, content_type: str = CSV) -> list[MemberRow]:
    messages = parsed(content, content_type=content_type)
    assert (summary(messages).problem, refused(messages)) == (None, [])
    return [msgspec.convert(row, MemberRow) for row in rows(messages)]


def facts(row: MemberRow) -> tuple[object, ...]:
    return (*(row.name, row.id_number, row.joined_on, row.converted_on, row.branch_code, row.mobile),)


EXPECTED = [
    (one[0], one[1], date(2001, 7, 1), date(2002, 7, 1), BRANCH, one[9])  # as `PEOPLE` states them
    for one in PEOPLE
]
TABLE = csv_text([HEADER, *PEOPLE])
TEXTS: dict[str, bytes] = {
    "GB18030, as Excel saves it": TABLE.encode("gb18030"),
    "UTF-8": TABLE.encode(),
    "UTF-8 with a mark": TABLE.encode("utf-8-sig"),
    "UTF-16, little end first": b"\xff\xfe" + TABLE.encode("utf-16-le"),
    "UTF-16, big end first": b"\xfe\xff" + TABLE.encode("utf-16-be"),
    "UTF-16 with tabs, as Excel saves Unicode text": b"\xff\xfe"
    + csv_text([HEADER, *PEOPLE], "\t", "\r\n").encode("utf-16-le"),
    "line ends of Windows": csv_text([HEADER, *PEOPLE], end="\r\n").encode(),
    "semicolons": csv_text([HEADER, *PEOPLE], ";").encode(),
    "titles above the header": csv_text(
        [["新田县党员花名册"], ["2026年11月", "", "单位：人"], HEADER, *PEOPLE]
    ).encode(),
    "blank rows": csv_text([HEADER, PEOPLE[0], [""] * 10, [], PEOPLE[1], [" ", "\u3000"], PEOPLE[2]]).encode(),
    "the header on every page": csv_text([HEADER, *PEOPLE[:2], HEADER, PEOPLE[2]]).encode(),
    "a header over two lines": csv_text(
        [[*HEADER[:5], "党组织关系", "", *HEADER[7:]], [""] * 5 + [*HEADER[5:7]], *PEOPLE]
    ).encode(),
    "full-width digits": csv_text([HEADER, *([one[0], *map(wide, one[1:])] for one in PEOPLE)]).encode(),
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_a_text_file_is_read_whatever_its_habits(content: bytes) -> None:
    assert [facts(row) for row in found(content)] == EXPECTED


DAYS: dict[str, object] = {
    "2001-7-1": "2001-7-1",
    "2001.07.01": "2001.07.01",
    "2001.7.1": "2001.7.1",
    "2001/7/1": "2001/7/1",
    "2001年7月1日": "2001年7月1日",
    "20010701": "20010701",
    "a serial number as text": "37073",
    "full-width": "２００１．７．１",
    "with a time": "2001-07-01 00:00:00",
}


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_a_day_is_read_however_it_is_written(day: object) -> None:
    (row,) = found(csv_text([HEADER, person(2, 入党日期=day)]).encode())

    assert row.joined_on == date(2001, 7, 1)


@pytest.mark.parametrize("cell", [37073, 37073.0, date(2001, 7, 1), "2001年7月1日"], ids=str)
def test_a_day_in_a_workbook_is_a_serial_number_or_text(cell: object) -> None:
    (row,) = found(xlsx([HEADER, person(2, 入党日期=cell)]), XLSX)

    assert row.joined_on == date(2001, 7, 1)


@pytest.mark.parametrize(
    "written", ["+8615400000002", "0086 154 0000 0002", "86-154-0000-0002", "154 0000-0002", "+86 154　0000　0002"]
)
def test_a_mobile_number_is_read_with_or_without_its_country(written: str) -> None:
    (row,) = found(csv_text([HEADER, person(2, 手机=written)]).encode())

    assert row.mobile == "15400000002"


@pytest.mark.parametrize("number", [15400000002, 15400000002.0], ids=["whole", "with a decimal point"])
def test_a_mobile_number_may_be_a_number_cell(number: float) -> None:
    (row,) = found(xlsx([HEADER, person(2, 手机=number)]), XLSX)

    assert row.mobile == "15400000002"


MANGLED: dict[str, Callable[[], tuple[bytes, str]]] = {
    "4.31E+17 in text": lambda: (csv_text([HEADER, person(2, 公民身份号码="4.31E+17")]).encode(), CSV),
    "all digits, the last ones nought": lambda: (xlsx([HEADER, person(2, 公民身份号码=431128199001010000)]), XLSX),
    "a number of a workbook": lambda: (xlsx([HEADER, person(2, 公民身份号码=4.31128199001011e17)]), XLSX),
}


@pytest.mark.parametrize("make", MANGLED.values(), ids=MANGLED)
def test_an_id_number_that_became_a_number_is_refused_with_its_place(make: Callable[[], tuple[bytes, str]]) -> None:
    content, content_type = make()

    (flaw,) = refused(parsed(content, content_type=content_type))

    assert (flaw.row, flaw.column, flaw.code) == (2, "id_number", "id_mangled")
    assert flaw.shown
    assert "*" in flaw.shown


def test_a_branch_that_is_merged_over_its_people_is_that_of_each() -> None:
    lines = [["新田县党员花名册"], HEADER, PEOPLE[0], *(person(n, 党支部代码=None) for n in (3, 4))]

    assert [facts(row) for row in found(xlsx(lines, ["A1:J1", "I3:I5"]), XLSX)] == EXPECTED


def test_a_header_that_is_merged_over_two_lines_is_read_as_one() -> None:
    upper = [*HEADER[:5], "党组织关系", None, *HEADER[7:]]
    lower = [None] * 5 + [*HEADER[5:7]]
    merged = ["F1:G1", *(f"{letter}1:{letter}2" for letter in "ABCDEHIJ")]

    assert [facts(row) for row in found(xlsx([upper, lower, *PEOPLE], merged), XLSX)] == EXPECTED


def test_rows_keep_the_numbers_that_the_spreadsheet_shows_beside_them() -> None:
    content = xlsx([["党员花名册"], [None], HEADER, PEOPLE[0], [None], person(3, 民族="火星族")])

    assert [flaw.row for flaw in refused(parsed(content, content_type=XLSX))] == [6]
    assert [row["row"] for row in rows(parsed(content, content_type=XLSX))] == [4]


def test_the_sheet_with_the_better_header_is_read() -> None:
    book, file = Workbook(), io.BytesIO()
    cover = book.active
    assert cover is not None
    cover.append(["姓名", "民族", "学历"])
    for line in (HEADER, *PEOPLE):
        if "名册" not in book.sheetnames:
            book.create_sheet("名册")
        book["名册"].append(list(line))
    book.save(file)

    assert [facts(row) for row in found(file.getvalue(), XLSX)] == EXPECTED


HEADINGS = {
    "usual names": (
        "党员姓名",
        "身份证号",
        "民族",
        "文化程度",
        "党员类型",
        "入党时间",
        "转正时间",
        "职业",
        "支部代码",
        "电话",
    ),
    "with remarks": tuple(f"{heading}（必填）" for heading in HEADER),
    "spread out": tuple(" ".join(heading) for heading in HEADER),
    "with stars": tuple(f"*{heading}：" for heading in HEADER),
}


@pytest.mark.parametrize("header", HEADINGS.values(), ids=HEADINGS)
def test_a_column_is_known_by_its_usual_names(header: Sequence[str]) -> None:
    assert [facts(row) for row in found(csv_text([header, *PEOPLE]).encode())] == EXPECTED


def test_a_header_in_other_words_is_told_with_its_columns() -> None:
    content = csv_text([["花名册"], ["甲", "乙", "丙", "丁"], ["李明", "x", "y", "z"]]).encode()

    told = summary(parsed(content))

    assert (told.problem, problem(content)) == ("no_header", "no_header")
    assert told.layout is not None
    assert (told.layout.row, [(c.letter, c.heading, c.field) for c in told.layout.columns]) == (
        2,
        [("A", "甲", None), ("B", "乙", None), ("C", "丙", None), ("D", "丁", None)],
    )
