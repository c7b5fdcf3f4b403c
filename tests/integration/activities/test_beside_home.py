"""Votes where nobody belongs: of a floating branch whoever takes part decides on its own matters, not on membership."""

from typing import Any

import pytest

from functions.activities import on_members
from functions.activities.tables import Activity
from kernel.authority import PRINCIPALS, Role
from kernel.events import AttachmentChanged, EnrolledMember, MembersEnrolled
from kernel.ids import new_id
from tests import builders
from tests.integration.activities.booth import Booth, numbers
from tests.integration.activities.story import CONTEXT, HOUR, Story, call, enroll, plan_body, submit

KINDS = ["FLOATING_BRANCH", "TEMPORARY_BRANCH", "FUNCTIONAL_BRANCH"]


class Afar(Booth):
    """Four full members and a probationary one of two home branches, all there at the floating branch's assembly."""

    def __init__(self, story: Story, kind: str = "FLOATING_BRANCH", of: str = "GENERAL_ASSEMBLY") -> None:
        self.story, tree = story, story.tree
        self.floating = tree.found(tree.township, "431128-101-901", kind, "BRANCH")
        builders.account("afar", (Role.SECRETARY, self.floating))
        homes = [tree.sister, tree.sister, tree.far_branch, tree.far_branch, tree.sister]
        categories = ["FULL"] * 4 + ["PROBATIONARY"]
        story.members = [new_id() for _ in homes]
        for member_id, home, category in zip(story.members, homes, categories, strict=True):
            where: dict[str, Any] = {"county_id": home.county_id, "branch_id": home.id}
            joined = MembersEnrolled(
                **where, path=home.path, members=(EnrolledMember(member_id=member_id, category=category),)
            )
            part = AttachmentChanged(**where, member_id=member_id, attached_to=self.floating.id, attached=True)
            assert on_members.lambda_handler(builders.batch(joined, part), CONTEXT) == {"batchItemFailures": []}
        enroll(tree.sister, [new_id()])  # who stays at home
        self.voters = [f"voter-{number}" for number in range(5)]
        for subject, member_id, home in zip(self.voters, story.members, homes, strict=True):
            builders.account(subject, member_id=member_id, branch=home)
        PRINCIPALS.cached.clear()
        self.activity = str(
            call("POST", "/v1/activities", "afar", plan_body(self.floating, -HOUR, HOUR / 2, type=of))[1]["id"]
        )
        self.call_in(*["PRESENT"] * 5)

    def call_in(self, *states: str) -> None:
        assert self.story.call_roll(self.activity, *states, by="afar")[0] == 200

    def minute(self, *resolutions: Any) -> tuple[int, Any]:
        body = self.story.minutes(resolutions=list(resolutions))
        return call("PUT", f"/v1/activities/{self.activity}/minutes", "afar", body)


@pytest.fixture
def afar(story: Story) -> Afar:
    return Afar(story)


def test_the_electorate_is_who_takes_part_and_has_a_vote_at_home(afar: Afar) -> None:
    ballot = afar.open("afar")[1]["id"]
    afar.vote_all(ballot, "IN_FAVOUR", "IN_FAVOUR", "IN_FAVOUR", "AGAINST")
    refused = afar.vote(ballot, "voter-4", "AGAINST")
    afar.close(ballot, "afar")

    status, told = afar.count(ballot, "afar")

    assert (status, refused[0]) == (200, 404)
    assert told["electors"] == sorted(afar.story.members[:4])
    assert (told["tally"]["result"], numbers(told["tally"])["entitled"]) == ("PASSED", 4)


def test_what_was_decided_by_hands_is_counted_and_no_record_of_it_lacks_a_quorum(afar: Afar) -> None:
    afar.call_in("PRESENT", "PRESENT", "PRESENT", "EXEMPT", "PRESENT")

    written = afar.minute({"text": "下月集中学习。", "inFavour": 2, "against": 1})
    handed_in = submit(afar.activity, "afar")

    (vote,) = written[1]["votes"]
    assert (vote["result"], numbers(vote)["entitled"], numbers(vote)["present"]) == ("PASSED", 3, 3)
    assert handed_in[0] == 200
    assert "NO_QUORUM" not in Activity.demand(Activity.partition(afar.activity), "NOW").flags


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("decision", ["ADMISSION", "ELECTION", "DISPOSAL"])
def test_what_is_decided_where_members_belong_is_decided_nowhere_else(story: Story, kind: str, decision: str) -> None:
    afar = Afar(story, kind)

    opened = afar.open("afar", decision=decision)
    written = afar.minute({"text": "同意。"}, {"text": "同意。", "decision": decision})

    assert (opened[0], opened[1]["fields"]) == (422, [{"field": "decision", "code": "decided_at_home"}])
    fields = [{"field": "resolutions.1.decision", "code": "decided_at_home"}]
    assert (written[0], written[1]["fields"]) == (422, fields)


def test_who_takes_part_beside_members_has_no_vote_among_them(story: Story) -> None:
    guest, home = new_id(), story.tree.sister
    builders.account("guest", member_id=guest, branch=home)
    booth = Booth(story, voters=3)
    where: dict[str, Any] = {"county_id": home.county_id, "branch_id": home.id}
    joined = MembersEnrolled(**where, path=home.path, members=(EnrolledMember(member_id=guest, category="FULL"),))
    part = AttachmentChanged(**where, member_id=guest, attached_to=story.branch.id, attached=True)
    on_members.lambda_handler(builders.batch(joined, part), CONTEXT)
    story.members.append(guest)
    booth.call_in(*["PRESENT"] * 4)

    ballot = booth.opened()

    assert booth.shown(ballot)[1]["electors"] == sorted(story.members[:3])
    assert booth.vote(ballot, "guest", "AGAINST")[0] == 404


def test_members_are_appraised_where_they_belong(story: Story) -> None:
    afar = Afar(story, of="DEMOCRATIC_APPRAISAL")

    status, told = call("POST", "/v1/activities/appraisals", "afar", {"activityId": afar.activity})

    assert (status, told["fields"]) == (422, [{"field": "activityId", "code": "appraised_at_home"}])


def test_they_may_come_from_more_branches_than_one_call_reads(afar: Afar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.activities.reading.MOST_ROLLS", 1)

    assert afar.open("afar")[1]["entitled"] == 4
