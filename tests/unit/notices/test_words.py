import json
import re
from typing import Any

import pytest

from functions.notices import rules, words
from functions.notices.dispatch_tables import Content
from functions.notices.inbox_tables import Notice
from functions.notices.ladders import To
from functions.notices.words_shape import Form, Line, Reader, Told, fill, fits, placeholders, spoken
from kernel.ids import new_id
from tests.template_reader import ROOT

READERS = {
    To.MEMBER: Reader.MEMBER,
    To.CONTACT: Reader.MEMBER,
    To.UNDONE: Reader.MEMBER,
    To.RULER: Reader.COMMITTEE,
    To.SECRETARY: Reader.SECRETARY,
    To.TOWNSHIP: Reader.COMMITTEE,
    To.COUNTY: Reader.COMMITTEE,
}
SAMPLE: dict[Form, Any] = {
    Form.DAY: "2026-11-25",
    Form.MOMENT: "2026-11-25T16:30:00.000Z",
    Form.PERIOD: "2026-Q4",
    Form.COUNT: 3,
    Form.POINTS: -3,
    Form.ID: new_id(),
    Form.IDS: [new_id()],
}
LINES = [(code, reader, line) for code, told in words.PAGES.items() for reader, line in told.says.items()]


def notice(code: str, reader: Reader, line: Line) -> Notice:
    organisation = new_id()
    role = {Reader.SECRETARY: "secretary", Reader.COMMITTEE: "reviewer"}.get(reader)
    box = Notice.office_box(organisation, role) if role else Notice.member_box(new_id())
    facts = {name: SAMPLE[form] for name, form in line.facts.items()}
    return Notice(box, new_id(), code=code, organisation_id=organisation, facts=facts)


def test_everybody_whom_a_ladder_tells_finds_words_for_it() -> None:
    told = {
        (rung.code or ladder.code, READERS[to])
        for ladder in rules.LADDERS.values()
        for rung in ladder.rungs
        for to in rung.to
    }
    absent = {(code, READERS[to]) for months, code in rules.ABSENT_RUNGS.items() for to in rules.ABSENT_TO[months]}

    assert {(code, reader) for code, reader in told | absent if reader not in words.PAGES[code].says} == set()


def test_every_code_says_why_it_is_sent_and_what_ends_it() -> None:
    for code, told in words.PAGES.items():
        for sentence in (told.why, told.stop):
            assert len(sentence.zh) > 5, code
            assert len(sentence.en) > 20, code
            assert placeholders(sentence.zh + sentence.en) == [], code


@pytest.mark.parametrize(("code", "reader", "line"), LINES, ids=[f"{c}-{r}" for c, r, _ in LINES])
def test_a_sentence_names_facts_of_its_code_alone_and_the_same_in_both_languages(
    code: str, reader: Reader, line: Line
) -> None:
    zh, en = ({name for name, _ in placeholders(text)} for text in (line.subject.zh, line.subject.en))

    assert zh == en
    assert {name for name in zh if line.facts.get(name, Form.IDS) is Form.IDS} == set()


@pytest.mark.parametrize(("code", "reader", "line"), LINES, ids=[f"{c}-{r}" for c, r, _ in LINES])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_notice_can_be_said(code: str, reader: Reader, line: Line, language: Any) -> None:
    said = words.rendered(notice(code, reader, line), language)

    assert not re.search(r"[{}]", "".join((said.subject, said.why, said.how_to_stop, *map(str, said.links))))
    assert said.body is None


def test_every_notice_links_to_what_it_is_about() -> None:
    assert [code for code, told in words.PAGES.items() if not told.links] == []


def test_every_link_leads_to_something_that_can_be_read() -> None:
    paths = json.loads((ROOT / "openapi.json").read_text())["paths"]
    readable = {re.sub(r"\{.*?\}", "{}", path) for path, methods in paths.items() if "get" in methods}
    links = {path.partition("?")[0] for told in words.PAGES.values() for path in told.links.values()}

    assert {path for path in links if re.sub(r"\{.*?\}", "{}", path) not in readable} == set()


def test_a_link_names_facts_that_every_reader_of_its_code_has() -> None:
    def unknown(told: Told) -> set[str]:
        named = {name for path in told.links.values() for name, _ in placeholders(path)}
        return {
            name for name in named - {"organisationId"} if any(name not in line.facts for line in told.says.values())
        }

    assert {code: unknown(told) for code, told in words.PAGES.items() if unknown(told)} == {}


@pytest.mark.parametrize(
    ("form", "value", "zh", "en"),
    [
        (Form.DAY, "2026-03-09", "2026年3月9日", "9 March 2026"),
        (Form.PERIOD, "2026-11", "2026年11月", "November 2026"),
        (Form.PERIOD, "2026-Q4", "2026年第四季度", "the fourth quarter of 2026"),
        (Form.PERIOD, "2026", "2026年", "2026"),
        (Form.MOMENT, "2026-11-25T16:30:00.000Z", "2026年11月26日00:30", "26 November 2026, 00:30"),
        (Form.COUNT, 12, "12", "12"),
    ],
)
def test_a_fact_is_said_as_people_say_it(form: Form, value: Any, zh: str, en: str) -> None:
    assert (spoken(form, value, "zh"), spoken(form, value, "en")) == (zh, en)


@pytest.mark.parametrize("form", list(Form))
def test_facts_fit_their_own_form_and_no_other_text(form: Form) -> None:
    assert fits(form, SAMPLE[form])
    for wrong in (None, "soon", -1, 1.5, [1], "2026-13-45"):
        assert not fits(form, wrong) or (form, wrong) == (Form.POINTS, -1)


def test_facts_that_cannot_be_said_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"^TERM_EXPIRY_90 to secretary: endsOn$"):
        words.refuse_facts("TERM_EXPIRY_90", Reader.SECRETARY, {"days": 90, "endsOn": "in spring"})


def test_nothing_of_a_value_is_interpreted() -> None:
    assert fill("a {b:day} {{c}} {d}", {"b": "{d}", "d": "{b.__class__}"}) == "a {d} {c} {b.__class__}"


def test_a_committee_s_wording_stands_in_the_body() -> None:
    line = words.line_of("TERM_EXPIRY_90", Reader.SECRETARY)

    said = words.rendered(notice("TERM_EXPIRY_90", Reader.SECRETARY, line), "zh", "任期{endsOn:day}届满")

    assert said.body == "任期2026年11月25日届满"
    assert said.subject == "本级党组织领导班子任期将于2026年11月25日届满，请准备换届。"


def sent(**rest: Any) -> Content:
    return Content(
        *Content.key_of(new_id()), title="通知", body="请查收", links=[{"rel": "page", "href": "/x"}], **rest
    )


def test_a_dispatch_is_read_in_english_where_it_has_an_english_text() -> None:
    both, one = sent(title_en="Notice", body_en="Please read"), sent(asks=True)

    assert words.dispatched(both, "en") == words.Said(
        "Notice", "Please read", words.SENT.en, words.TO_READ.en, (("page", "/x"),)
    )
    assert words.dispatched(both, "zh").subject == "通知"
    assert words.dispatched(one, "en") == words.Said("通知", "请查收", words.SENT.en, words.TO_DO.en, (("page", "/x"),))


def test_of_a_dispatch_that_was_taken_back_the_title_and_the_reason_are_left() -> None:
    back = sent(retracted_at="2026-11-22T00:00:00.000Z", retraction_reason="发错了")

    assert words.dispatched(back, "zh") == words.Said("通知", "发错了", words.SENT.zh, words.TO_READ.zh)
