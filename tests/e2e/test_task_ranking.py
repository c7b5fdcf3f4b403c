"""What a branch owes and did: the board of its county and township, its lines, and a line that is excused."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, Branch
from scripts.story.play import Play

pytestmark = pytest.mark.e2e
Body = dict[str, Any]
IN_CHINA = timedelta(hours=8)


@pytest.fixture(scope="module")
def held(api: Api, branch: Branch) -> Body:
    """The theme day that the branch held and the county approved."""
    lines = api.get(branch.member(0), "/v1/activities/attendance/own")["items"]
    return next(line for line in lines if line["state"] == "APPROVED" and line["type"] == "THEME_DAY")


@pytest.fixture(scope="module")
def month(held: Body) -> str:
    return f"{datetime.fromisoformat(held['startsAt']) + IN_CHINA:%Y-%m}"


def test_the_board_of_the_county_has_what_the_branch_did(
    api: Api, story: Play, branch: Branch, place: str, month: str
) -> None:
    path = f"/v1/rankings/{story.cast.county_id}/tasks?period={month}"

    def done() -> Body | None:
        items = api.get(ADMIN, f"{path}&limit=100")["items"]
        return next((one for one in items if one["organisationId"] == place and one["doneInTime"]), None)

    mine = wait_until(done, "the theme day on the board", patience=120)
    committees = api.get(ADMIN, f"{path}&of=committees&limit=100")

    assert (mine["doneLate"], mine["excused"]) == (0, 0)
    assert mine["rank"] is not None
    assert story.cast.id_of(story.cast.committee_of(branch.organisation)) in {
        one["organisationId"] for one in committees["items"] if one["doneInTime"]
    }


def test_the_committee_above_excuses_a_line_and_takes_that_back(
    api: Api, story: Play, branch: Branch, place: str, held: Body, month: str
) -> None:
    quarter = f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
    path, reviewer = f"/v1/rankings/{place}/tasks/lines", story.cast.reviewer_of(branch)
    line = f"PARTY_LECTURE.{quarter}"

    excused = api.post(reviewer, f"{path}/{line}/ruling", {"decision": "EXCUSED", "reason": "全员抗洪。"})
    shown = {one["id"]: one for one in api.get(branch.member(0), f"{path}?period={quarter}")["lines"]}
    back = api.post(reviewer, f"{path}/{line}/ruling", {"decision": None, "reason": "更正。"})

    assert (excused["state"], shown[line]["reason"]) == ("EXCUSED", "全员抗洪。")
    assert shown[f"THEME_DAY.{month}"]["activityId"] == held["activityId"]
    assert shown[f"THEME_DAY.{month}"]["state"] == "DONE_IN_TIME"
    assert back["state"] in ("OPEN", "MISSING")
