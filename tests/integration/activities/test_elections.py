"""Elections: who is elected, who ties, and when nothing is counted."""

import pytest

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
