"""A calendar file says what the activity says, to whoever reads it by the RFC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.invitations.calendar_rules import Entry, fold, render
from tests.unit.activities.calendar_reader import Component, read

AT = datetime(2026, 11, 25, 15, tzinfo=timezone(timedelta(hours=8)))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.just("\n"), max_size=300)


def entry(summary: str = "主题党日", **changes: object) -> Entry:
    facts = {
        "uid": "01J@e-branch",
        "sequence": 3,
        "stamped_at": datetime(2026, 11, 21, 4, 5, 6, tzinfo=UTC),
        "starts_at": AT,
        "ends_at": AT + timedelta(hours=2),
        "summary": summary,
    }
    return Entry(**(facts | changes))  # type: ignore[arg-type]  # facts of several types


def event(written: Entry) -> Component:
    calendar = read(render(written).encode())
    assert (calendar.name, [part.name for part in calendar.parts]) == ("VCALENDAR", ["VEVENT"])
    return calendar.parts[0]


def test_a_reader_by_the_rfc_finds_every_fact() -> None:
    written = entry(
        description="1. 学习\n2. 讨论", location="村部; 二楼, 会议室", url="https://meet.example.org/会议?a=1"
    )

    found = event(written)

    assert found.values == {
        "UID": "01J@e-branch",
        "DTSTAMP": "20261121T040506Z",
        "SEQUENCE": "3",
        "DTSTART": "20261125T070000Z",
        "DTEND": "20261125T090000Z",
        "SUMMARY": "主题党日",
        "DESCRIPTION": "1. 学习\n2. 讨论",
        "LOCATION": "村部; 二楼, 会议室",
        "URL": "https://meet.example.org/%E4%BC%9A%E8%AE%AE?a=1",
        "STATUS": "CONFIRMED",
    }
    assert [(part.name, part.values["TRIGGER"]) for part in found.parts] == [("VALARM", "-PT1H")]


def test_the_calendar_names_its_maker_and_its_version() -> None:
    calendar = read(render(entry()).encode())

    assert calendar.values == {
        "VERSION": "2.0",
        "PRODID": "-//E-Branch//Activities//ZH",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
    }


def test_what_was_called_off_says_so_and_rings_no_more() -> None:
    found = event(entry(cancelled=True))

    assert (found.values["STATUS"], found.parts) == ("CANCELLED", [])


def test_what_is_not_known_is_left_out() -> None:
    assert event(entry()).values.keys().isdisjoint({"DESCRIPTION", "LOCATION", "URL"})


@given(TEXT)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert event(entry(summary=text)).values["SUMMARY"] == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=500))
def test_a_folded_line_is_short_and_unfolds_to_itself(line: str) -> None:
    folded = fold(line)

    assert folded.replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))


@pytest.mark.parametrize("broken", ["a\nb", "SUMMARY:a;b", "X" * 76, "BEGIN:VCALENDAR"])
def test_the_reader_takes_no_file_that_breaks_the_grammar(broken: str) -> None:
    with pytest.raises(ValueError, match=r"line|bare|closed"):
        read(f"{broken}\r\n".encode())


def test_nobody_breaks_out_of_a_property() -> None:
    found = event(entry(summary="会\r\nATTENDEE:mailto:a@example.org\nEND:VEVENT"))

    assert "ATTENDEE" not in found.values
    assert found.values["STATUS"] == "CONFIRMED"
