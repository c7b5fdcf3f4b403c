"""A county sets what its lists take; the next run uses it."""

import pytest

from kernel.clock import business_day, now
from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, AUDITOR, Branch
from scripts.story.play import Play

pytestmark = pytest.mark.e2e


def test_a_county_sets_its_lists_and_the_next_run_uses_them(api: Api, story: Play) -> None:
    county = story.cast.county_id
    path = f"/v1/rankings/{county}"
    bands = {
        "effectiveOn": f"{business_day(now())}",
        "basis": "POINTS",
        "gold": 90003,
        "silver": 90002,
        "yellow": 90001,
    }

    api.put(ADMIN, f"{path}/bands", bands)
    api.post(ADMIN, "/v1/rankings/runs", {"organisationId": county})

    def black() -> bool | None:
        return {line["band"] for line in api.get(ADMIN, path)["items"]} == {"black"} or None

    wait_until(black, "a run with the new lists", patience=120)
    assert api.get(ADMIN, f"{path}/bands")["items"] == [bands | {"warning": 0}]


def test_a_member_appeals_and_the_county_rules(api: Api, story: Play, branch: Branch) -> None:
    county = story.cast.county_id
    path = f"/v1/rankings/{county}/appeals"

    made = api.post(branch.member(0), "/v1/rankings/appeals", {"organisationId": county, "words": "积分未计。"})
    assert [one["id"] for one in api.get(AUDITOR, path)["items"]] == [made["id"]]
    api.post(ADMIN, f"{path}/{made['id']}/ruling", {"band": "silver", "reason": "情况属实。"})

    told = api.get(branch.member(0), f"{path}/{made['id']}")
    assert (told["state"], told["band"], told["reason"]) == ("UPHELD", "silver", "情况属实。")
