"""CSV in and out, and sorting on disk: what goes in comes out, in every encoding."""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.rosters import csv_file, error_file, rules
from functions.rosters.errors import Unreadable
from functions.rosters.sorting import BREAK, in_order, numbered
from kernel.rows import RowOutcome

TEXT = st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(st.lists(TEXT, min_size=2, max_size=5), min_size=1, max_size=8)


def read(content: bytes) -> list[Sequence[str]]:
    return list(csv_file.rows(io.BytesIO(content)))


def written(rows: list[list[str]], delimiter: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([[f"党{cell}员名册" for cell in row] for row in rows])
    return text.getvalue()


@given(ROWS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"]))
def test_what_a_committee_writes_is_read_back_in_every_encoding(rows: list[list[str]], codec: str) -> None:
    plain = [[cell.replace("\t", "").replace(";", "").replace(",", "") for cell in row] for row in rows]
    content = written(plain, ",").encode(codec)

    found = read(b"\xff\xfe" + content if codec == "utf-16-le" else content)

    assert found == [[f"党{cell}员名册" for cell in row] for row in plain]


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_named_problem(content: bytes) -> None:
    with suppress(Unreadable):
        assert all("\0" not in cell for row in read(content) for cell in row)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_the_one_that_the_file_uses(delimiter: str) -> None:
    assert read(f"姓名{delimiter}民族\n李明{delimiter}汉\n".encode()) == [["姓名", "民族"], ["李明", "汉"]]


def test_the_file_stays_open_for_whoever_brought_it() -> None:
    file = io.BytesIO("姓名,民族".encode())

    list(csv_file.rows(file))

    assert not file.closed


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=5), max_size=40))
def test_sorting_on_disk_equals_sorting_in_memory(lines: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("functions.rosters.sorting.RUN", 7)

        found = list(in_order(lines))

    assert found == sorted(lines)


@given(st.lists(st.tuples(st.sampled_from(["A", "A1", "A-1", "B"]), st.integers(1, 250_000)), max_size=30))
def test_the_order_of_lines_is_that_of_their_parts(pairs: list[tuple[str, int]]) -> None:
    lines = [BREAK.join((code, numbered(row))) for code, row in pairs]

    assert sorted(lines) == [BREAK.join((code, numbered(row))) for code, row in sorted(pairs)]


def test_the_error_file_says_where_what_and_how_in_chinese() -> None:
    outcomes = [
        RowOutcome(row=3, outcome="error", code="id_mangled", column="id_number", shown="4.3*****+17"),
        RowOutcome(row=9, outcome="conflict", code="=other", column="strange"),
    ]

    content = b"".join(error_file.content("members", outcomes))

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        '"行号","列","内容（部分隐去）","问题","处理办法"',
        '"3","公民身份号码","4.3*****+17","公民身份号码被表格软件改成了数字",'
        '"请先把该列设为“文本”格式，再重新输入完整的18位号码"',
        '"9","","","该行未能导入","请核对该行；如仍不能导入，请联系管理员并告知代码：=other"',
        "",
    ]


@given(st.text())
def test_no_field_of_an_error_file_begins_a_formula(text: str) -> None:
    field = error_file.safe(text)

    visible = "".join(character for character in field if character.isprintable()).lstrip()
    assert not rules.is_formula(visible) or field.startswith("'")
    assert field.removeprefix("'") == text or field == text
