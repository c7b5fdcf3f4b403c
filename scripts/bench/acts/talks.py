"""Talks of a branch's year, and an organisational-life meeting with a problem list."""

from datetime import timedelta
from typing import Any

from kernel.clock import business_day, now
from scripts.bench.acts import Arrange
from scripts.bench.acts.branch import ask
from tests.integration.activities.story import Story, call

TALKS = "/v1/activities/talks"
TODAY = business_day(now())
YEAR, YESTERDAY = f"{TODAY.year}", f"{TODAY - timedelta(days=1)}"
DUE = "2099-12-31"


def _body(s: Story, first: int, second: int) -> dict[str, Any]:
    return {"branchId": s.branch.id, "members": [s.members[first], s.members[second]], "heldOn": f"{TODAY}"}


def _a_year(s: Story) -> str:
    """Of 24 members everybody talked with the secretary, and with whom stands next on the roll."""
    call("PUT", f"{TALKS}/committee", "secretary", _committee(s, ""), query=_of_year(s))
    for number in range(1, len(s.members)):
        call("POST", TALKS, "secretary", _body(s, 0, number))
    for number in range(1, len(s.members) - 1):
        call("POST", TALKS, "secretary", _body(s, number, number + 1))
    return ""


def _committee(s: Story, _: str) -> Any:
    return {"members": s.members[:3]}


def _of_year(s: Story) -> dict[str, str]:
    return {"branchId": s.branch.id, "year": YEAR}


def _minutes(s: Story, _: str) -> Any:
    problem = {"text": "联系群众不够经常。", "measures": "每月走访两户。", "owner": s.members[0], "dueOn": DUE}
    return s.minutes(speeches=[{"memberId": s.members[0], "gist": "自我批评。"}], problems=[problem] * 10)


REQUESTS: dict[str, Arrange] = {
    "talks of a year (45)": ask(_a_year, "GET", TALKS, query=_of_year),
    "record a talk": ask(_a_year, "POST", TALKS, "member", lambda s, _: _body(s, 0, 1) | {"heldOn": YESTERDAY}),
    "take a talk back": ask(_a_year, "POST", TALKS + "/withdrawal", "member", lambda s, _: _body(s, 0, 1)),
    "set the committee": ask(lambda _: "", "PUT", TALKS + "/committee", body=_committee, query=_of_year),
    "write minutes with a problem list (10)": ask(
        lambda s: s.plan(type="ORG_LIFE_MEETING"), "PUT", "/v1/activities/{id}/minutes", body=_minutes
    ),
}
