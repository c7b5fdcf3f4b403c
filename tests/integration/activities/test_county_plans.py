"""A committee plans for several branches below it."""

from typing import Any

import pytest

from functions.activities.audience import MOST_BRANCHES
from kernel.authority import Role
from kernel.ids import new_id
from tests import builders
from tests.integration.activities.county_plans import plan_county, to_branches, with_planner
from tests.integration.activities.story import HOUR, Story, call, plan_body
from tests.trust.faults import sends


@pytest.fixture
def county(story: Story) -> Story:
    return with_planner(story)


@pytest.mark.parametrize(
    ("audience", "fault"),
    [
        (lambda s: to_branches(s.branch, s.branch), ("audience.branches.1", "duplicate")),
        (lambda s: to_branches(s.branch, s.tree.township), ("audience.branches.1", "not_below")),
        (lambda _: {"kind": "BRANCHES", "branches": [new_id()]}, ("audience.branches.0", "not_below")),
        (lambda _: {"kind": "BRANCH"}, ("branchId", "not_a_branch")),
        (lambda s: {"kind": "MEMBERS", "members": s.members[:1]}, ("branchId", "not_a_branch")),
    ],
)
def test_a_committee_plans_for_branches_below_it(county: Story, audience: Any, fault: tuple[str, str]) -> None:
    status, problem = plan_county(county, audience=audience(county))

    assert (status, problem["code"]) == (422, "invalid")
    assert {"field": fault[0], "code": fault[1]} in problem["fields"]


def test_a_township_does_not_plan_for_another_townships_branch(county: Story) -> None:
    builders.account("township planner", (Role.SECRETARY, county.tree.township))
    body = plan_body(county.tree.township, HOUR, HOUR, audience=to_branches(county.tree.far_branch))

    status, problem = call("POST", "/v1/activities", "township planner", body)

    assert (status, problem["fields"]) == (422, [{"field": "audience.branches.0", "code": "not_below"}])


def test_a_branch_has_no_branches_below_it(story: Story) -> None:
    body = plan_body(story.branch, HOUR, HOUR, audience=to_branches(story.branch))

    status, problem = call("POST", "/v1/activities", story.secretary, body)

    assert (status, problem["fields"]) == (422, [{"field": "branchId", "code": "not_a_committee"}])


def test_forty_branches_are_one_plan(county: Story) -> None:
    found = [
        county.tree.found(county.tree.township, f"431128-101-1{n:02d}", "BRANCH", "BRANCH")
        for n in range(MOST_BRANCHES)
    ]

    status, _ = plan_county(county, HOUR, audience=to_branches(*found))
    too_many, problem = plan_county(county, HOUR, audience=to_branches(*found, county.branch))

    assert status == 201
    assert (too_many, problem["fields"][0]["field"]) == (422, "body.audience.BRANCHES.branches")


def test_a_plan_for_several_branches_costs_three_reads_and_one_transaction(county: Story) -> None:
    plan_county(county)

    with sends() as calls:
        status, _ = plan_county(county)

    assert status == 201
    assert calls.seen == ["BatchGetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]
