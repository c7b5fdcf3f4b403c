"""Characters on paper: what the font has, and what is marked."""

from datetime import UTC, datetime

import pytest

from functions.activities.bundles.typesetting import Document, legible
from tests.unit.activities.pdf_reader import characters

KNOWN = frozenset(map(ord, "党员·李明 〔U+〕0123456789ABCDEF"))


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("李明·党员", "李明·党员"),
        ("李𠮷", "李〔U+20BB7〕"),
        ("😀", "〔U+1F600〕"),
        ("李\n明", "李\n明"),
        ("李\t明", "李 明"),
        ("李\r\n明", "李\n明"),
        ("\u200b", "〔U+200B〕"),
        ("", ""),
    ],
)
def test_what_the_font_lacks_is_marked_and_nothing_is_dropped(written: str, set_as: str) -> None:
    assert legible(written, KNOWN) == set_as


def test_a_page_shows_the_mark_and_its_font_is_in_the_file() -> None:
    paper = Document("册", datetime(2026, 1, 1, tzinfo=UTC))
    paper.paragraph("𠮷")
    paper.grid([("李", "明")], (1, 1))

    pdf = paper.bytes()

    assert characters(pdf) == set("册 · 1李明〔U+20BB7〕")
    assert b"/FontFile3" in pdf


@pytest.mark.parametrize("text", ["字" * 6000 + "末", "字\n" * 1000 + "末", "字" * 201 + "\n" * 60 + "末"])
def test_a_cell_higher_than_a_page_goes_on_below(text: str) -> None:
    paper = Document("册", datetime(2026, 1, 1, tzinfo=UTC))
    paper.grid([("议程", text), ("完", "。")], (1, 4))

    assert set("议程字末完。") <= characters(paper.bytes())
    assert paper.page_no() > 1
