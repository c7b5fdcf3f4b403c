"""The county gives a branch something to do: it sees what the branch was asked for, and beyond the budget says why."""

from datetime import UTC, datetime, timedelta

import pytest

from scripts.story import founding
from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, REVIEWER
from scripts.story.play import Play

pytestmark = pytest.mark.e2e
PLANNER = "county-planner"
USUAL, NOTHING = "requests=8,forms=2,photos=6", "requests=0,forms=0,photos=0"


@pytest.fixture(scope="module")
def people(api: Api, story: Play, place: str) -> list[str]:
    """Members of the branch; somebody plans for the county."""
    founding.grant(api, story.cloud.people.make(PLANNER), "secretary", story.cast.county_id)
    return [one["id"] for one in api.get(ADMIN, f"/v1/members?branchId={place}&limit=2")["items"]]


@pytest.fixture(scope="module")
def meeting(api: Api, story: Play, place: str, people: list[str]) -> str:
    """The path of a meeting of the county with the branch, which is over; its minutes give a member something to do."""
    over = datetime.now(UTC) - timedelta(minutes=5)
    plan = {
        "branchId": story.cast.county_id,
        "type": "THEME_DAY",
        "title": "全县党建工作推进会",
        "startsAt": (over - timedelta(hours=1)).isoformat(),
        "endsAt": over.isoformat(),
        "place": "县委党校",
        "audience": {"kind": "BRANCHES", "branches": [place]},
    }
    path = f"/v1/activities/{api.post(PLANNER, '/v1/activities', plan)['id']}"
    api.put(PLANNER, f"{path}/attendance", {"entries": [{"memberId": one, "state": "PRESENT"} for one in people]})
    return path


def test_a_committee_sees_what_its_tasks_ask_and_says_why_beyond_the_budget(
    api: Api, place: str, people: list[str], meeting: str
) -> None:
    task = {"text": "汇总整改情况", "owner": people[0], "dueOn": "2099-12-31"}
    minutes = {"host": people[0], "recorder": people[-1], "summary": "部署工作。", "resolutions": [task]}
    budget = f"/v1/organisations/{place}/policies/burden_budget"
    api.put(PLANNER, f"{meeting}/minutes", minutes)
    api.put(ADMIN, budget, {"value": NOTHING})

    def over() -> bool:
        return bool(api.get(PLANNER, f"{meeting}/tasks/burden")["branchesOver"] == 1)

    wait_until(over, "the budget")
    refused = api.call(PLANNER, "POST", f"{meeting}/submit", {}, expect=(422,)).body
    api.put(PLANNER, f"{meeting}/minutes", minutes | {"burdenReason": "省委巡视整改要求"})
    handed_in = api.post(PLANNER, f"{meeting}/submit", {})
    api.post(REVIEWER, f"{meeting}/reviews", {"decision": "return", "reason": "请补充照片。"})
    api.put(ADMIN, budget, {"value": USUAL})

    assert (refused["code"], refused["fields"][0]["branchId"]) == ("reason_required", place)
    assert handed_in["state"] == "COUNTY_REVIEW"
