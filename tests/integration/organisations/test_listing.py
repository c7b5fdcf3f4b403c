"""What stands below an organisation, page by page."""

from typing import Any

import pytest

from functions.organisations.app import lambda_handler
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import new_id
from kernel.table import encode_cursor
from tests.builders import Tree, account, answer, request
from tests.integration.organisations.test_one import COUNTY, found, system_of_the_root

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def tree(account: None) -> Tree:
    return Tree()


@pytest.fixture
def reader(tree: Tree) -> str:
    return account("reader", (Role.AUDITOR, tree.county))


def children(context: Any, by: str | None, where: str, **query: str) -> tuple[int, Any]:
    path = f"/v1/organisations/{where}/children"
    return answer(lambda_handler(request("GET", path, subject=by, query=query), context))


def pages(context: Any, by: str, where: str, **query: str) -> list[list[str]]:
    seen = []
    while True:
        status, page = children(context, by, where, **query)
        assert status == 200
        seen.append([item["id"] for item in page["items"]])
        if page["next"] is None:
            return seen
        query["cursor"] = page["next"]


def in_order(*organisations: Organisation) -> list[str]:
    return [o.id for o in sorted(organisations, key=lambda o: o.path)]


def test_the_children_of_a_county_are_its_townships_alone(tree: Tree, reader: str, context: Any) -> None:
    status, told = children(context, reader, tree.county.id)

    assert status == 200
    assert told["asOf"]
    assert told["next"] is None
    assert [item["id"] for item in told["items"]] == in_order(tree.township, tree.other_township)
    first = min(tree.township, tree.other_township, key=lambda o: o.path)
    assert told["items"][0] == {
        "id": first.id,
        "code": first.code,
        "name": first.name,
        "kind": "COMMITTEE",
        "level": "TOWNSHIP",
        "parentId": tree.county.id,
        "countyId": tree.county.id,
        "path": first.path,
        "sector": None,
        "foundedOn": None,
        "termStartedOn": None,
        "termYears": None,
        "termEndsOn": None,
        "holdsMembers": False,
        "since": None,
        "closedOn": None,
        "closedInto": None,
        "version": 1,
    }


def test_children_come_page_by_page(tree: Tree, reader: str, context: Any) -> None:
    more = [tree.found(tree.county, f"431128-2{n}", "COMMITTEE", "TOWNSHIP") for n in range(3)]
    for township in more:
        tree.found(township, f"{township.code}-001", "BRANCH", "BRANCH")
    wanted = in_order(tree.township, tree.other_township, *more)

    assert pages(context, reader, tree.county.id, limit="2") == [wanted[:2], wanted[2:4], wanted[4:]]


def test_the_whole_subtree_comes_in_the_order_of_its_paths(tree: Tree, reader: str, context: Any) -> None:
    everything = in_order(tree.township, tree.other_township, tree.branch, tree.sister, tree.far_branch)

    assert pages(context, reader, tree.county.id, deep="true") == [everything]
    assert pages(context, reader, tree.county.id, deep="true", limit="1") == [[each] for each in everything]
    assert pages(context, reader, tree.township.id, deep="true") == [in_order(tree.branch, tree.sister)]
    assert pages(context, reader, tree.branch.id, deep="true") == [[]]


def test_above_the_county_the_next_level_down_is_listed(context: Any) -> None:
    keeper = system_of_the_root()
    city = found(context, keeper, COUNTY | {"level": "CITY"})[1]["id"]
    counties = [found(context, keeper, COUNTY | {"code": f"43112{n}", "parentId": city})[1]["id"] for n in range(3)]
    found(context, keeper, COUNTY | {"code": "1-1", "level": "TOWNSHIP", "parentId": counties[0]})

    assert pages(context, keeper, city, limit="2") == [sorted(counties)[:2], sorted(counties)[2:]]


def test_a_caller_lists_nothing_outside_the_own_scope(tree: Tree, context: Any) -> None:
    reviewer = account("reviewer", (Role.REVIEWER, tree.township))
    member = account("member", member_id=new_id(), branch=tree.branch)

    assert children(context, reviewer, tree.township.id)[0] == 200
    assert children(context, reviewer, tree.county.id)[0] == 404
    assert children(context, reviewer, tree.other_township.id) == children(context, reviewer, new_id())
    assert children(context, member, tree.township.id)[0] == 403
    assert children(context, None, tree.township.id)[0] == 401


def test_a_cursor_leads_nowhere_but_into_the_own_list(tree: Tree, reader: str, context: Any) -> None:
    reviewer = account("reviewer", (Role.REVIEWER, tree.township))
    foreign = encode_cursor({"after": tree.other_township.path})

    for cursor in (foreign, encode_cursor({"after": 1}), encode_cursor({"after": tree.township.path[:-1]}), "!"):
        assert children(context, reviewer, tree.township.id, cursor=str(cursor))[0] == 400
    assert children(context, reviewer, tree.township.id, limit="0")[0] == 422
    assert children(context, reviewer, tree.township.id, limit="101")[0] == 422
