"""Lists and dossiers: what each reader sees, and what looks like nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from functions.members import app
from functions.members.disclosing import LOOKUP, disclosed
from kernel.authority import Role
from kernel.ids import new_id
from kernel.journal import Act
from kernel.table import encode_cursor
from tests.builders import Tree, account, answer, request
from tests.integration.members.people import enrolled, row, sample

pytestmark = pytest.mark.usefixtures("account")


def get(path: str, subject: str | None, **query: str) -> tuple[int, Any]:
    return answer(app.lambda_handler(request("GET", path, subject=subject, query=query), None))


def line(tree: Tree, number: int, member_id: str) -> dict[str, Any]:
    return {
        "id": member_id,
        "branchId": tree.branch.id,
        "name": row(number).name,
        "sex": row(number).sex,
        "ethnicity": "13",
        "education": "21",
        "occupation": "27",
        "category": "FULL",
        "joinedOn": "2005-07-01",
        "convertedOn": "2006-07-01",
        "floating": False,
        "floatingBranchId": None,
        "state": "ACTIVE",
        "leftReason": None,
        "leftOn": None,
        "lostSince": None,
    }


FORM: dict[str, Any] = {
    "degree": None,
    "firstJobOn": None,
    "enteredSchoolOn": None,
    "graduatedOn": None,
    "politicalStatus": "01",
    "standing": None,
    "attachedTo": [],
    "version": 1,
    "asOf": None,
}


def test_a_secretary_lists_the_plain_facts_of_the_branch(tree: Tree) -> None:
    ids = enrolled(tree, 2, 3)
    enrolled(tree, 5, branch=tree.sister)
    secretary = account("secretary", (Role.SECRETARY, tree.branch))

    status, page = get("/v1/members", secretary, branchId=tree.branch.id)

    assert status == 200
    assert page.pop("asOf").endswith("Z")
    by_id = sorted(zip(ids, (2, 3), strict=True))
    assert page == {"items": [line(tree, number, i) for i, number in by_id], "next": None}


def test_a_list_is_read_page_by_page_without_gap_or_repetition(tree: Tree) -> None:
    ids = enrolled(tree, *range(2, 9))
    admin = account("admin", (Role.COUNTY_ADMIN, tree.county))
    seen: list[str] = []
    cursor: dict[str, str] = {}

    for _ in range(3):
        _, page = get("/v1/members", admin, branchId=tree.branch.id, limit="3", **cursor)
        seen += [item["id"] for item in page["items"]]
        cursor = {"cursor": page["next"]}

    assert seen == sorted(ids)
    assert page["next"] is None


def test_a_branch_without_members_is_an_empty_list(tree: Tree) -> None:
    admin = account("admin", (Role.COUNTY_ADMIN, tree.county))

    status, page = get("/v1/members", admin, branchId=tree.sister.id)

    assert (status, page["items"], page["next"]) == (200, [], None)


@pytest.mark.parametrize("cursor", ["%21", "e30", encode_cursor({"after": "x"}), encode_cursor({"pk": {"S": "x"}})])
def test_a_cursor_of_another_making_is_malformed(tree: Tree, cursor: str) -> None:
    admin = account("admin", (Role.COUNTY_ADMIN, tree.county))

    status, problem = get("/v1/members", admin, branchId=tree.branch.id, cursor=cursor)

    assert (status, problem["code"]) == (400, "malformed")


@pytest.mark.parametrize("query", [{}, {"branchId": "x"}, {"branchId": new_id(), "limit": "101"}])
def test_a_list_needs_a_branch_and_a_limit_within_bounds(tree: Tree, query: dict[str, str]) -> None:
    admin = account("admin", (Role.COUNTY_ADMIN, tree.county))

    status, problem = get("/v1/members", admin, **query)

    assert (status, problem["code"]) == (422, "invalid")


def test_without_a_token_nothing_is_listed(tree: Tree) -> None:
    status, problem = get("/v1/members", None, branchId=tree.branch.id)

    assert (status, problem["code"]) == (401, "unauthenticated")


def test_the_neighbours_branch_looks_like_a_missing_one(tree: Tree) -> None:
    secretary = account("secretary", (Role.SECRETARY, tree.branch))

    foreign = get("/v1/members", secretary, branchId=tree.far_branch.id)
    missing = get("/v1/members", secretary, branchId=new_id())

    assert foreign == missing
    assert foreign[0] == 404


def test_the_sample_event_of_a_list_is_answered(tree: Tree) -> None:
    account("someone", (Role.COUNTY_ADMIN, tree.county))

    status, _ = answer(app.lambda_handler(sample("app"), None))

    assert status == 404


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.REVIEWER, Role.COUNTY_ADMIN, Role.AUDITOR])
def test_a_dossier_is_masked_for_every_reader_and_carries_its_version(tree: Tree, role: Role) -> None:
    (member_id,) = enrolled(tree, 3)
    reader = account("reader", (role, tree.branch))

    response = app.lambda_handler(request("GET", f"/v1/members/{member_id}", subject=reader), None)

    assert response["headers"]["ETag"] == '"1"'
    assert answer(response) == (
        200,
        line(tree, 3, member_id)
        | FORM
        | {"mobile": "154****0003", "idNumber": f"990***********{row(3).id_number[-4:]}", "bound": False},
    )


def test_a_dossier_without_a_phone_says_so(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 3, mobile=None)
    reader = account("reader", (Role.SECRETARY, tree.branch))

    _, dossier = get(f"/v1/members/{member_id}", reader)

    assert dossier["mobile"] is None


def test_a_colleague_of_the_branch_sees_that_it_is_there_but_may_not_read_it(tree: Tree) -> None:
    mine, other = enrolled(tree, 2, 3)
    colleague = account("colleague", member_id=mine, branch=tree.branch)

    assert get(f"/v1/members/{other}", colleague)[0] == 403
    assert get(f"/v1/members/{mine}", colleague)[0] == 200


def test_a_dossier_out_of_sight_looks_like_a_missing_one(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 3)
    neighbour = account("neighbour", (Role.SECRETARY, tree.far_branch))

    out_of_sight = get(f"/v1/members/{member_id}", neighbour)
    missing = get(f"/v1/members/{new_id()}", neighbour)

    assert out_of_sight == missing
    assert out_of_sight[0] == 404


def test_an_id_that_is_none_is_refused_without_an_echo(tree: Tree) -> None:
    reader = account("reader", (Role.SECRETARY, tree.branch))

    status, problem = get("/v1/members/990000198003050150", reader)

    assert (status, problem["code"]) == (422, "invalid")
    assert "990000198003050150" not in str(problem)


def test_a_member_reads_the_own_dossier(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 3)
    me = account("me", member_id=member_id, branch=tree.branch)

    status, dossier = get("/v1/me/dossier", me)

    assert (status, dossier["id"], dossier["mobile"]) == (200, member_id, "154****0003")


@pytest.mark.parametrize("path", ["/v1/me/dossier", "/v1/me/dossier/reveals"])
def test_who_is_no_member_has_no_dossier(tree: Tree, path: str) -> None:
    assert get(path, account("nobody"))[0] == 404


def test_an_unknown_path_is_not_found(tree: Tree) -> None:
    assert get("/v1/members/a/b/c", account("nobody"))[0] == 404


def test_the_looks_at_a_members_own_dossier_are_listed_page_by_page_the_latest_first(tree: Tree) -> None:
    (member_id,) = enrolled(tree)
    account("self", member_id=member_id, branch=tree.branch)
    for day in range(1, 4):
        at = datetime(2026, 3, day, tzinfo=UTC)
        act = Act("secretary", at)
        disclosed(act, new_id(), member_id, LOOKUP, "CONTACT", ("mobile",), tree.branch.id).save()
    path, seen, query = "/v1/me/dossier/reveals", [], {"limit": "2"}

    while True:
        status, page = get(path, "self", **query)
        assert status == 200
        seen += [(look["kind"], look["at"][:10]) for look in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]

    assert seen == [("LOOKUP", "2026-03-03"), ("LOOKUP", "2026-03-02"), ("LOOKUP", "2026-03-01")]
