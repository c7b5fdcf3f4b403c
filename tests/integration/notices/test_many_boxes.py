"""Whoever holds many offices: a page costs no more than anybody's, and all pages together show every box."""

from typing import Any

import pytest

from functions.notices.inbox_tables import Notice
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import new_id
from tests.builders import Tree, account
from tests.integration.notices import boxes
from tests.integration.notices.boxes import AWAY, DAY, IDLE
from tests.integration.notices.conftest import call
from tests.trust.faults import sends

MEMBER = new_id()
OWN = Notice.member_box(MEMBER)
WARM = 3  # reads of a request


def offices(tree: Tree) -> list[tuple[Role, Organisation]]:
    places = [tree.branch, tree.sister, tree.township, tree.county, tree.far_branch]
    return [(Role.REVIEWER if where in (tree.township, tree.county) else Role.SECRETARY, where) for where in places]


def holding(tree: Tree, count: int) -> list[str]:
    """A member with so many boxes, each with two notices, one of them a dispatch. Returns the notices' ids."""
    held = offices(tree)[: count - 1]
    account("many", *held, member_id=MEMBER, branch=tree.branch)
    filled = [(OWN, tree.branch), *((Notice.office_box(where.id, role), where) for role, where in held)]
    return [
        notice
        for box, where in filled
        for notice in (
            boxes.put(box, where, AWAY if box == OWN else IDLE, DAY),
            boxes.send(box, tree.county, tree.branch, asks=True),
        )
    ]


def pages(path: str, **query: Any) -> list[dict[str, Any]]:
    """All of a list; no page reads more often than any request may."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while not found or cursor:
        with sends() as calls:
            status, body = call("GET", path, "many", query=query | cursor)
        assert status == 200
        assert len(calls.seen) <= WARM, calls.seen
        found.append(body)
        cursor = {"cursor": body["next"]} if body["next"] else {}
    return found


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (2, 1), (3, 2), (6, 3)])
def test_a_page_of_the_inbox_is_within_the_budget_however_many_boxes(tree: Tree, count: int, expected: int) -> None:
    put = holding(tree, count)
    call("GET", "/v1/me/notices", "many")  # from here on the account is known

    found = pages("/v1/me/notices")

    assert len(found) == expected
    assert sorted(n["id"] for page in found for n in page["items"]) == sorted(put)
    for page in found:
        ids = [n["id"] for n in page["items"]]
        assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize("limit", ["1", "3"])
def test_small_pages_lose_and_repeat_nothing(tree: Tree, limit: str) -> None:
    put = holding(tree, 6)
    call("GET", "/v1/me/notices", "many")

    found = pages("/v1/me/notices", limit=limit)

    assert sorted(n["id"] for page in found for n in page["items"]) == sorted(put)


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (3, 2), (6, 3)])
def test_counts_are_within_it_too_and_add_up(tree: Tree, count: int, expected: int) -> None:
    holding(tree, count)
    call("GET", "/v1/me/notices/counts", "many")

    found = pages("/v1/me/notices/counts")

    assert len(found) == expected
    assert sum(page["unread"] for page in found) == 2 * count
    assert sum(page["undone"] for page in found) == count


def test_an_office_that_is_told_of_nothing_is_no_box(tree: Tree) -> None:
    account("many", (Role.SECURITY, tree.county), (Role.AUDITOR, tree.county), member_id=MEMBER, branch=tree.branch)
    call("GET", "/v1/me/notices", "many")

    with sends() as calls:
        body = call("GET", "/v1/me/notices", "many")[1]

    assert (calls.seen, body["items"], body["next"]) == (["Query"], [], None)
    with pytest.raises(ValueError, match="auditor"):
        Notice.office_box(tree.county.id, Role.AUDITOR)


def test_an_office_that_is_lost_between_two_pages_is_shown_no_more(tree: Tree) -> None:
    holding(tree, 6)
    first = call("GET", "/v1/me/notices", "many")[1]
    account("many", member_id=MEMBER, branch=tree.branch)

    status, body = call("GET", "/v1/me/notices", "many", query={"cursor": first["next"]})

    assert status == 200
    assert {n["reader"] for n in body["items"]} <= {"member"}


@pytest.mark.parametrize("cursor", ["%%%", "eyJhIjoxfQ", "eyJiZWZvcmUiOjF9"])
def test_a_cursor_of_counts_that_we_did_not_make_is_refused(tree: Tree, cursor: str) -> None:
    account("many", member_id=MEMBER, branch=tree.branch)

    status, body = call("GET", "/v1/me/notices/counts", "many", query={"cursor": cursor})

    assert (status, body["code"]) == (400, "malformed")
