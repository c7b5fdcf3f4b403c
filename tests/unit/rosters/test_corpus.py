"""What fuzzing found, and where it starts from, is read or refused; the same holds for tables that nobody wrote."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.rosters.columns import COLUMNS
from scripts.fuzzing.targets import SPLIT, TARGETS
from tests.unit.rosters import hostile
from tests.unit.rosters.reading import parsed, refused, rows, summary
from tests.unit.rosters.test_usual_files import HEADER, PEOPLE, csv_text

CORPUS = Path(__file__).parents[2] / "corpus" / "rosters"
KEPT = sorted(CORPUS.rglob("*.bin"))
PIECES = (
    "",
    " ",
    "李明",
    "汉族",
    "2001-7-1",
    "４.31E+17",
    "=1+1",
    "\ufeff",
    "\u202e",
    "·",
    "431128-101-001",
    "正式党员",
)
CELL = st.one_of(st.sampled_from(PIECES), st.sampled_from([str(cell) for cell in PEOPLE[0]]), st.text(max_size=6))
HEADINGS = st.sampled_from([column.heading for column in COLUMNS["members"]])


def test_the_corpus_has_something_for_each_target() -> None:
    assert {path.parent.name for path in KEPT} == set(TARGETS)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_was_found_once_is_read_or_refused(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELL, max_size=12), max_size=12))
def test_every_row_of_a_table_goes_on_or_is_refused(table: Sequence[Sequence[str]]) -> None:
    clean = [[cell.replace("\0", "").encode(errors="ignore").decode() for cell in line] for line in table]
    messages = parsed(csv_text([HEADER, *PEOPLE, *clean]).encode())

    end = summary(messages)
    if end.problem is None:
        bad = {one.row for one in refused(messages)}
        good = {row["row"] for row in rows(messages)}
        assert not bad & good
        assert len(bad) + len(good) == end.rows >= len(PEOPLE)
        assert len(bad) == end.refused


@settings(max_examples=200, deadline=None)
@given(st.lists(HEADINGS, max_size=20), st.lists(st.lists(CELL, max_size=20), max_size=6))
def test_any_header_is_understood_or_asked_about(headings: list[str], table: list[list[str]]) -> None:
    content = csv_text([headings, *([cell.replace("\0", "") for cell in line] for line in table)])

    end = summary(parsed(content.encode(errors="ignore")))

    asked = end.problem in ("missing_columns", "column_twice")
    assert not asked or end.layout is not None


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(KEPT), st.lists(st.tuples(st.integers(0, 1 << 16), st.binary(max_size=4)), max_size=5))
def test_a_patched_input_does_no_harm(path: Path, patches: list[tuple[int, bytes]]) -> None:
    content = bytearray(path.read_bytes())
    for at, patch in patches:
        place = at % (len(content) + 1)
        content[place : place + len(patch)] = patch

    TARGETS[path.parent.name](bytes(content))


TAGS = (
    '<row r="2">',
    "<row>",
    "</row>",
    '<c r="A2" t="s">',
    '<c t="inlineStr">',
    "<c>",
    "</c>",
    "<v>",
    "</v>",
    "0",
    "9",
)
MORE = (
    "<is><t>",
    "</t></is>",
    "<rPh>",
    "</rPh>",
    "姓名",
    '<mergeCell ref="A1:A3"/>',
    '<mergeCell ref="A9:B1"/>',
    "<f/>",
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(TAGS + MORE), max_size=25), st.lists(st.sampled_from(TAGS + MORE), max_size=8))
def test_any_elements_of_a_sheet_do_no_harm(sheet: list[str], strings: list[str]) -> None:
    part = hostile.HEAD + "".join(sheet) + hostile.TAIL

    TARGETS["sheet"](part.encode() + SPLIT + f"<sst>{''.join(strings)}</sst>".encode())
