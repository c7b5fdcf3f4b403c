"""Committees, elections and terms as `domain.md` 1.3 and 1.4 have them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.organisations import leadership_rules as rules
from functions.organisations.leadership_rules import Post, Seat, TermState

WHO = "ABCDEFGHIJ"
EMPTY: list[tuple[Post, str]] = []


def posts(*held: Post) -> list[tuple[Post, str]]:
    return [(post, WHO[n]) for n, post in enumerate(held)]


def codes(flaws: list[rules.Flaw]) -> list[str]:
    return [code for _, code in flaws]


@pytest.mark.parametrize(
    ("full", "held", "wrong"),
    [
        (6, posts(Post.SECRETARY), []),
        (6, posts(Post.SECRETARY, Post.DEPUTY), []),
        (6, posts(Post.SECRETARY, Post.PUBLICITY), ["no_committee_below_seven"]),
        (7, posts(Post.SECRETARY, Post.ORGANISATION), ["committee_too_small"]),
        (7, posts(Post.SECRETARY, Post.ORGANISATION, Post.PUBLICITY), []),
        (30, posts(Post.SECRETARY, Post.DEPUTY, Post.ORGANISATION, Post.PUBLICITY, Post.DISCIPLINE, Post.MEMBER), []),
        (60, posts(Post.SECRETARY, *[Post.MEMBER] * 7), ["committee_too_large"]),
        (9, posts(Post.ORGANISATION, Post.PUBLICITY, Post.DISCIPLINE), ["secretary_missing"]),
        (9, posts(Post.SECRETARY, Post.SECRETARY, Post.MEMBER), ["more_than_one_secretary"]),
    ],
)
def test_a_branch_has_a_committee_from_seven_full_members_on(
    full: int, held: list[tuple[Post, str]], wrong: list[str]
) -> None:
    assert codes(rules.flaws_of_body("BRANCH", full, held, whole=True)) == wrong


def test_a_by_election_may_leave_a_committee_short() -> None:
    assert rules.flaws_of_body("BRANCH", 9, posts(Post.ORGANISATION), whole=False) == []


def test_a_committee_above_the_branches_has_no_size_by_this_rule() -> None:
    assert rules.flaws_of_body("COMMITTEE", 0, posts(Post.SECRETARY, *[Post.MEMBER] * 9), whole=True) == []


def test_a_group_has_a_leader_and_nothing_else() -> None:
    assert rules.flaws_of_body("PARTY_GROUP", 0, posts(Post.GROUP_LEADER), whole=True) == []
    assert codes(rules.flaws_of_seats("PARTY_GROUP", [Seat(Post.SECRETARY, "A", "FULL")])) == ["no_such_post_here"]
    assert codes(rules.flaws_of_seats("BRANCH", [Seat(Post.GROUP_LEADER, "A", "FULL")])) == ["no_such_post_here"]


@pytest.mark.parametrize("category", ["PROBATIONARY", None])
def test_only_full_members_are_eligible(category: str | None) -> None:
    flaws = rules.flaws_of_seats("BRANCH", [Seat(Post.SECRETARY, "A", category)])

    assert flaws == [("holders.0.memberId", "not_a_full_member")]


def test_the_same_post_twice_is_refused_two_posts_are_not() -> None:
    twice = [Seat(Post.MEMBER, "A", "FULL")] * 2
    two = [Seat(Post.DEPUTY, "A", "FULL"), Seat(Post.DISCIPLINE, "A", "FULL")]

    assert codes(rules.flaws_of_seats("BRANCH", twice)) == ["twice"]
    assert rules.flaws_of_seats("BRANCH", two) == []


@pytest.mark.parametrize(
    ("present", "votes", "wrong"),
    [
        (9, 6, []),
        (8, 6, ["no_quorum"]),
        (9, 5, ["no_majority"]),
        (10, 5, ["no_majority"]),
        (9, 10, ["more_than_present"]),
        (11, 6, ["more_than_entitled"]),
    ],
)
def test_more_than_four_fifths_are_there_and_more_than_half_of_the_entitled_vote_for(
    present: int, votes: int, wrong: list[str]
) -> None:
    seat = Seat(Post.SECRETARY, "A", "FULL", votes, approved=True)

    assert codes(rules.flaws_of_election("BRANCH", 10, present, [seat])) == wrong


def test_the_secretary_is_approved_and_the_others_are_filed() -> None:
    seats = [Seat(Post.SECRETARY, "A", "FULL", filed=True), Seat(Post.PUBLICITY, "B", "FULL")]

    assert rules.flaws_of_election("BRANCH", 10, 10, seats) == [
        ("holders.0.approvedBy", "approval_missing"),
        ("holders.1.filedWith", "filing_missing"),
    ]


@pytest.mark.parametrize("kind", rules.APPOINTED)
def test_who_is_appointed_is_not_elected(kind: str) -> None:
    assert codes(rules.flaws_of_election(kind, 10, 10, [])) == ["appointed_not_elected"]


@pytest.mark.parametrize(
    ("kind", "years", "village", "wrong"),
    [
        ("COMMITTEE", 5, False, []),
        ("COMMITTEE", 3, False, ["other_term_by_rule"]),
        ("BRANCH", 3, False, []),
        ("BRANCH", 5, True, []),
        ("BRANCH", 5, False, ["other_term_by_rule"]),
        ("GENERAL_BRANCH", 3, True, ["other_term_by_rule"]),
        ("TEMPORARY_BRANCH", 3, False, ["no_term_of_office"]),
    ],
)
def test_terms_are_of_three_or_five_years(kind: str, years: int, village: bool, wrong: list[str]) -> None:
    assert codes(rules.flaws_of_term(kind, years, village=village)) == wrong


def test_a_term_is_due_soon_half_a_year_before_its_end_and_overdue_at_it() -> None:
    end = date(2026, 8, 31)

    states = {
        day: rules.term_state(end, None, day)
        for day in (date(2026, 2, 27), date(2026, 2, 28), date(2026, 8, 30), date(2026, 8, 31))
    }

    assert list(states.values()) == ["CURRENT", "DUE_SOON", "DUE_SOON", "OVERDUE"]
    assert rules.term_state(end, date(2027, 3, 1), end) is TermState.EXTENDED
    assert rules.term_state(end, date(2027, 3, 1), date(2027, 3, 1)) is TermState.OVERDUE
    assert rules.term_state(None, None, end) is TermState.NONE


def test_an_extension_is_of_a_year_at_most_and_approved() -> None:
    end = date(2026, 8, 31)

    assert rules.flaws_of_extension(end, None, []) == []
    assert rules.flaws_of_extension(end, date(2027, 8, 31), ["above"]) == []
    assert codes(rules.flaws_of_extension(end, date(2027, 8, 31), [])) == ["approval_missing"]
    for wrong in (end, date(2027, 9, 2)):
        assert codes(rules.flaws_of_extension(end, wrong, ["above"])) == ["not_within_a_year"]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_months_before_a_day_are_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    before = rules.months_before(day, months)

    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
    assert before.day == day.day or (before + timedelta(days=1)).day == 1
