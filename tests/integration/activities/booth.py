"""An assembly that is on, whose members are there and vote."""

import hashlib
from collections.abc import Sequence
from typing import Any

from functions.activities import app_voting, on_members
from kernel.authority import PRINCIPALS
from kernel.events import EnrolledMember, MembersEnrolled
from kernel.ids import new_id
from tests import builders
from tests.integration.activities.story import CONTEXT, HOUR, Story, call, enroll

Told = tuple[int, Any]


class Booth:
    """`voters` are subjects, each of the member in the same place of `story.members`; all are there."""

    def __init__(self, story: Story, voters: int = 5, kind: str = "GENERAL_ASSEMBLY") -> None:
        self.story = story
        joined = [new_id() for _ in range(voters - len(story.members))]
        enroll(story.branch, joined)
        story.members += joined
        self.voters = [f"voter-{number}" for number in range(voters)]
        for subject, member_id in zip(self.voters, story.members, strict=True):
            builders.account(subject, member_id=member_id, branch=story.branch)
        PRINCIPALS.cached.clear()
        self.activity = story.plan(-HOUR / 4, HOUR, type=kind)
        self.call_in(*["PRESENT"] * voters)

    def call_in(self, *states: str) -> None:
        assert self.story.call_roll(self.activity, *states)[0] == 200

    def probationary(self) -> str:
        """A member who takes part, and has no vote."""
        member_id, branch = new_id(), self.story.branch
        joined = EnrolledMember(member_id=member_id, category="PROBATIONARY")
        event = MembersEnrolled(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=(joined,))
        on_members.lambda_handler(builders.batch(event), CONTEXT)
        entries = {"entries": [{"memberId": member_id, "state": "PRESENT"}]}
        demand_ok(call("PUT", f"/v1/activities/{self.activity}/attendance", "secretary", entries))
        return member_id

    @property
    def path(self) -> str:
        return f"/v1/activities/{self.activity}/ballots"

    def open(self, by: str = "secretary", **body: Any) -> Told:
        return call("POST", self.path, by, {"question": "是否同意？"} | body)

    def opened(self, **body: Any) -> str:
        status, told = self.open(**body)
        assert status == 201, told
        return str(told["id"])

    def elect(self, seats: int, candidates: Sequence[int], **body: Any) -> str:
        named = [self.story.members[number] for number in candidates]
        return self.opened(decision="ELECTION", seats=seats, candidates=named, **body)

    def vote(
        self, ballot_id: str, by: str | None, choice: str | Sequence[str], nonce: str | None = None, **rest: Any
    ) -> Told:
        said = {"choice": choice} if isinstance(choice, str) else {"names": list(choice)}
        body = {"nonce": nonce or nonce_of(str(by))} | said
        return self.hand_in(ballot_id, by, body, **rest)

    def hand_in(self, ballot_id: str, by: str | None, body: Any, **rest: Any) -> Told:
        path = f"{self.path}/{ballot_id}/votes"
        return builders.answer(
            app_voting.lambda_handler(builders.request("POST", path, subject=by, body=body, **rest), CONTEXT)
        )

    def vote_all(self, ballot_id: str, *choices: str | Sequence[str]) -> list[str]:
        """The codes of the voters in their order."""
        told = [self.vote(ballot_id, by, choice) for by, choice in zip(self.voters, choices, strict=False)]
        assert {status for status, _ in told} == {201}, told
        return [answer["code"] for _, answer in told]

    def close(self, ballot_id: str, by: str = "secretary", **rest: Any) -> Told:
        return call("POST", f"{self.path}/{ballot_id}/closing", by, **rest)

    def count(self, ballot_id: str, by: str = "secretary", **rest: Any) -> Told:
        return call("POST", f"{self.path}/{ballot_id}/count", by, **rest)

    def counted(self, ballot_id: str) -> Any:
        assert self.close(ballot_id)[0] == 200
        status, told = self.count(ballot_id)
        assert status == 200, told
        return told

    def shown(self, ballot_id: str, by: str = "secretary") -> Told:
        return call("GET", f"{self.path}/{ballot_id}", by)


def demand_ok(told: Told) -> None:
    assert told[0] == 200, told


def nonce_of(word: str) -> str:
    """What a voter's page would draw, the same for the same word."""
    return hashlib.sha256(word.encode()).hexdigest()[:32]


def numbers(tally: Any) -> dict[str, int]:
    return {number["name"]: number["value"] for number in tally["numbers"]}
