"""Plans of a branch and of a county: templates, the year, for whom an activity is, answers."""

from functools import partial
from typing import Any

from functions.activities import app
from kernel.authority import Role
from scripts.bench.acts import Arrange, Doing, asking
from tests import builders
from tests.integration.activities.story import HOUR, Story, call, plan_body

PLACES = 10
LEAVE = {"reply": "LEAVE", "leave": "LEAVE_SICK", "reason": "住院治疗"}
ADDED = {"agenda": [{"zh": "重温入党誓词"}], "required": ["speakers"]}
ENTRIES = [{"month": f"2027-{n:02d}", "type": "THEME_DAY", "title": "主题党日"} for n in range(1, 13)]


def _of_branch(method: str, path: str, body: Any = None, **query: str) -> Arrange:
    """A request of the secretary about the branch, which has planned a month's four activities."""

    def arrange() -> Doing:
        story = Story()
        for number in range(4):
            story.plan((number + 1) * HOUR)
        return asking(app.lambda_handler, method, path, "secretary", body, query={"branchId": story.branch.id} | query)

    return arrange


def _template(method: str, body: Any = None) -> Doing:
    story = Story()
    query = {"organisationId": story.branch.id}
    return asking(app.lambda_handler, method, "/v1/activities/templates/THEME_DAY", "secretary", body, query=query)


def _several() -> Doing:
    """A committee plans for ten branches below it."""
    story = Story()
    builders.account("planner", (Role.SECRETARY, story.tree.county))
    found = [story.tree.found(story.tree.township, f"431128-101-1{n:02d}", "BRANCH", "BRANCH") for n in range(PLACES)]
    audience = {"kind": "BRANCHES", "branches": [branch.id for branch in found]}
    body = plan_body(story.tree.county, HOUR, HOUR, audience=audience)
    return asking(app.lambda_handler, "POST", "/v1/activities", "planner", body)


def _group() -> Doing:
    story = Story()
    group = story.tree.found(story.branch, "431128-101-001-1", "PARTY_GROUP", "GROUP")
    path = f"/v1/activities/groups/{group.id}"
    return asking(app.lambda_handler, "PUT", path, "secretary", {"members": story.members})


def _to_come(method: str, rest: str, subject: str, body: Any = None) -> Arrange:
    """A request about an activity to which the member answered."""

    def arrange() -> Doing:
        story = Story()
        path = f"/v1/activities/{story.plan(HOUR)}"
        call("PUT", f"{path}/reply", story.member, {"reply": "COMING"})
        return asking(app.lambda_handler, method, f"{path}/{rest}", subject, body)

    return arrange


REQUESTS: dict[str, Arrange] = {
    "plan for ten branches": _several,
    "template": partial(_template, "GET"),
    "extend a template": partial(_template, "PUT", ADDED),
    "year": _of_branch("GET", "/v1/activities/year-plan"),
    "write the year (12)": _of_branch("PUT", "/v1/activities/year-plan", {"entries": ENTRIES}, year="2027"),
    "groups": _of_branch("GET", "/v1/activities/groups"),
    "set a group": _group,
    "answer": _to_come("PUT", "reply", "member", LEAVE),
    "own answer": _to_come("GET", "reply", "member"),
    "list answers": _to_come("GET", "replies", "secretary"),
    "calendar file": _to_come("GET", "calendar.ics", "member"),
}
