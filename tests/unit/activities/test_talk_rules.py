"""Which talks a year still lacks (`domain.md` 4.1)."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.talks import rules as talk_rules
from functions.activities.talks.rules import Missing, Relation
from functions.activities.talks.tables import Talks

PEOPLE = st.sets(st.sampled_from("abcdefgh"), max_size=8)
PAIRS = st.lists(st.sampled_from(list(combinations("abcdefgh", 2))), max_size=12)
TODAY = date(2026, 11, 22)


def lacking(roll: str, committee: str, *held: str) -> set[tuple[str, str]]:
    found = talk_rules.missing(roll, committee, [(pair[0], pair[1]) for pair in held])
    return {(one.relation.value, "".join(one.members)) for one in found}


def test_two_of_the_committee_talk_with_each_other_and_with_everybody_and_members_too() -> None:
    assert lacking("abcd", "ab") == {
        ("COMMITTEE_COMMITTEE", "ab"),
        ("COMMITTEE_MEMBER", "c"),
        ("COMMITTEE_MEMBER", "d"),
        ("MEMBER_MEMBER", "c"),
        ("MEMBER_MEMBER", "d"),
    }


def test_a_talk_counts_for_its_own_relation() -> None:
    assert lacking("abcd", "ab", "ba") == lacking("abcd", "ab") - {("COMMITTEE_COMMITTEE", "ab")}
    assert lacking("abcd", "ab", "ca") == lacking("abcd", "ab") - {("COMMITTEE_MEMBER", "c")}
    assert lacking("abcd", "ab", "cd") == {
        ("COMMITTEE_COMMITTEE", "ab"),
        ("COMMITTEE_MEMBER", "c"),
        ("COMMITTEE_MEMBER", "d"),
    }
    assert lacking("abcd", "ab", "ab", "ac", "bd", "cd") == set()


def test_without_a_committee_nobody_lacks_a_talk_with_it_and_who_is_alone_lacks_none() -> None:
    assert lacking("cd", "") == {("MEMBER_MEMBER", "c"), ("MEMBER_MEMBER", "d")}
    assert lacking("c", "") == set()
    assert lacking("ac", "a") == {("COMMITTEE_MEMBER", "c")}


def test_a_talk_with_who_has_left_still_counts_and_who_has_left_lacks_none() -> None:
    assert lacking("ac", "ab", "bc") == set()
    assert lacking("cd", "", "cx") == {("MEMBER_MEMBER", "c"), ("MEMBER_MEMBER", "d")}


@given(PEOPLE, PEOPLE, PAIRS)
def test_one_more_talk_never_makes_anything_missing(
    roll: set[str], committee: set[str], held: list[talk_rules.Pair]
) -> None:
    before, after = (talk_rules.missing(roll, committee, pairs) for pairs in (held[:-1], held))

    assert set(after) <= set(before)
    assert len(before) - len(after) <= 2


@given(PEOPLE, PEOPLE)
def test_when_everybody_talked_with_everybody_nothing_is_missing(roll: set[str], committee: set[str]) -> None:
    everything = list(combinations(sorted(roll | committee), 2))

    assert talk_rules.missing(roll, committee, everything) == []


@given(PEOPLE, PEOPLE, PAIRS)
def test_only_who_is_on_the_roll_lacks_anything(
    roll: set[str], committee: set[str], held: list[talk_rules.Pair]
) -> None:
    missing = talk_rules.missing(roll, committee, held)

    assert all(set(one.members) <= roll for one in missing)
    assert Missing(Relation.COMMITTEE_COMMITTEE, ()) not in missing


@pytest.mark.parametrize(("days", "possible"), [(-1, False), (0, True), (366, True), (367, False)])
def test_a_talk_was_held_within_the_last_year(days: int, possible: bool) -> None:
    assert talk_rules.on_a_day_that_can_be(TODAY - timedelta(days=days), TODAY) is possible


def test_a_talk_that_was_recorded_is_over_from_the_first_minute_of_its_day() -> None:
    talks = Talks("BRANCH#B", "TALKS#2026", held={Talks.name_of(date(2026, 11, 23), ["A", "B"]): None})

    (held,) = talks.as_held()

    assert (held.day, held.ends_at) == (date(2026, 11, 23), datetime(2026, 11, 22, 16, tzinfo=UTC))
