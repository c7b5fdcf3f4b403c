"""The rolls of a county from its committee's files, through the deployed API: see `rolls.py` for what was done."""

from collections import Counter

import pytest

from tests.e2e import paper
from tests.e2e.county import County

pytestmark = pytest.mark.e2e
SIZES = Counter(person.branch for person in paper.PEOPLE)
ALL = len(paper.PEOPLE)


def test_organisations_come_from_a_file(county: County) -> None:
    counters = county.seen["organisations"]

    assert (counters["create"], counters["update"]) == (len(paper.ORGANISATIONS) - 1, 1)
    assert counters["error"] == counters["conflict"] == counters["failed"] == 0


def test_a_strange_header_is_asked_about(county: County) -> None:
    assert sorted(county.seen["asking"]) == sorted(paper.STRANGE.values())


def test_a_preview_tells_what_each_branch_will_have(county: County) -> None:
    assert (county.seen["preview"]["create"], county.seen["preview"]["refused"]) == (ALL, 1)
    assert county.seen["branches"] == {code: (0, size) for code, size in SIZES.items()}


def test_a_paused_roster_goes_on_to_its_end(county: County) -> None:
    assert county.seen["paused"] == "APPLYING"
    assert county.seen["applied"]["applied"] == ALL
    assert county.seen["rolls"] == SIZES


def test_a_roster_that_is_taken_back_leaves_nobody(county: County) -> None:
    assert county.seen["undone"]["undone"] == ALL
    assert set(county.seen["rolls undone"].values()) == {0}


def test_after_that_it_can_be_applied_again(county: County) -> None:
    assert county.seen["again"]["applied"] == ALL


def test_the_committees_headings_are_known_the_next_time(county: County) -> None:
    counters = county.seen["corrections"]

    assert (counters["update"], counters["same"], counters["create"]) == (3, SIZES[paper.STANDING] - 3, 0)
    assert {one["field"] for line in county.seen["differences"] for one in line} == {"education"}


def test_a_cancelled_roster_does_nothing(county: County) -> None:
    assert county.seen["cancelled"]["applied"] == 0


def test_the_same_file_is_known_again(county: County) -> None:
    named, first = county.seen["same as"]

    assert named == first


def test_what_was_edited_since_is_kept_and_listed(county: County) -> None:
    assert county.seen["corrected"]["update"] == 3
    assert (county.seen["taken back"]["undone"], county.seen["taken back"]["kept"]) == (2, 1)
    assert [line["code"] for line in county.seen["kept"]] == ["edited_since"]
    assert len(county.seen["error file"].splitlines()) == 2
