"""Secret ballots on the whole stack: members sign in, vote once, and find their votes in what is published; a branch
appraises its members."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scripts.story.api import Api
from scripts.story.cast import Branch
from scripts.story.play import Play

pytestmark = pytest.mark.e2e
Body = dict[str, Any]


@pytest.fixture(scope="module")
def full(api: Api, branch: Branch, place: str) -> list[str]:
    """The accounts of those who are entitled to vote."""
    listed = api.all(branch.secretary, f"/v1/members?branchId={place}&limit=100")
    entitled = {member["id"] for member in listed if member["category"] == "FULL"}
    accounts = [branch.member(number) for number in range(len(branch.members))]
    return [one for one in accounts if api.get(one, "/v1/me")["memberId"] in entitled]


@pytest.fixture(scope="module")
def gathered(api: Api, branch: Branch, place: str, full: list[str]) -> Callable[[str], str]:
    """The path of a meeting of some type that begins in ten minutes, where those who are entitled are there already."""

    def gather(kind: str) -> str:
        begins = datetime.now(UTC) + timedelta(minutes=10)
        plan = {
            "branchId": place,
            "type": kind,
            "title": "支部会议",
            "startsAt": begins.isoformat(),
            "endsAt": (begins + timedelta(hours=1)).isoformat(),
            "place": "党员活动室",
        }
        path = f"/v1/activities/{api.post(branch.secretary, '/v1/activities', plan)['id']}"
        for account in full:
            code = api.get(branch.secretary, f"{path}/code")["code"]
            api.post(account, f"{path}/sign-ins", {"code": code})
        return path

    return gather


def test_everybody_votes_once_and_anybody_counts_again(
    api: Api, branch: Branch, full: list[str], gathered: Callable[[str], str]
) -> None:
    assembly = gathered("GENERAL_ASSEMBLY")
    opened = api.post(branch.secretary, f"{assembly}/ballots", {"question": "是否整修活动室？"})
    path = f"{assembly}/ballots/{opened['id']}"
    cast = [{"nonce": secrets.token_hex(16), "choice": "AGAINST" if n == 0 else "IN_FAVOUR"} for n in range(len(full))]
    codes = [api.post(by, f"{path}/votes", vote)["code"] for by, vote in zip(full, cast, strict=True)]
    again = api.post(full[0], f"{path}/votes", cast[0])
    changed = {"nonce": secrets.token_hex(16), "choice": "IN_FAVOUR"}
    other = api.call(full[0], "POST", f"{path}/votes", changed, expect=(409,)).body
    unseen = api.get(branch.secretary, path)
    api.post(branch.secretary, f"{path}/closing", {})

    told = api.post(branch.secretary, f"{path}/count", {})

    assert (again["code"], other["code"], unseen["votes"]) == (codes[0], "already_voted", None)
    assert [vote["code"] for vote in told["votes"]] == sorted(codes)
    assert {vote["code"]: vote["choice"] for vote in told["votes"]}[codes[0]] == "AGAINST"
    assert (told["entitled"], told["tally"]["result"]) == (len(full), "PASSED")
    assert api.get(full[-1], path)["digest"] == told["digest"] == digest_of(told)
    assert [one["id"] for one in api.get(full[-1], f"{assembly}/ballots")["items"]] == [opened["id"]]
    api.post(branch.secretary, f"{assembly}/cancel", {})


def digest_of(told: Body) -> str:
    """As `docs/domains/activities-votes.md` says, in other words than the product's."""
    listed = ",".join(f'["{vote["code"]}","{vote["choice"]}"]' for vote in told["votes"])
    return hashlib.sha256(f'["{told["id"]}",[{listed}]]'.encode()).hexdigest()


def test_a_branch_appraises_its_members_and_the_committee_above_approves(
    api: Api, story: Play, branch: Branch, full: list[str], gathered: Callable[[str], str]
) -> None:
    meeting = gathered("ORG_LIFE_MEETING")
    made = api.post(branch.secretary, "/v1/activities/appraisals", {"activityId": meeting.rpartition("/")[2]})
    path = f"/v1/activities/appraisals/{made['branchId']}/{made['year']}"
    first = str(api.get(full[0], "/v1/me")["memberId"])
    api.put(full[1], f"{path}/members/{first}/words", {"text": "工作认真。"})
    grades = [{"memberId": member, "grade": "QUALIFIED"} for member in made["appraised"]]
    ballot = f"{meeting}/ballots/{api.post(branch.secretary, f'{path}/ballot', {})['id']}"
    for account in full:
        api.post(account, f"{ballot}/votes", {"nonce": secrets.token_hex(16), "grades": grades})
    api.post(branch.secretary, f"{ballot}/closing", {})
    counted = api.post(branch.secretary, f"{ballot}/count", {})
    api.put(branch.secretary, f"{path}/grades", {"grades": grades})

    reviewer, committee = story.cast.reviewer_of(branch), story.cast.id_of(story.cast.committee_of(branch.organisation))
    (waits,) = api.get(reviewer, f"/v1/activities/appraisals?organisationId={committee}")["items"]

    api.post(reviewer, f"{path}/reviews", {"decision": "approve"})

    told = api.get(full[0], f"{path}/members/{first}")
    assert waits["branchId"] == made["branchId"]
    assert counted["appraisal"][0]["votes"]["QUALIFIED"] == len(full)
    assert ([one["text"] for one in told["opinions"]], told["grade"]["grade"]) == (["工作认真。"], "QUALIFIED")
    assert len(api.get(full[-1], path)["grades"]) == len(made["appraised"])
    api.post(branch.secretary, f"{meeting}/cancel", {})
