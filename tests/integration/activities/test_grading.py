"""Grades: proposed by the branch, approved above, seen by the branch and counted by the year."""

from typing import Any

import pytest

from functions.activities.appraisals.tables import Appraisal
from kernel.authority import Role
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.appraisals import Year
from tests.integration.activities.story import Story, call
from tests.integration.points.racing import meanwhile


@pytest.fixture
def year(story: Story) -> Year:
    return Year(story)


def test_grades_are_proposed_by_the_branch_and_approved_above(year: Year) -> None:
    first = year.story.members[0]
    year.graded_all(["AABBBB"] * 4)
    proposed = year.propose("ABBBBC")
    unseen = year.read("voter-0")[1]["grades"], year.of(first, "voter-0")[1]["grade"]

    approved = year.review()

    assert (proposed[0], proposed[1]["state"], proposed[1]["stageId"]) == (200, "PROPOSED", year.story.tree.township.id)
    assert unseen == (None, None)
    assert (approved[0], approved[1]["state"]) == (201, "APPROVED")
    grades = {one["memberId"]: (one["grade"], one["follows"]) for one in year.read("voter-0")[1]["grades"]}
    assert grades[first] == ("EXCELLENT", "COMMEND")
    assert grades[year.story.members[5]] == ("BASICALLY_QUALIFIED", "HELP")
    assert year.of(first, "voter-0")[1]["grade"]["grade"] == "EXCELLENT"
    entry = recorded(year.branch)[-1]
    assert (entry["event"], entry["data"]["members"], entry["data"]["excellent"]) == ("AppraisalApproved", 6, 1)
    assert not any(member in str(entry["data"]) for member in year.story.members)


BAD_GRADES = (
    ("AAABBB", "too_many_excellent"),
    ("AABBB-", "missing"),
)


def test_more_than_a_third_or_fewer_than_all_are_refused(year: Year) -> None:
    early = year.propose("AABBBB")
    year.graded_all(["AABBBB"] * 4)

    told = [year.propose(letters)[1]["fields"][0]["code"] for letters, _ in BAD_GRADES]
    twice = call("PUT", f"{year.place}/grades", "secretary", {"grades": year.graded("AABBBB") + year.graded("B")})
    strange = [{"memberId": new_id(), "grade": "QUALIFIED"}]
    stranger = call("PUT", f"{year.place}/grades", "secretary", {"grades": year.graded("AABBBB") + strange})

    assert early[1]["code"] == "wrong_state"
    assert told == [code for _, code in BAD_GRADES]
    assert (twice[1]["fields"][0]["code"], stranger[1]["fields"][0]["code"]) == ("twice", "not_appraised")


def test_a_committee_returns_what_it_does_not_approve(year: Year) -> None:
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB")
    silent = year.review(decision="return")

    returned = year.review(decision="return", reason="请说明理由。")
    proposed = year.propose("ABBBBB")

    assert silent[1]["fields"] == [{"field": "reason", "code": "missing"}]
    assert (returned[1]["state"], returned[1]["reason"]) == ("OPEN", "请说明理由。")
    assert year.read("voter-0")[1]["reason"] is None
    assert (proposed[1]["state"], proposed[1]["reason"]) == ("PROPOSED", None)
    assert "请说明理由" not in str(recorded(year.branch))


def test_handed_in_is_what_was_first_proposed_however_often_it_came_back(year: Year) -> None:
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB")
    row = Appraisal.demand(*Appraisal.key_of(year.branch, int(year.place.rpartition("/")[2])))
    row.handed_in_at = "2026-01-05T16:00:00.000Z"  # the 6th in China
    row.save()
    year.review(decision="return", reason="请说明理由。")
    year.propose("ABBBBB")

    year.review()

    assert recorded(year.branch)[-1]["data"]["handedInOn"] == "2026-01-06"


def test_what_is_proposed_waits_for_its_committee_until_it_is_decided(year: Year) -> None:
    def listed(by: str, at: str, **more: str) -> Any:
        return call("GET", "/v1/activities/appraisals", by, query={"organisationId": at} | more)

    township = year.story.tree.township.id
    year.graded_all(["AABBBB"] * 4)
    before = listed("township", township)[1]["items"]
    year.propose("AABBBB")
    (waits,) = listed("township", township, limit="1")[1]["items"]
    rest = listed("township", township, cursor=listed("township", township, limit="1")[1]["next"])
    refused = [listed(by, township)[0] for by in ("secretary", "voter-0", "stranger")]
    year.review()

    assert before == rest[1]["items"] == listed("township", township)[1]["items"] == []
    assert (waits["branchId"], waits["year"]) == (year.branch, year.appraisal["year"])
    assert refused == [404, 403, 404]
    assert listed("township", township, cursor="nonsense")[0] == 400


def test_a_proposal_rests_on_what_was_read_and_is_sent_twice_without_harm(year: Year) -> None:
    year.graded_all(["AABBBB"] * 4)
    version, key = year.read()[1]["version"], {"Idempotency-Key": "grades"}

    stale = year.propose("AABBBB", headers={"If-Match": f'"{version - 1}"'})
    first = year.propose("AABBBB", headers=key)
    again = year.propose("AABBBB", headers=key)

    assert (stale[0], stale[1]["code"]) == (412, "stale_version")
    assert first == again
    assert [entry["event"] for entry in recorded(year.branch)].count("GradesProposed") == 1


def test_a_committee_approves_the_grades_that_it_has_read(year: Year) -> None:
    year.graded_all(["AABBBB"] * 4)
    read = year.propose("AABBBB")[1]["version"]
    year.review(decision="return", reason="请说明理由。")
    year.propose("BBBBAA")

    stale = year.review(headers={"If-Match": f'"{read}"'})
    current = year.review(headers={"If-Match": f'"{year.read()[1]["version"]}"'})

    assert (stale[0], stale[1]["code"], current[0]) == (412, "stale_version", 201)


def test_of_two_committees_reviewers_at_once_one_decides(year: Year) -> None:
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB")
    first: list[int] = []

    with meanwhile(lambda: first.append(year.review(decision="return", reason="再议。")[0])):
        second = year.review()

    assert (first, second[0], second[1]["code"]) == ([201], 409, "changed_meanwhile")
    assert year.read()[1]["state"] == "OPEN"


def test_nobody_approves_what_they_proposed(year: Year) -> None:
    tree = year.story.tree
    builders.account("both", (Role.SECRETARY, tree.branch), (Role.REVIEWER, tree.township))
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB", by="both")

    assert year.review(by="both")[0] == 403
    assert year.review()[0] == 201


def test_who_proposed_once_does_not_approve_what_somebody_else_proposed_anew(year: Year) -> None:
    tree = year.story.tree
    builders.account("both", (Role.SECRETARY, tree.branch), (Role.REVIEWER, tree.township))
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB", by="both")
    year.review(decision="return", reason="再议。")
    year.propose("ABBBBB")

    assert year.review(by="both")[0] == 403
    assert year.review()[0] == 201


def test_each_act_has_its_state_and_its_people(year: Year) -> None:
    assert year.review()[1]["code"] == "wrong_state"
    year.approved()

    assert year.review()[1]["code"] == "wrong_state"
    assert year.propose("AABBBB")[1]["code"] == "wrong_state"
    assert year.begin_ballot()[1]["code"] == "wrong_state"
    assert year.write("voter-0", year.story.members[0])[1]["code"] == "wrong_state"
    assert [year.review(by)[0] for by in ("secretary", "voter-0", "county", "stranger")] == [403, 403, 403, 404]
    assert [year.propose("A", by)[0] for by in ("voter-0", "township", "stranger")] == [403, 403, 404]
