"""A branch that appraises its members within its organisational-life meeting."""

from collections.abc import Sequence
from typing import Any

from tests.integration.activities.booth import Booth, Told, nonce_of
from tests.integration.activities.story import Story, call

GRADES = {"A": "EXCELLENT", "B": "QUALIFIED", "C": "BASICALLY_QUALIFIED", "D": "UNQUALIFIED"}


class Year(Booth):
    """Votes and grades are written as a letter for each member in their order; a dash says nothing of one."""

    def __init__(self, story: Story, voters: int = 6, kind: str = "ORG_LIFE_MEETING") -> None:
        super().__init__(story, voters, kind)
        self.branch = story.branch.id
        status, self.appraisal = call("POST", "/v1/activities/appraisals", "secretary", {"activityId": self.activity})
        assert status == 201, self.appraisal
        self.place = f"/v1/activities/appraisals/{self.branch}/{self.appraisal['year']}"

    def read(self, by: str = "secretary") -> Told:
        return call("GET", self.place, by)

    def write(self, by: str, of: str, text: str = "工作认真。", **rest: Any) -> Told:
        return call("PUT", f"{self.place}/members/{of}/words", by, {"text": text}, **rest)

    def of(self, member_id: str, by: str) -> Told:
        return call("GET", f"{self.place}/members/{member_id}", by)

    def graded(self, letters: str) -> list[dict[str, str]]:
        paired = zip(self.story.members, letters, strict=False)
        return [{"memberId": member, "grade": GRADES[letter]} for member, letter in paired if letter != "-"]

    def grade(self, ballot_id: str, by: str, letters: str) -> Told:
        return self.hand_in(ballot_id, by, {"nonce": nonce_of(by), "grades": self.graded(letters)})

    def begin_ballot(self, by: str = "secretary") -> Told:
        return call("POST", f"{self.place}/ballot", by)

    def graded_all(self, votes: Sequence[str]) -> Any:
        """The counted ballot in which the first members voted so."""
        status, ballot = self.begin_ballot()
        assert status == 201, ballot
        for by, letters in zip(self.voters, votes, strict=False):
            status, told = self.grade(ballot["id"], by, letters)
            assert status == 201, told
        return self.counted(ballot["id"])

    def propose(self, letters: str, by: str = "secretary", **rest: Any) -> Told:
        return call("PUT", f"{self.place}/grades", by, {"grades": self.graded(letters)}, **rest)

    def review(self, by: str = "township", decision: str = "approve", reason: str | None = None, **rest: Any) -> Told:
        return call("POST", f"{self.place}/reviews", by, {"decision": decision, "reason": reason}, **rest)

    def approved(self, letters: str = "AABBBB") -> Any:
        self.graded_all(["AABBBB"] * 4)
        assert self.propose(letters)[0] == 200
        status, told = self.review()
        assert status == 201, told
        return told
