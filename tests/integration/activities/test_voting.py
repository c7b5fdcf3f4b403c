"""Who may vote, once; what a vote may say; what becomes of one that is sent again."""

from contextlib import suppress
from typing import Any

import pytest

from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.booth import Booth, demand_ok, nonce_of
from tests.integration.activities.story import Story, enroll
from tests.integration.points.racing import meanwhile
from tests.trust import engine
from tests.trust.faults import Fault, KilledError, sends

AT_THE_TRANSACTION = 4


@pytest.fixture
def booth(story: Story) -> Booth:
    return Booth(story)


@pytest.mark.parametrize("again", ["AGAINST", "IN_FAVOUR"])
def test_a_second_vote_is_refused(booth: Booth, again: str) -> None:
    ballot = booth.opened()
    booth.vote_all(ballot, "AGAINST", "AGAINST", "AGAINST")
    kept = engine.rows("BallotsTable")

    status, told = booth.vote(ballot, "voter-0", again, nonce_of("another word"))

    assert (status, told["code"]) == (409, "already_voted")
    assert engine.rows("BallotsTable") == kept


def test_the_same_vote_sent_again_is_answered_the_same_and_keeps_no_answer(booth: Booth) -> None:
    ballot, key = booth.opened(), {"Idempotency-Key": "my-vote"}
    first = booth.vote(ballot, "voter-0", "AGAINST", headers=key)
    kept, entries = engine.rows("BallotsTable"), len(recorded(booth.story.branch.id))

    again = booth.vote(ballot, "voter-0", "AGAINST", headers=key)
    other = booth.vote(ballot, "voter-0", "IN_FAVOUR", headers=key)

    assert first == again == (201, {"ballotId": ballot, "code": first[1]["code"]})
    assert (other[0], other[1]["code"]) == (409, "already_voted")
    assert engine.rows("BallotsTable") == kept
    assert len(recorded(booth.story.branch.id)) == entries
    assert not any("votes" in str(row["pk"]) for row in engine.rows("IdempotencyTable"))


def test_two_voters_with_one_word_and_one_choice_are_not_one_vote(booth: Booth) -> None:
    ballot = booth.opened()
    booth.vote(ballot, "voter-0", "AGAINST", nonce_of("the same"))

    status, told = booth.vote(ballot, "voter-1", "AGAINST", nonce_of("the same"))
    later = booth.vote(ballot, "voter-1", "AGAINST")

    assert (status, told["code"]) == (409, "code_taken")
    assert later[0] == 201


def test_who_votes_twice_in_one_moment_has_one_vote(booth: Booth) -> None:
    ballot = booth.opened()
    first: list[int] = []

    with meanwhile(lambda: first.append(booth.vote(ballot, "voter-0", "AGAINST", nonce_of("quick"))[0])):
        second = booth.vote(ballot, "voter-0", "IN_FAVOUR")

    assert (first, second[0], second[1]["code"]) == ([201], 409, "already_voted")
    assert len([row for row in engine.rows("BallotsTable") if "VOTE#" in str(row["sk"])]) == 1


def test_a_vote_that_meets_the_closing_is_not_in_the_box(booth: Booth) -> None:
    ballot = booth.opened()

    with meanwhile(lambda: demand_ok(booth.close(ballot))):
        status, told = booth.vote(ballot, "voter-0", "AGAINST")

    assert (status, told["code"]) == (409, "ballot_closed")
    assert engine.rows("BallotsTable") == []
    assert booth.vote(ballot, "voter-1", "AGAINST")[1]["code"] == "ballot_closed"


def test_only_who_is_entitled_and_there_votes(booth: Booth) -> None:
    probationary, late = new_id(), new_id()
    builders.account("probationary", member_id=probationary, branch=booth.story.branch)
    ballot = booth.opened()
    enroll(booth.story.branch, [late])
    builders.account("late", member_id=late, branch=booth.story.branch)
    booth.call_in("LEAVE_SICK")

    assert booth.vote(ballot, "voter-0", "AGAINST")[1]["code"] == "not_present"
    answers = [booth.vote(ballot, by, "AGAINST") for by in ("probationary", "late", "secretary", "county", "stranger")]
    assert [status for status, _ in answers] == [403, 403, 403, 403, 404]
    assert booth.vote(ballot, None, "AGAINST")[0] == 401
    assert engine.rows("BallotsTable") == []


BAD_VOTES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"choice": "IN_FAVOUR", "names": []}, "choice"),
    ({}, "choice"),
    ({"names": []}, "names"),
    ({"choice": "YES"}, "body.choice"),
    ({"choice": "AGAINST", "nonce": "short"}, "body.nonce"),
    ({"choice": "AGAINST", "nonce": "赞" * 32}, "body.nonce"),
    ({"choice": "AGAINST", "nonce": "g" * 32}, "body.nonce"),
    ({"choice": ["AGAINST"]}, "body.choice"),
    ({"names": ["😀"]}, "body.names.0"),
    ({"choice": "AGAINST", "why": "because"}, "body"),
)


def test_a_vote_that_makes_no_sense_is_refused_at_the_door(booth: Booth) -> None:
    ballot = booth.opened()

    told = [booth.hand_in(ballot, "voter-0", {"nonce": nonce_of("voter-0")} | body) for body, _ in BAD_VOTES]

    assert [(status, said["fields"][0]["field"]) for status, said in told] == [(422, field) for _, field in BAD_VOTES]
    assert engine.rows("BallotsTable") == []


@pytest.mark.parametrize("fault", [Fault.REPLY_LOST, Fault.KILL_AFTER, Fault.CONFLICT])
def test_a_vote_whose_answer_is_lost_is_sent_again_and_is_one(booth: Booth, fault: Fault) -> None:
    ballot = booth.opened()

    booth.shown(ballot, "voter-0")  # who they are is known

    with suppress(KilledError), sends(AT_THE_TRANSACTION, fault):
        booth.vote(ballot, "voter-0", "AGAINST")
    status, told = booth.vote(ballot, "voter-0", "AGAINST")

    votes = [row["sk"]["S"] for row in engine.rows("BallotsTable")]
    assert (status, votes) == (201, [f"VOTE#{told['code']}", f"VOTED#{booth.story.members[0]}"])
