"""A member's own attendance, disputes of it, and what is ruled on them."""

from typing import Any

from kernel.authority import Role
from kernel.clock import business_day, now
from scripts.bench.acts import Arrange
from scripts.bench.acts.branch import ask
from tests import builders
from tests.integration.activities import story as told
from tests.integration.activities.story import Story

RUN = "/v1/activities/{id}"
CLAIM = {"claim": "LATE", "reason": "我到会时会议已开始十五分钟。"}
ABSENT = ["ABSENT_NO_REASON"]


def _called(s: Story) -> str:
    activity_id = s.plan()
    s.call_roll(activity_id, *ABSENT * len(s.members))
    return activity_id


def _a_month(s: Story) -> str:
    for _ in range(3):
        _called(s)
    return _called(s)


def _disputed(s: Story) -> str:
    activity_id = _called(s)
    told.call("POST", f"/v1/activities/{activity_id}/disputes", s.member, CLAIM)
    return activity_id


def _waiting_for_the_county(s: Story) -> str:
    """What follows the activities' place in the path of the ruling."""
    activity_id = s.reviewed_first(*ABSENT, "PRESENT", "PRESENT")
    told.review(activity_id, s.county)
    told.call("POST", f"/v1/activities/{activity_id}/disputes", s.member, CLAIM)
    return f"{activity_id}/disputes/{s.members[0]}/ruling"


def _claim(_: Story, __: str) -> Any:
    return CLAIM


def _upheld(_: Story, __: str) -> Any:
    return {"upheld": True, "answer": "经核实，情况属实。"}


def _year(s: Story, _: str) -> Any:
    return {"branchId": s.branch.id, "year": business_day(now()).year}


def _nothing(_: Story) -> str:
    return ""


def _asked(s: Story) -> str:
    """Its id stands for that of an activity in the path."""
    return str(told.call("POST", "/v1/activities/bundles", s.secretary, _year(s, ""))[1]["id"])


def _administered(s: Story) -> str:
    builders.account("admin", (Role.COUNTY_ADMIN, s.tree.county))
    return ""


def _stars(_: Story, __: str) -> Any:
    return {"stars": 4, "reason": "获市级先进基层党组织。"}


def _of_county(s: Story) -> dict[str, str]:
    return {"organisationId": s.tree.county.id}


def _last_year(s: Story) -> dict[str, str]:
    return {"branchId": s.branch.id, "year": str(business_day(now()).year - 1)}


def _of_branch(s: Story) -> dict[str, str]:
    return {"branchId": s.branch.id}


REQUESTS: dict[str, Arrange] = {
    "own attendance (4)": ask(_a_month, "GET", "/v1/activities/attendance/own", "member"),
    "ledger of a month (4)": ask(_a_month, "GET", "/v1/activities/ledger", query=_of_branch),
    "ask for an inspection bundle": ask(_nothing, "POST", "/v1/activities/bundles", body=_year),
    "fetch an inspection bundle": ask(_asked, "GET", "/v1/activities/bundles/{id}"),
    "stars of a year": ask(_a_month, "GET", "/v1/activities/stars", query=_of_branch),
    "give stars": ask(_administered, "PUT", "/v1/activities/stars", "admin", _stars, query=_last_year),
    "rules of stars": ask(_administered, "GET", "/v1/activities/stars/rules", "admin", query=_of_county),
    "set rules of stars": ask(_administered, "PUT", "/v1/activities/stars/rules", "admin", lambda s, _: _of_county(s)),
    "dispute a line": ask(_called, "POST", RUN + "/disputes", "member", _claim),
    "rule on a dispute": ask(_waiting_for_the_county, "POST", RUN, "county", _upheld),
    "list disputes (1)": ask(_disputed, "GET", "/v1/activities/disputes", query=_of_branch),
}
