"""Grades, their limit, and votes told member by member."""

import json
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.appraisals import rules as appraisal_rules
from functions.activities.appraisals.rules import FOLLOWS, GRADES, Follows, Grade
from functions.activities.ballots.tables import Published
from kernel.ids import new_id

MEMBERS = [f"M{number:02d}" for number in range(9)]
VOTES = st.lists(st.text("ABCD-", min_size=9, max_size=9), max_size=12)


@given(st.integers(0, 300))
def test_at_most_a_third_is_excellent_rounded_down(graded: int) -> None:
    limit = appraisal_rules.excellent_limit(graded)

    assert Fraction(limit, 1) <= Fraction(graded, 3) < limit + 1


@pytest.mark.parametrize(("excellent", "refused"), [(2, False), (3, False), (4, True)])
def test_of_nine_or_eleven_three_may_be_excellent(excellent: int, refused: bool) -> None:
    grades = [(member, Grade.EXCELLENT if at < excellent else Grade.QUALIFIED) for at, member in enumerate(MEMBERS)]

    assert appraisal_rules.faults_of(grades, MEMBERS, MEMBERS) == (["too_many_excellent"] if refused else [])


@pytest.mark.parametrize(("members", "most"), [(1, 0), (2, 0), (3, 1), (4, 1)])
def test_of_a_small_branch_the_third_is_rounded_down(members: int, most: int) -> None:
    here = MEMBERS[:members]

    def faults(excellent: int) -> list[str]:
        grades = [(member, Grade.EXCELLENT if at < excellent else Grade.QUALIFIED) for at, member in enumerate(here)]
        return appraisal_rules.faults_of(grades, here, here)

    assert (faults(most), faults(most + 1)) == ([], ["too_many_excellent"])


def test_who_has_left_makes_no_room_for_another_to_be_excellent() -> None:
    grades = [(member, Grade.EXCELLENT if at < 2 else Grade.QUALIFIED) for at, member in enumerate(MEMBERS[:6])]

    assert appraisal_rules.faults_of(grades, MEMBERS[:6], MEMBERS[:6]) == []
    assert appraisal_rules.faults_of(grades, MEMBERS[:6], MEMBERS[:5]) == ["too_many_excellent"]


def test_a_proposal_grades_each_who_is_still_there_once() -> None:
    grades = [(member, Grade.QUALIFIED) for member in MEMBERS]

    assert appraisal_rules.faults_of(grades[1:], MEMBERS, MEMBERS) == ["missing"]
    assert appraisal_rules.faults_of(grades[1:], MEMBERS, MEMBERS[1:]) == []
    assert appraisal_rules.faults_of([*grades, grades[0]], MEMBERS, MEMBERS) == ["twice"]
    assert appraisal_rules.faults_of([*grades, ("stranger", Grade.QUALIFIED)], MEMBERS, MEMBERS) == ["not_appraised"]


def test_every_grade_has_its_letter_and_what_follows() -> None:
    assert set(GRADES.values()) == set(Grade) == set(FOLLOWS)
    assert FOLLOWS[Grade.UNQUALIFIED] is Follows.EDUCATE


def test_what_a_branch_of_ninety_two_publishes_fits_into_a_row() -> None:
    members = [new_id() for _ in range(92)]
    votes = [(f"{at:032x}", "A" * len(members)) for at in range(92)]

    published = Published(*Published.key_of(new_id()), votes=appraisal_rules.apart(votes, members))

    assert len(votes) * len(members) <= appraisal_rules.MOST_CELLS < 93 * 93
    assert len(json.dumps(published.serialize())) < 400 * 1024


@given(st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(Grade)))
def test_a_vote_says_of_each_what_its_voter_said(grades: dict[str, Grade]) -> None:
    letters = appraisal_rules.packed(grades, MEMBERS)

    assert appraisal_rules.understands(letters, MEMBERS)
    assert {m: GRADES[letter] for m, letter in zip(MEMBERS, letters, strict=True) if letter in GRADES} == grades


@pytest.mark.parametrize("choice", ["SPOILED", "AAAAAAAA", "AAAAAAAAAA", "AAAAAAAAE", "aaaaaaaaa", ["A"] * 9, ""])
def test_what_is_no_appraisal_is_not_understood(choice: object) -> None:
    assert not appraisal_rules.understands(choice, MEMBERS)


@given(VOTES)
def test_what_is_published_counts_to_the_same_and_joins_no_vote(votes: list[str]) -> None:
    cast = [(f"{at:032x}", vote) for at, vote in enumerate(votes)]

    published = appraisal_rules.apart(cast, MEMBERS)

    again = {
        member: Counter(GRADES[letter] for _, letter in said if letter in GRADES)  # type: ignore[attr-defined]  # a list of pairs
        for member, said in published
    }
    assert again == appraisal_rules.counts(votes, MEMBERS)
    codes = [code for _, said in published for code, _ in said]  # type: ignore[attr-defined]  # a list of pairs
    assert len(set(codes)) == len(codes) == 9 * len(votes)
    assert not {code for code, _ in cast} & set(codes)
    assert appraisal_rules.apart(cast[::-1], MEMBERS) == published
