"""Secret ballots of a branch of 24, all of whom are there and vote."""

from typing import Any

from functions.activities import app_voting
from scripts.bench.acts import Arrange, Doing, asking
from scripts.bench.acts.branch import ask, story
from tests.integration.activities.booth import Booth
from tests.integration.activities.story import Story

QUESTION = {"question": "是否同意整修活动室？"}
VOTE = {"nonce": "0" * 32, "choice": "IN_FAVOUR"}
RUN = "/v1/activities/{id}"


def assembled(s: Story) -> str:
    return Booth(s, len(s.members)).activity


def opened(s: Story) -> str:
    """Its path below activities stands for an activity's id; the member has not voted yet."""
    booth = Booth(s, len(s.members))
    return f"{booth.activity}/ballots/{booth.opened(**QUESTION)}"


def closed(s: Story) -> str:
    booth = Booth(s, len(s.members))
    ballot = booth.opened(**QUESTION)
    booth.vote_all(ballot, *["IN_FAVOUR"] * len(s.members))
    booth.close(ballot)
    return f"{booth.activity}/ballots/{ballot}"


def counted(s: Story) -> str:
    booth = Booth(s, len(s.members))
    ballot = booth.opened(**QUESTION)
    booth.vote_all(ballot, *["IN_FAVOUR"] * len(s.members))
    booth.counted(ballot)
    return f"{booth.activity}/ballots/{ballot}"


def vote() -> Doing:
    s = story()
    path = f"/v1/activities/{opened(s)}/votes"
    return asking(app_voting.lambda_handler, "POST", path, s.member, VOTE)


def _question(_: Story, __: str) -> Any:
    return QUESTION


REQUESTS: dict[str, Arrange] = {
    "open a ballot": ask(assembled, "POST", RUN + "/ballots", body=_question),
    "list ballots": ask(assembled, "GET", RUN + "/ballots", "member"),
    "vote": vote,
    "close a ballot": ask(opened, "POST", RUN + "/closing"),
    "count a ballot (24)": ask(closed, "POST", RUN + "/count"),
    "show a ballot (24)": ask(counted, "GET", RUN, "member"),
}
