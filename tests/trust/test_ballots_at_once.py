"""Members who vote in one moment, on the local cloud's engine: each has one vote, and nobody's vote is lost."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import pytest

from functions.activities.ballots import voting
from functions.activities.ballots.box_tables import Mark, Vote
from functions.activities.ballots.errors import AlreadyVoted
from functions.activities.ballots.models import CastVote
from functions.activities.ballots.rules import Said
from kernel.asking import Asking
from kernel.authority import PRINCIPALS
from tests.builders import recorded
from tests.integration.activities.booth import Booth, nonce_of
from tests.integration.activities.story import Story
from tests.trust import local_engine

pytestmark = pytest.mark.e2e
VOTERS = 8


@pytest.fixture
def booth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booth]:
    with local_engine.started(tmp_path_factory.mktemp("state")) as running, local_engine.reaching(running):
        PRINCIPALS.cached.clear()
        yield Booth(Story(), VOTERS)
    PRINCIPALS.cached.clear()


def at_once(acts: Sequence[Callable[[], str]]) -> list[str]:
    """Each in a thread of its own; all have read the ballot before one of them writes."""
    barrier, cast = threading.Barrier(len(acts)), voting._cast

    def together(*args: Any) -> None:
        barrier.wait()
        cast(*args)

    with mock.patch.object(voting, "_cast", together), ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]


def casting(booth: Booth, ballot: str, subject: str, said: Said, word: str) -> Callable[[], str]:
    """What somebody is answered: a code, or a problem's."""
    body = CastVote(nonce=nonce_of(word), choice=said)

    def cast() -> str:
        try:
            return voting.vote(Asking(PRINCIPALS.load(subject)), booth.activity, ballot, body).code
        except AlreadyVoted as error:
            return error.code

    return cast


def test_of_two_votes_of_one_member_one_stands_and_everybody_elses(booth: Booth) -> None:
    ballot = booth.opened()
    twice = [casting(booth, ballot, "voter-0", said, said) for said in (Said.IN_FAVOUR, Said.AGAINST)]
    others = [casting(booth, ballot, by, Said.AGAINST, by) for by in booth.voters[1:]]

    answers = at_once([*twice, *others])

    codes = {answer for answer in answers if answer != "already_voted"}
    assert (len(codes), answers.count("already_voted")) == (VOTERS, 1)
    assert {vote.code for vote in Vote.of(ballot)} == codes
    marks = [mark.sk for mark in Mark.query(f"BALLOT#{ballot}", Mark.sk.startswith("VOTED#"), consistent_read=True)]
    assert marks == sorted(f"VOTED#{member}" for member in booth.story.members)
    entries = [entry["actor"] for entry in recorded(booth.story.branch.id) if entry["event"] == "VoteCast"]
    assert sorted(entries) == sorted(booth.voters)


def test_one_vote_sent_twice_in_one_moment_is_one(booth: Booth) -> None:
    ballot = booth.opened()
    same = [casting(booth, ballot, "voter-0", Said.AGAINST, "one word") for _ in range(2)]

    answers = at_once(same)

    assert answers == [vote.code for vote in Vote.of(ballot)] * 2
