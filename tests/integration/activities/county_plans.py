"""Somebody who plans for the county, and what they plan."""

from datetime import timedelta
from typing import Any

from kernel.authority import PRINCIPALS, Role
from kernel.directory import Organisation
from kernel.ids import new_id
from tests import builders
from tests.integration.activities.story import HOUR, Story, call, enroll, plan_body

RUNNING = timedelta(minutes=-1)


def with_planner(story: Story) -> Story:
    """Somebody plans for the county; the far branch has two members and a secretary, and `stranger` is one of them."""
    builders.account("planner", (Role.SECRETARY, story.tree.county))
    builders.account("far secretary", (Role.SECRETARY, story.tree.far_branch))
    far = story.tree.far_branch
    enroll(far, [member_of(story.stranger), new_id()])
    return story


def member_of(subject: str) -> str:
    return str(PRINCIPALS.load(subject).member_id)


def to_branches(*branches: Organisation) -> dict[str, Any]:
    return {"kind": "BRANCHES", "branches": [branch.id for branch in branches]}


def plan_county(story: Story, starts: timedelta = RUNNING, **changes: Any) -> tuple[int, Any]:
    whom = to_branches(story.branch, story.tree.far_branch)
    body = plan_body(story.tree.county, starts, HOUR, audience=whom) | changes
    return call("POST", "/v1/activities", "planner", body)
