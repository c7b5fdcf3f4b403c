"""Ballots counted, held against a count that is made in another way."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.activity_types import Decision
from functions.activities.ballots import rules as ballot_rules
from functions.activities.ballots.rules import Choice, Outcome, Question
from functions.activities.vote_rules import Result

NAMES = [f"M{number:02d}" for number in range(12)]
SAID = ["IN_FAVOUR", "AGAINST", "ABSTAINED", "SPOILED", "NONSENSE"]


def numbers(outcome: Outcome) -> dict[str, int]:
    return {number.name: number.value for number in outcome.tally.numbers}


def question(voters: int, decision: Decision = Decision.ORDINARY, **about: object) -> Question:
    return Question(decision, frozenset(f"V{number}" for number in range(voters)), **about)  # type: ignore[arg-type]  # as each test says


@given(st.integers(3, 40), st.data())
def test_a_decision_is_what_a_count_by_hand_says(entitled: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(entitled // 2 + 1, entitled))
    box: list[Choice] = data.draw(st.lists(st.sampled_from(SAID), max_size=present))

    outcome = ballot_rules.count(question(entitled), box, present)

    piles = {said: [one for one in box if one == said] for said in SAID}
    valid = len(box) - len(piles["SPOILED"]) - len(piles["NONSENSE"])
    told = numbers(outcome)
    assert (told["cast"], told["valid"], told["invalid"]) == (len(box), valid, len(box) - valid)
    assert (told["inFavour"], told["against"]) == (len(piles["IN_FAVOUR"]), len(piles["AGAINST"]))
    assert told["valid"] == told["inFavour"] + told["against"] + told["abstained"]
    passed = Fraction(len(piles["IN_FAVOUR"]), entitled) > Fraction(1, 2)
    assert outcome.tally.result is (Result.PASSED if passed else Result.NOT_PASSED)


@given(st.integers(1, 4), st.integers(3, 12), st.booleans(), st.booleans(), st.data())
def test_an_election_is_what_a_count_by_hand_says(
    seats: int, entitled: int, run_off: bool, write_ins: bool, data: st.DataObject
) -> None:
    electorate = frozenset(NAMES[:entitled])
    candidates = tuple(NAMES[: seats + 1])
    asked = Question(Decision.ELECTION, electorate, candidates, seats, write_ins, run_off)
    papers = st.lists(st.sampled_from([*NAMES, "stranger"]), max_size=seats + 1)
    box: list[Choice] = data.draw(st.lists(papers | st.just("SPOILED"), max_size=entitled))

    outcome = ballot_rules.count(asked, box, entitled)

    votes, invalid = by_hand(box, seats, set(candidates) | (set(electorate) if write_ins else set()))
    assert {name: count for name, count in outcome.votes.items() if count} == votes
    assert numbers(outcome)["invalid"] == invalid
    winners = {name for name, count in votes.items() if run_off or count * 2 > entitled}
    found = outcome.round
    assert found is not None
    for name in NAMES:
        ahead = [other for other in winners if votes[other] > votes.get(name, 0)]
        level = [other for other in winners if votes[other] == votes.get(name, 0)]
        certain = name in winners and len(ahead) + len(level) <= seats
        tied = name in winners and not certain and len(ahead) < seats
        assert ((name in found.elected), (name in found.tied)) == (certain, tied)
    assert len(found.elected) + found.open_seats + found.unfilled == seats
    assert (outcome.tally.result is Result.PASSED) == (len(found.elected) == seats)


def by_hand(box: list[Choice], seats: int, eligible: set[str]) -> tuple[dict[str, int], int]:
    """Votes by name, and how many papers are invalid."""
    votes: dict[str, int] = {}
    invalid = 0
    for paper in box:
        if isinstance(paper, str) or len(paper) > seats or any(paper.count(n) > 1 or n not in eligible for n in paper):
            invalid += 1
            continue
        for name in paper:
            votes[name] = votes.get(name, 0) + 1
    return votes, invalid


@pytest.mark.parametrize(("seats", "candidates"), [(1, 2), (3, 4), (5, 6), (6, 8), (7, 9), (10, 12), (11, 14)])
def test_there_are_a_fifth_more_candidates_than_seats(seats: int, candidates: int) -> None:
    assert ballot_rules.least_candidates(seats) == candidates
    assert Fraction(candidates - seats, seats) >= Fraction(1, 5) > Fraction(candidates - 1 - seats, seats)


@pytest.mark.parametrize(
    ("decision", "present", "quorate"),
    [
        (Decision.ELECTION, 16, False),
        (Decision.ELECTION, 17, True),
        (Decision.ORDINARY, 10, False),
        (Decision.ORDINARY, 11, True),
        (Decision.COMMITTEE, 10, True),
        (Decision.COMMITTEE, 9, False),
    ],
)
def test_the_quorum_is_of_the_electorate(decision: Decision, present: int, quorate: bool) -> None:
    assert ballot_rules.quorate(question(20, decision), present) is quorate


def test_what_cannot_be_counted_shows_no_vote() -> None:
    without_quorum = ballot_rules.uncounted(question(20), 10)
    too_few = ballot_rules.uncounted(question(20), 20, cast=2)

    assert (without_quorum.tally.result, too_few.tally.result) == (Result.NO_QUORUM, Result.NOT_COUNTED)
    assert numbers(without_quorum) == {"entitled": 20, "present": 10, "quorum": 11}
    assert numbers(too_few) == {"entitled": 20, "present": 20, "quorum": 11, "cast": 2, "fewest": 3}


def test_a_code_is_of_one_word_one_choice_and_one_ballot() -> None:
    codes = [
        ballot_rules.code_of("ballot", "word", "AGAINST"),
        ballot_rules.code_of("ballot", "word", "IN_FAVOUR"),
        ballot_rules.code_of("ballot", "other", "AGAINST"),
        ballot_rules.code_of("another", "word", "AGAINST"),
        ballot_rules.code_of("ballot", "word", ["AGAINST"]),
    ]

    assert len(set(codes)) == len(codes)
    assert ballot_rules.code_of("ballot", "word", "AGAINST") == codes[0]


@given(st.permutations(list(range(8))))
def test_the_digest_is_of_the_list_and_nothing_else(order: list[int]) -> None:
    votes = sorted([f"{number:032x}", "AGAINST"] for number in order)

    assert ballot_rules.digest_of("ballot", votes) == ballot_rules.digest_of("ballot", sorted(votes))
    assert ballot_rules.digest_of("ballot", votes) != ballot_rules.digest_of("ballot", votes[1:])
