"""Every code of `domain.md` 12 has its words, in both languages, for everybody whom it tells; those that wait too."""

import re

import pytest

from functions.notices import rules, words
from functions.notices.preferences import MAY_OPT_OUT
from functions.notices.template_rules import LONGEST, faults
from functions.notices.waiting_codes import WAITING
from functions.notices.words_shape import Form, Line, Reader, fill, fits, placeholders, spoken
from kernel.ids import new_id
from tests.unit.notices.test_rules import CODES

MEMBER, SECRETARY, COMMITTEE = Reader.MEMBER, Reader.SECRETARY, Reader.COMMITTEE
TOLD = {
    "DUES_DUE": {MEMBER},
    "DUES_ARREARS_3": {MEMBER, SECRETARY},
    "DUES_SELF_EXIT_RISK": {MEMBER, SECRETARY, COMMITTEE},
    "DUES_MAKEUP_LIMIT": {SECRETARY},
    "ACTIVIST_REVIEW_DUE": {MEMBER, SECRETARY},
    "TALK_DUE_30D": {SECRETARY},
    "CANDIDATE_ELIGIBLE": {SECRETARY},
    "APPROVAL_CLOCK": {COMMITTEE},
    "PROBATION_EXPIRY": {MEMBER, SECRETARY},
    "POSTING_ENDED": {SECRETARY},
    "TRANSFER_LETTER": {MEMBER, SECRETARY},
    "TRANSFER_NO_RECEIPT": {COMMITTEE},
    "POCKET_MEMBER": {SECRETARY, COMMITTEE},
    "LEARNING_HOURS": {MEMBER, SECRETARY},
    "WISH_CONTACT_7D": {MEMBER, SECRETARY},
    "SUGGESTION_DEADLINE": {SECRETARY, COMMITTEE},
    "VILLAGE_DISCLOSURE_DUE": {SECRETARY, COMMITTEE},
}
"""The column "To": mentors, sponsors and claimants are members, branches their secretaries, the rest committees."""

SAMPLES = {
    Form.DAY: "2026-11-25",
    Form.PERIOD: "2026-Q4",
    Form.COUNT: 3,
    Form.ID: new_id(),
    Form.IDS: [new_id()],
}
LINES = [(code, reader, line) for code in WAITING for reader, line in words.WORDS[code].says.items()]
EACH_LINE = pytest.mark.parametrize(("code", "reader", "line"), LINES, ids=[f"{c}-{r}" for c, r, _ in LINES])


def test_every_code_of_the_field_has_words() -> None:
    of_several_days = {"TERM_EXPIRY"}  # each of its rungs has a code of its own

    assert set(CODES) - of_several_days <= words.WORDS.keys()
    assert set(rules.ABSENT_RUNGS.values()) <= words.WORDS.keys()


def test_what_waits_has_words_for_whom_the_field_names_and_is_not_said_yet() -> None:
    assert {code: set(words.WORDS[code].says) for code in WAITING} == TOLD
    assert words.WORDS.keys() - words.PAGES.keys() == WAITING.keys()
    assert not set(MAY_OPT_OUT) & WAITING.keys()


@EACH_LINE
def test_both_languages_name_the_same_facts_and_each_of_them_has_its_form(
    code: str, reader: Reader, line: Line
) -> None:
    named = [{name for name, _ in placeholders(text)} for text in (line.subject.zh, line.subject.en)]

    assert named[0] == named[1] <= line.sayable.keys()
    assert all(fits(form, SAMPLES[form]) for form in line.facts.values())
    assert faults(line.subject.zh, line, "sms") == []
    assert len(line.subject.en) <= LONGEST["sms"]


@EACH_LINE
def test_each_is_said_in_its_own_language_with_nothing_left_open(code: str, reader: Reader, line: Line) -> None:
    zh, en = (
        fill(line.subject.of(language), {n: spoken(f, SAMPLES[f], language) for n, f in line.sayable.items()})
        for language in ("zh", "en")
    )

    assert not re.search(r"[{}]", zh + en)
    assert re.fullmatch(r"[\u4e00-\u9fff\w，。；、（）]+", zh)
    assert en.isascii()
    assert zh.endswith("。")
    assert en.endswith(".")


@pytest.mark.parametrize("code", WAITING)
def test_each_says_why_and_what_ends_it(code: str) -> None:
    for sentence in (words.WORDS[code].why, words.WORDS[code].stop):
        assert placeholders(sentence.zh + sentence.en) == []
        assert sentence.en.isascii()
        assert sentence.zh.endswith("。")
        assert sentence.en.endswith(".")
