"""From the question to the count, and into the minutes."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.activities.ballots import rules as ballot_rules
from functions.activities.ballots.box_tables import Vote
from functions.activities.ballots.tables import Published
from kernel.ids import new_id
from tests.builders import recorded
from tests.integration.activities.booth import Booth, demand_ok, nonce_of, numbers
from tests.integration.activities.story import HOUR, Story, call
from tests.integration.points.racing import meanwhile
from tests.trust.faults import sends


@pytest.fixture
def booth(story: Story) -> Booth:
    return Booth(story)


def test_a_question_is_decided_in_secret(booth: Booth) -> None:
    ballot = booth.opened(question="是否整修活动室？")
    codes = booth.vote_all(ballot, "IN_FAVOUR", "IN_FAVOUR", "IN_FAVOUR", "AGAINST", "SPOILED")

    told = booth.counted(ballot)

    assert (told["state"], told["question"], told["decision"]) == ("COUNTED", "是否整修活动室？", "ORDINARY")
    assert (told["entitled"], told["present"], told["electors"]) == (5, 5, sorted(booth.story.members))
    assert told["tally"]["result"] == "PASSED"
    assert numbers(told["tally"]) == {
        "entitled": 5, "present": 5, "quorum": 3, "cast": 5, "valid": 4, "invalid": 1,
        "inFavour": 3, "against": 1, "abstained": 0, "majority": 3,
    }  # fmt: skip
    assert all(number["zh"] and number["en"] for number in told["tally"]["numbers"])
    assert {vote["code"]: vote["choice"] for vote in told["votes"]} == dict(
        zip(codes, ["IN_FAVOUR", "IN_FAVOUR", "IN_FAVOUR", "AGAINST", "SPOILED"], strict=True)
    )
    assert booth.shown(ballot, "voter-0") == (200, told)
    entries = recorded(booth.story.branch.id)[-8:]
    assert [e["event"] for e in entries] == ["BallotOpened", *["VoteCast"] * 5, "BallotClosed", "BallotCounted"]
    assert [e["actor"] for e in entries[1:6]] == booth.voters
    assert entries[-1]["data"] == {
        "activityId": booth.activity, "ballotId": ballot, "branchId": booth.story.branch.id,
        "result": "PASSED", "votes": 5, "digest": told["digest"],
    }  # fmt: skip


def test_anybody_counts_again_from_what_is_published(booth: Booth) -> None:
    ballot = booth.opened()
    booth.vote_all(ballot, "IN_FAVOUR", "AGAINST", "IN_FAVOUR", "ABSTAINED", "IN_FAVOUR")
    told = booth.counted(ballot)

    votes = [[vote["code"], vote["choice"]] for vote in told["votes"]]

    assert votes == sorted(votes)
    assert ballot_rules.digest_of(ballot, votes) == told["digest"]
    assert sum(choice == "IN_FAVOUR" for _, choice in votes) == numbers(told["tally"])["inFavour"]
    assert ballot_rules.code_of(ballot, nonce_of("voter-1"), "AGAINST") in {code for code, _ in votes}


def test_nobody_sees_a_count_before_the_closing(booth: Booth) -> None:
    ballot = booth.opened()
    before = booth.shown(ballot)
    booth.vote_all(ballot, "IN_FAVOUR", "AGAINST")

    assert booth.shown(ballot) == before
    assert before[1]["votes"] is before[1]["tally"] is before[1]["digest"] is before[1]["present"] is None
    assert booth.count(ballot)[1]["code"] == "wrong_state"


def test_who_voted_was_there_whatever_the_roll_says_afterwards(booth: Booth) -> None:
    ballot = booth.opened()
    booth.vote_all(ballot, *["IN_FAVOUR"] * 4, "AGAINST")
    demand_ok(booth.story.call_roll(booth.activity, *["ABSENT_NO_REASON"] * 5))

    told = booth.counted(ballot)

    assert (told["present"], told["tally"]["result"], numbers(told["tally"])["present"]) == (5, "PASSED", 5)


@pytest.mark.parametrize("states", [("EXEMPT",), ("OBSERVER", "EXEMPT")])
def test_the_electorate_is_frozen_without_who_is_let_off(story: Story, states: tuple[str, ...]) -> None:
    booth = Booth(story)
    booth.call_in(*states)

    _, told = booth.open()

    assert told["electors"] == sorted(story.members[len(states) :])


BAD_BALLOTS: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"decision": "COMMITTEE"}, "decision", "not_of_this_type"),
    ({"seats": 1}, "seats", "not_an_election"),
    ({"decision": "ELECTION"}, "seats", "missing"),
    ({"decision": "ELECTION", "seats": 1, "candidates": [0]}, "candidates", "too_few"),
    ({"decision": "ELECTION", "seats": 1, "candidates": [0, 0]}, "candidates", "not_eligible"),
    ({"decision": "ELECTION", "seats": 1, "candidates": [0, None]}, "candidates", "not_eligible"),
    ({"decision": "ELECTION", "runOffOf": new_id()}, "runOffOf", "no_tie"),
)


def test_what_cannot_be_put_to_the_vote_is_refused(booth: Booth) -> None:
    def asked(body: dict[str, Any]) -> dict[str, Any]:
        named = [new_id() if number is None else booth.story.members[number] for number in body.get("candidates", [])]
        return body | ({"candidates": named} if named else {})

    told = [booth.open(**asked(body)) for body, _, _ in BAD_BALLOTS]

    assert [(status, said["fields"]) for status, said in told] == [
        (422, [{"field": field, "code": code}]) for _, field, code in BAD_BALLOTS
    ]


def test_a_question_may_hold_rare_characters_and_faces(booth: Booth) -> None:
    question = "是否接收\U00020bb7某同志？😀"

    assert booth.shown(booth.opened(question=question))[1]["question"] == question


@pytest.mark.parametrize("question", ["", " ", None, 7, "长" * 201, "长" * 10_240, "a\u0000b", "左\u202e右"])
def test_a_question_that_is_none_or_hides_something_is_refused(booth: Booth, question: Any) -> None:
    status, told = booth.open(question=question)

    assert (status, told["fields"][0]["field"]) == (422, "body.question")
    assert "长" not in str(told)


def test_two_votes_are_not_shown_since_each_would_know_the_other(booth: Booth) -> None:
    ballot = booth.opened()
    booth.vote_all(ballot, "IN_FAVOUR", "AGAINST")

    told = booth.counted(ballot)

    assert (told["tally"]["result"], told["votes"]) == ("NOT_COUNTED", [])
    assert "inFavour" not in numbers(told["tally"])


def test_of_two_who_are_entitled_no_ballot_is_opened(story: Story) -> None:
    booth = Booth(story, voters=3)
    booth.call_in("EXEMPT")

    assert booth.open()[1]["code"] == "too_few_voters"


def test_a_branch_as_large_as_a_congress_votes_by_delegates(booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.activities.ballots.balloting.MOST_VOTERS", 4)

    assert booth.open()[1]["code"] == "too_many_voters"


def test_a_meeting_has_so_many_ballots(booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.activities.ballots.balloting.MOST_BALLOTS", 1)
    first = booth.opened()

    assert booth.open()[1]["code"] == "too_many_ballots"
    assert [one["id"] for one in call("GET", booth.path, "voter-0")[1]["items"]] == [first]


def test_a_meeting_that_is_to_come_or_handed_in_does_not_vote(story: Story) -> None:
    booth = Booth(story)
    booth.activity = story.plan(2 * HOUR, HOUR, type="GENERAL_ASSEMBLY")
    early = booth.open()[1]["code"]
    call("POST", f"/v1/activities/{booth.activity}/cancel", "secretary")

    assert (early, booth.open()[1]["code"]) == ("not_open_yet", "wrong_state")


def test_a_ballot_is_closed_and_counted_once_each(booth: Booth) -> None:
    ballot = booth.opened()
    key = {"Idempotency-Key": "close"}
    first, again = booth.close(ballot, headers=key), booth.close(ballot, headers=key)

    counted, told_again = (booth.count(ballot, headers=key) for _ in range(2))

    assert first == again
    assert booth.close(ballot)[1]["code"] == "wrong_state"
    assert told_again == (200, counted[1] | {"votes": None})
    assert booth.count(ballot)[1]["code"] == "wrong_state"


def test_a_count_that_was_killed_is_begun_again(booth: Booth) -> None:
    ballot = booth.opened()
    booth.vote_all(ballot, "IN_FAVOUR", "AGAINST", "IN_FAVOUR")
    booth.close(ballot)

    with meanwhile(lambda: demand_ok(booth.count(ballot))):
        status, told = booth.count(ballot)

    assert (status, told["code"]) == (409, "changed_meanwhile")
    published = Published.find(*Published.key_of(ballot))
    assert published is not None
    assert published.votes == [[vote.code, vote.choice] for vote in Vote.of(ballot)]


def test_a_stale_version_is_told(booth: Booth) -> None:
    ballot, stale = booth.opened(), {"If-Match": '"7"'}
    refused = booth.close(ballot, headers=stale)[0]
    booth.close(ballot)

    assert (refused, booth.count(ballot, headers=stale)[0]) == (412, 412)


@pytest.mark.parametrize(("by", "expected"), [(None, 401), ("voter-0", 403), ("county", 403), ("stranger", 404)])
def test_only_the_secretary_opens_closes_and_counts(booth: Booth, by: str, expected: int) -> None:
    ballot = booth.opened()

    assert (booth.open(by)[0], booth.close(ballot, by)[0], booth.count(ballot, by)[0]) == (expected,) * 3


def test_a_ballot_that_is_not_there_is_not_found(booth: Booth) -> None:
    assert booth.shown(new_id())[0] == booth.vote(new_id(), "voter-0", "AGAINST")[0] == 404
    assert booth.shown(booth.opened(), "stranger")[0] == 404


def test_each_step_asks_three_times_and_writes_once(booth: Booth) -> None:
    ballot = booth.opened()
    booth.vote_all(ballot, "AGAINST", "AGAINST", "AGAINST", "AGAINST")

    def asked(act: Callable[[], tuple[int, Any]]) -> list[str]:
        with sends() as calls:
            assert act()[0] in (200, 201)
        return calls.seen

    assert asked(booth.open) == ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"]
    vote = asked(lambda: booth.vote(ballot, "voter-4", "AGAINST"))
    assert vote == ["GetItem", "BatchGetItem", "BatchGetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]  # cold
    assert asked(lambda: booth.close(ballot)) == ["BatchGetItem", "BatchGetItem", "Query", "TransactWriteItems"]
    assert asked(lambda: booth.count(ballot)) == ["BatchGetItem", "BatchGetItem", "Query", "TransactWriteItems"]
    assert asked(lambda: booth.shown(ballot)) == ["BatchGetItem", "BatchGetItem", "GetItem"]


def test_in_a_meeting_that_was_called_off_nobody_votes_and_nothing_is_counted(booth: Booth) -> None:
    still_open, closed = booth.opened(), booth.opened()
    booth.vote_all(closed, *["AGAINST"] * 5)
    booth.close(closed)
    assert call("POST", f"/v1/activities/{booth.activity}/cancel", "secretary")[0] == 200

    told = [booth.vote(still_open, "voter-0", "AGAINST"), booth.close(still_open), booth.count(closed)]

    assert [(status, said["code"]) for status, said in told] == [(409, "wrong_state")] * 3
    assert booth.shown(closed)[1]["votes"] is None
