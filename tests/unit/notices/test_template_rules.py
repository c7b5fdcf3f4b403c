import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.notices import words
from functions.notices.template_rules import LONGEST, faults, required
from functions.notices.words_shape import Form, Line, Reader, Words, fill

LINE = Line({"since": Form.DAY, "count": Form.COUNT, "members": Form.IDS}, Words("自{since}起", "Since {since}"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("自{since}起", []),
        ("自{since:day}起，{count:count}人，{{注}}", []),
        ("请注意", [("missing_placeholder", "since")]),
        ("自{since}起{name}", [("unknown_placeholder", None)]),
        ("自{since}起{members}", [("unknown_placeholder", None)]),
        ("自{since}起{}", [("unknown_placeholder", None)]),
        ("自{since.year}起", [("unknown_placeholder", None), ("missing_placeholder", "since")]),
        ("自{since[0]}起", [("unknown_placeholder", None), ("missing_placeholder", "since")]),
        ("自{since:count}起", [("wrong_form", "since")]),
        ("自{since!r}起", [("wrong_form", "since")]),
        ("自{since!r:day}起", [("wrong_form", "since")]),
        ("自{since:{count}}起", [("wrong_form", "since")]),
        ("自{since}起{", [("unbalanced_braces", None)]),
        ("自{since}}起", [("unbalanced_braces", None)]),
        ("自{since}起" + "很长" * 150, [("too_long", None)]),
    ],
)
def test_a_text_is_refused_for_what_it_names_wrongly_or_lacks(text: str, found: list[tuple[str, str | None]]) -> None:
    assert faults(text, LINE, "inbox") == found


def test_a_short_message_is_shorter() -> None:
    text = "自{since}起" + "长" * LONGEST["sms"]

    assert (faults(text, LINE, "inbox"), faults(text, LINE, "sms")) == ([], [("too_long", None)])


@given(st.text(alphabet="{}:!.[]自 since count members day 0", max_size=40))
def test_what_is_saved_can_be_said(text: str) -> None:
    if not faults(text, LINE, "inbox"):
        assert "三月" in fill(text, {"since": "三月", "count": "2"})


def test_the_built_in_sentences_would_be_saved_as_wordings() -> None:
    for code, told in words.PAGES.items():
        for line in told.says.values():
            assert faults(line.subject.zh, line, "inbox") == [], code
            assert faults(line.subject.en, line, "inbox") == [], code
            assert set(required(line)) <= set(line.sayable)


def test_what_the_built_in_sentence_says_must_be_said() -> None:
    assert required(words.line_of("ABSENT_3M", Reader.MEMBER)) == ["months", "since"]
