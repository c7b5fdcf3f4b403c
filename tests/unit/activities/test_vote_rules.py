"""Votes counted by `domain.md` 4.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities import vote_rules
from functions.activities.activity_types import VOTES, Decision, Share
from functions.activities.vote_rules import Result, Votes

ROLL = {"a": ["FULL", False], "b": ["FULL", False], "c": ["FULL", True], "p": ["PROBATIONARY", False]}


@given(st.integers(1, 9), st.integers(1, 9), st.booleans(), st.integers(0, 400))
def test_what_is_needed_is_the_smallest_count_that_reaches_the_share(
    part: int, of: int, least: bool, count: int
) -> None:
    share = Share(min(part, of), of, at_least=least)

    needed = vote_rules.needed(share, count)

    assert not share.reached(needed - 1, count)
    assert share.reached(needed, count) or needed > count


@pytest.mark.parametrize(
    ("decision", "entitled", "quorum", "majority"),
    [
        (Decision.ORDINARY, 20, 11, 11),
        (Decision.ORDINARY, 21, 11, 11),
        (Decision.ADMISSION, 20, 11, 11),
        (Decision.ELECTION, 20, 17, 11),
        (Decision.COMMITTEE, 6, 3, 4),
        (Decision.COMMITTEE, 5, 3, 3),
        (Decision.DISPOSAL, 9, 5, 5),
    ],
)
def test_each_row_of_the_table_has_its_quorum_and_majority(
    decision: Decision, entitled: int, quorum: int, majority: int
) -> None:
    def result(present: int, in_favour: int) -> Result:
        return vote_rules.tally(Votes(decision, in_favour), entitled, present).result

    assert result(quorum - 1, majority) is Result.NO_QUORUM
    assert result(entitled, majority - 1) is Result.NOT_PASSED
    assert result(entitled, majority) is Result.PASSED


def test_every_decision_has_its_rule() -> None:
    assert set(VOTES) == set(Decision)


@given(st.sampled_from(Decision), st.integers(0, 60), st.data())
def test_what_passes_has_a_quorum_and_a_majority_of_the_entitled(
    decision: Decision, entitled: int, data: st.DataObject
) -> None:
    present = data.draw(st.integers(0, entitled))
    in_favour = data.draw(st.integers(0, entitled))
    rule = VOTES[decision]

    result = vote_rules.tally(Votes(decision, in_favour), entitled, present).result

    reached = rule.quorum.reached(present, entitled), rule.majority.reached(in_favour, entitled)
    assert (result is Result.PASSED) == all(reached)
    assert (result is Result.NO_QUORUM) == (not reached[0])


def test_probationary_members_the_exempt_and_observers_are_not_of_the_electorate() -> None:
    presences = {"a": "PRESENT", "b": "OBSERVER", "p": "PRESENT"}

    assert vote_rules.counted(Decision.ORDINARY, ROLL, presences) == (2, 1)
    assert vote_rules.counted(Decision.ORDINARY, ROLL, presences | {"c": "EXEMPT"}) == (1, 1)


def test_a_committee_is_who_was_called_to_it() -> None:
    presences = {"a": "PRESENT", "b": "LEAVE_SICK", "p": "PRESENT", "gone": "PRESENT"}

    assert vote_rules.counted(Decision.COMMITTEE, ROLL, presences) == (2, 1)


@pytest.mark.parametrize(("state", "there"), [("PRESENT_ONLINE", 1), ("LATE", 1), ("MADE_UP", 0), ("LEAVE_SICK", 0)])
def test_who_made_it_up_later_was_not_there_when_it_was_voted(state: str, there: int) -> None:
    assert vote_rules.counted(Decision.ORDINARY, ROLL, {"a": state}) == (3, there)


def test_written_opinions_count_for_an_admission_and_make_no_quorum() -> None:
    votes = Votes(Decision.ADMISSION, in_favour=11, written=5)

    assert vote_rules.tally(votes, 20, 11).result is Result.PASSED
    assert vote_rules.tally(votes, 20, 10).result is Result.NO_QUORUM
    assert vote_rules.faults_of(votes, 20, 11) == []


@pytest.mark.parametrize(
    ("votes", "faults"),
    [
        (Votes(Decision.ORDINARY, 6, 3, 2), ["inFavour"]),
        (Votes(Decision.ORDINARY, 6, 3, 1), []),
        (Votes(Decision.ORDINARY, 6, written=1), ["written"]),
        (Votes(Decision.ADMISSION, 12, written=3), ["written"]),
        (Votes(Decision.ADMISSION, 1, written=2), ["written"]),
        (Votes(Decision.ADMISSION, 12, written=2), []),
    ],
)
def test_more_votes_than_could_be_cast_are_named(votes: Votes, faults: list[str]) -> None:
    assert vote_rules.faults_of(votes, entitled=12, present=10) == faults


def test_each_number_says_where_it_comes_from() -> None:
    told = vote_rules.tally(Votes(Decision.ELECTION, 9, 1, 1), 12, 11)

    assert [(n.name, n.value) for n in told.numbers] == [
        ("entitled", 12),
        ("present", 11),
        ("quorum", 10),
        ("inFavour", 9),
        ("against", 1),
        ("abstained", 1),
        ("majority", 7),
    ]
    assert told.numbers[2].en == "present must be more than 4/5 of the entitled"
    assert told.numbers[6].zh == "赞成须超过1/2应到会人数"
    assert told.basis == "4.2 [S8][S15] N"


def test_a_decision_without_numbers_is_not_counted() -> None:
    told = vote_rules.tally(Votes(Decision.ORDINARY), 3, 2)

    assert told.result is Result.NOT_COUNTED
    assert [n.name for n in told.numbers] == ["entitled", "present", "quorum"]


def test_what_a_meeting_agrees_on_that_does_not_vote_needs_no_quorum() -> None:
    assert vote_rules.tally(Votes(Decision.ORDINARY, formal=False), 9, 1).result is Result.NOT_COUNTED
    assert vote_rules.tally(Votes(Decision.ORDINARY), 9, 1).result is Result.NO_QUORUM
    assert vote_rules.tally(Votes(Decision.ORDINARY, 1, formal=False), 9, 1).result is Result.NO_QUORUM


def test_a_committee_of_nobody_decides_nothing() -> None:
    assert vote_rules.tally(Votes(Decision.COMMITTEE, 0), 0, 0).result is Result.NO_QUORUM
