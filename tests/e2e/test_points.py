"""Rules are tried and published, an award is proposed and confirmed, its line disputed and taken back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, Branch
from scripts.story.play import Play
from tests.e2e import told

pytestmark = pytest.mark.e2e
Body = dict[str, Any]


@pytest.fixture(scope="module")
def village(api: Api) -> Body:
    """One of the sets to start from, without its name."""
    sets = {one["id"]: one for one in api.get(ADMIN, "/v1/points/rule-sets")["items"]}
    return {name: value for name, value in sets["village"].items() if name not in ("id", "zh", "en")}


@pytest.fixture(scope="module")
def published(api: Api, place: str, village: Body) -> str:
    """The day, in China, from which the set counts for the branch."""
    today = f"{datetime.now(UTC) + timedelta(hours=8):%Y-%m-%d}"
    api.put(ADMIN, "/v1/points/rules", village | {"organisationId": place, "effectiveFrom": today})
    return today


def test_rules_are_tried_on_a_branch_at_once_and_on_a_county_by_the_queue(
    api: Api, story: Play, place: str, village: Body
) -> None:
    tried = api.post(ADMIN, "/v1/points/simulations", village | {"organisationId": place, "target": 60})
    asked = api.post(ADMIN, "/v1/points/simulations", village | {"organisationId": story.cast.county_id})

    def look() -> Body | None:
        found: Body = api.get(ADMIN, f"/v1/points/simulations/{asked['id']}")
        return found if found["state"] == "DONE" else None

    found = wait_until(look, "the trial of a county")
    assert (tried["state"], asked["state"]) == ("DONE", "RUNNING")
    assert len(tried["each"]) == tried["members"]["accounts"] > 0
    assert found["members"]["accounts"] > tried["members"]["accounts"]
    assert found["each"] == []


def test_an_award_is_confirmed_disputed_and_taken_back(
    api: Api, story: Play, branch: Branch, place: str, published: str
) -> None:
    who, award = branch.member(2), _awarded(api, branch, place, published)
    line = wait_until(lambda: _line(api, who, award), "the line of the award")
    reviewer = story.cast.reviewer_of(branch)

    dispute = api.post(who, "/v1/points/disputes", {"line": line["id"], "words": "此项不应由我领取。"})
    committee = dispute["organisationId"]
    listed = api.all(reviewer, f"/v1/points/disputes?organisationId={committee}")
    ruling = {"organisationId": committee, "outcome": "upheld", "reason": "记录有误。"}
    api.post(reviewer, f"/v1/points/disputes/{dispute['id']}/ruling", ruling)

    wait_until(lambda: any(one["reverses"] == line["id"] for one in _lines(api, who)), "the line that takes it back")
    wait_until(lambda: "POINTS_DISPUTE_UPHELD" in told.codes(api, who), "the ruling in the inbox")
    assert dispute["id"] in [one["id"] for one in listed]
    assert [one["state"] for one in api.get(who, "/v1/points/disputes/own")["items"]] == ["UPHELD"]


def _awarded(api: Api, branch: Branch, place: str, day: str) -> str:
    """What the secretary proposed for a member and the county confirmed."""
    member = api.get(branch.member(2), "/v1/me")["memberId"]
    facts = {"branchId": place, "memberId": member, "ruleId": "mediation", "heldOn": day}
    words = {"reason": "调解邻里纠纷", "evidence": "村调解登记本第3号"}
    award = str(api.post(branch.secretary, "/v1/points/awards", facts | words)["id"])
    api.post(ADMIN, f"/v1/points/awards/{award}/decision", {"branchId": place, "decision": "confirm"})
    assert award in [one["id"] for one in api.all(branch.secretary, f"/v1/points/awards?branchId={place}")]
    assert api.get(branch.member(2), f"/v1/points/awards/{award}?branchId={place}")["state"] == "CONFIRMED"
    return award


def _lines(api: Api, who: str) -> list[Body]:
    return list(api.all(who, "/v1/me/points"))


def _line(api: Api, who: str, award: str) -> Body | None:
    found = (one for one in _lines(api, who) if (one["evidence"] or {}).get("awardId") == award)
    return next(found, None)


@pytest.mark.usefixtures("published")
def test_a_member_sees_what_would_give_more(api: Api, branch: Branch) -> None:
    items = api.get(branch.member(2), "/v1/points/opportunities")["items"]

    assert items[0]["rule"]["id"] == "industry"


def test_a_branch_records_who_is_exempt_and_ends_it(api: Api, branch: Branch, place: str) -> None:
    who, today = branch.member(3), f"{datetime.now(UTC) + timedelta(hours=8):%Y-%m-%d}"
    facts = {"branchId": place, "memberId": api.get(who, "/v1/me")["memberId"], "ground": "ill", "firstDay": today}

    made = api.post(branch.secretary, "/v1/points/exemptions", facts | {"reason": "住院治疗"})
    ended = api.post(branch.secretary, f"/v1/points/exemptions/{made['id']}/end", {"branchId": place, "lastDay": today})

    assert ended["lastDay"] == today
    assert api.get(who, "/v1/points/exemptions/own")["items"] == [ended]
    assert ended in list(api.all(branch.secretary, f"/v1/points/exemptions?branchId={place}"))


def test_a_branch_says_how_its_number_comes_about(api: Api, branch: Branch, place: str) -> None:
    shown = api.get(branch.secretary, f"/v1/points/branches/{place}")["normalised"]

    assert shown["eligible"] > 0
    assert shown["definition"]["zh"]
