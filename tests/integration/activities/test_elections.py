"""Elections: who is elected, who ties, and when nothing is counted."""

from typing import Any

import pytest

from kernel.ids import new_id
from tests.integration.activities.booth import Booth, numbers
from tests.integration.activities.story import Story


@pytest.fixture
def booth(story: Story) -> Booth:
    return Booth(story)


def test_an_election_ranks_who_has_a_majority(booth: Booth) -> None:
    ballot = booth.elect(2, [0, 1, 2])
    a, b, c, d, _ = booth.story.members
    booth.vote_all(ballot, [a, b], [a, b], [b, a], [b, d], [])

    told = booth.counted(ballot)

    assert told["election"]["elected"] == [b, a]
    assert told["election"]["runOff"] is None
    assert told["tally"]["result"] == "PASSED"
    assert {one["memberId"]: one["votes"] for one in told["election"]["votes"]} == {a: 3, b: 4, c: 0, d: 1}
    assert numbers(told["tally"])["quorum"] == 5
    assert all(vote["names"] == sorted(vote["names"]) for vote in told["votes"])


def test_a_tie_leads_to_a_run_off_among_those_who_tied(booth: Booth) -> None:
    first = booth.elect(1, [0, 1])
    a, b, c = booth.story.members[:3]
    booth.vote_all(first, [a], [a], [b], [b], [])
    nobody = booth.counted(first)
    assert (nobody["election"]["elected"], nobody["election"]["unfilled"]) == ([], 1)
    second = booth.elect(2, [0, 1, 2])
    booth.vote_all(second, [a, b], [a, c], [b, c], [a, b], [a, c])
    tied = booth.counted(second)
    assert tied["election"] | {"votes": []} == {
        "votes": [], "elected": [a], "runOff": {"candidates": sorted([b, c]), "seats": 1}, "unfilled": 0,
    }  # fmt: skip

    named = booth.open(decision="ELECTION", runOffOf=second, candidates=[b, c], seats=1)[1]
    run_off = booth.opened(decision="ELECTION", runOffOf=second)
    refused = booth.vote(run_off, "voter-0", [a])
    booth.vote_all(run_off, [b], [b], [c], [], [])
    told = booth.counted(run_off)

    assert named["fields"] == [{"field": "runOffOf", "code": "names_nobody"}]
    assert refused[1]["fields"] == [{"field": "names", "code": "not_of_this_ballot"}]
    assert (told["candidates"], told["seats"], told["writeIns"]) == (sorted([b, c]), 1, False)
    assert (told["election"]["elected"], told["tally"]["result"]) == ([b], "PASSED")


def test_an_election_that_ended_without_a_tie_has_no_run_off(booth: Booth) -> None:
    ballot = booth.elect(1, [0, 1])
    a, b = booth.story.members[:2]
    booth.vote_all(ballot, [a], [a], [a], [b], [])
    booth.counted(ballot)

    told = booth.open(decision="ELECTION", runOffOf=ballot, candidates=[a, b], seats=1)[1]
    no_tie = booth.open(decision="ELECTION", runOffOf=ballot)[1]

    assert told["fields"] == no_tie["fields"] == [{"field": "runOffOf", "code": "no_tie"}]


def test_without_a_quorum_no_vote_is_shown(booth: Booth) -> None:
    ballot = booth.elect(1, [0, 1])
    booth.vote_all(ballot, *([[booth.story.members[0]]] * 4))
    booth.call_in("PRESENT", "PRESENT", "PRESENT", "PRESENT", "ABSENT_NO_REASON")
    visitor = booth.probationary()

    told = booth.counted(ballot)

    assert (told["tally"]["result"], told["votes"], told["election"]) == ("NO_QUORUM", [], None)
    assert numbers(told["tally"]) == {"entitled": 5, "present": 4, "quorum": 5}
    assert visitor not in told["electors"]


def test_a_tie_is_decided_once_and_a_run_off_without_a_count_is_held_again(booth: Booth) -> None:
    def run_off() -> tuple[int, Any]:
        return booth.open(decision="ELECTION", runOffOf=first)

    first = booth.elect(1, [0, 1, 2])
    a, b, _, d, _ = booth.story.members
    booth.vote_all(first, *[[a]] * 5)
    assert booth.counted(first)["election"]["runOff"] is None
    first = booth.elect(2, [0, 1, 2])
    booth.vote_all(first, [a, b], [a, d], [b, d], [a, b], [a, d])
    booth.counted(first)

    failed = run_off()[1]["id"]
    beside = run_off()
    booth.counted(failed)
    second = run_off()[1]["id"]
    booth.vote_all(second, [b], [b], [d], [b], [d])
    booth.counted(second)
    third = run_off()

    decided = (422, [{"field": "runOffOf", "code": "decided"}])
    assert (beside[0], beside[1]["fields"]) == (third[0], third[1]["fields"]) == decided


def test_a_run_off_that_ends_in_a_tie_has_one_of_its_own(booth: Booth) -> None:
    first = booth.elect(2, [0, 1, 2])
    a, b, c = booth.story.members[:3]
    booth.vote_all(first, [a, b], [a, c], [b, c], [a, b], [a, c])
    booth.counted(first)
    again = booth.opened(decision="ELECTION", runOffOf=first)
    booth.vote_all(again, [b], [b], [c], [c], [])

    tied = booth.counted(again)["election"]

    assert (tied["elected"], tied["runOff"]) == ([], {"candidates": sorted([b, c]), "seats": 1})
    assert booth.open(decision="ELECTION", runOffOf=again)[0] == 201


def test_nobody_is_written_in_who_is_not_of_the_electorate(booth: Booth) -> None:
    ballot, closed = booth.elect(1, [0, 1]), booth.elect(1, [0, 1], writeIns=False)
    probationary, d = booth.probationary(), booth.story.members[3]
    rare = ["\U00020bb7", "😀", "a\u0000b", "长" * 10_240]

    told = [booth.vote(ballot, "voter-0", [name]) for name in (probationary, new_id(), *rare)]

    assert [(status, said["code"]) for status, said in told] == [(422, "invalid")] * 6
    assert not any(name in str(told) for name in rare)
    assert booth.vote(closed, "voter-0", [d])[0] == 422
    assert booth.vote(ballot, "voter-0", [d])[0] == 201
