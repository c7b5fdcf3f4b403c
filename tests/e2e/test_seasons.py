"""A month of a county closes: its snapshot is sealed, its hash is on record, and a member sees what it gave."""

from datetime import timedelta
from typing import Any

import pytest

from kernel.clock import business_day, now, start_of
from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, Branch
from scripts.story.closing import schedule_once
from scripts.story.play import Play

pytestmark = pytest.mark.e2e
Body = dict[str, Any]


@pytest.fixture(scope="module")
def closed(story: Play) -> Body:
    """The month before this one, which a night at the beginning of this one closes."""
    first = business_day(now()).replace(day=1)
    if first.month == 1:
        pytest.skip("in January the month before is of a year that this county did not live through")
    month = f"{first - timedelta(days=1):%Y-%m}"
    schedule_once(story.cloud.emulator, "RankingNightly", {"asOf": (start_of(first) + timedelta(hours=3)).isoformat()})
    path = f"/v1/rankings/{story.cast.county_id}/seasons"

    def look() -> Body | None:
        items = story.cloud.api.get(ADMIN, path)["items"]
        return next((item for item in items if item["season"] == month), None)

    return wait_until(look, "a closed month", patience=120)


def test_a_closed_month_tells_a_member_points_and_ranks_under_the_hash_on_record(
    api: Api, branch: Branch, closed: Body
) -> None:
    told = api.get(branch.member(0), f"/v1/rankings/seasons/{closed['season']}")

    assert (told["sha256"], told["asOf"]) == (closed["sha256"], closed["asOf"])
    assert [level["level"] for level in told["levels"]] == ["BRANCH", "TOWNSHIP", "COUNTY"]
    assert {level["points"] for level in told["levels"]} == {told["points"]}


def test_the_board_of_a_closed_month_is_that_of_its_last_instant(story: Play, closed: Body) -> None:
    path = f"/v1/rankings/{story.cast.county_id}?of=organisations&season={closed['season']}"

    board = story.cloud.api.get(ADMIN, path)

    assert (board["season"], board["asOf"], board["members"]) == (closed["season"], closed["asOf"], closed["members"])


def test_a_closed_month_is_in_the_charts_of_its_branches_and_members(
    api: Api, branch: Branch, place: str, closed: Body
) -> None:
    of_branch = api.get(branch.secretary, f"/v1/rankings/{place}/history")
    own = api.get(branch.member(0), "/v1/rankings/history/own")

    assert closed["season"] in {item["season"] for item in of_branch["items"]}
    assert closed["season"] in {item["season"] for item in own["items"]}
