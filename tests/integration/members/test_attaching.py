"""A second organisation beside the home: any number, and the home stays where it is."""

from typing import Any

import pytest

from functions.members import app
from functions.members.attaching_tables import Attached
from functions.members.rules import MOST_ATTACHMENTS
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import new_id
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.people import enrolled, on_record
from tests.integration.members.watching import calls_to

pytestmark = pytest.mark.usefixtures("account")


def call(method: str, path: str, body: Any = None, by: str | None = "secretary", **query: str) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, subject=by, body=body, query=query), None))


def attach(member_id: str, place: Organisation, by: str | None = "secretary") -> tuple[int, Any]:
    return call("POST", f"/v1/members/{member_id}/attachments", {"organisationId": place.id}, by)


def detach(member_id: str, place: Organisation, by: str | None = "secretary") -> tuple[int, Any]:
    return call("DELETE", f"/v1/members/{member_id}/attachments/{place.id}", by=by)


@pytest.fixture
def project(tree: Tree) -> Organisation:
    return tree.found(tree.township, "431128-101-900", "FUNCTIONAL_BRANCH", "BRANCH")


@pytest.fixture
def member_id(tree: Tree) -> str:
    account("secretary", (Role.SECRETARY, tree.branch))
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    return enrolled(tree, 3)[0]


def test_a_member_takes_part_elsewhere_and_stays_at_home(tree: Tree, project: Organisation, member_id: str) -> None:
    status, told = attach(member_id, project)

    assert (status, told) == (
        201,
        {"memberId": member_id, "branchId": tree.branch.id, "attachedTo": [project.id], "version": 2},
    )
    entry = recorded(tree.branch.id)[-1]
    assert (entry["action"], entry["event"]) == ("members.attach", "AttachmentChanged")
    assert entry["data"] == {
        "memberId": member_id,
        "branchId": tree.branch.id,
        "countyId": tree.county.id,
        "attachedTo": project.id,
        "attached": True,
    }


def test_an_organisation_lists_who_takes_part_apart_from_who_is_at_home(
    tree: Tree, project: Organisation, member_id: str
) -> None:
    others = enrolled(tree, 4, 5)
    for one in (member_id, *others):
        attach(one, project)
    seen: list[str] = []
    cursor: dict[str, str] = {}

    for _ in range(2):
        _, page = call("GET", "/v1/members", by="admin", attachedTo=project.id, limit="2", **cursor)
        seen += [item["id"] for item in page["items"]]
        cursor = {"cursor": page["next"]}
    _, at_home = call("GET", "/v1/members", by="admin", branchId=project.id)

    assert seen == sorted([member_id, *others])
    assert (page["next"], at_home["items"]) == (None, [])


def test_a_part_elsewhere_ends(tree: Tree, project: Organisation, member_id: str) -> None:
    attach(member_id, project)

    status, told = detach(member_id, project)

    assert (status, told["attachedTo"]) == (200, [])
    assert call("GET", "/v1/members", by="admin", attachedTo=project.id)[1]["items"] == []
    assert recorded(tree.branch.id)[-1]["data"]["attached"] is False
    assert detach(member_id, project)[1]["code"] == "not_attached"


def test_who_leaves_takes_part_nowhere(tree: Tree, project: Organisation, member_id: str) -> None:
    attach(member_id, project)

    decided = {"reason": "DECEASED", "effectiveOn": "2026-03-01"}
    status, dossier = call("POST", f"/v1/members/{member_id}/departure", decided, "admin")

    assert (status, dossier["attachedTo"]) == (200, [])
    assert list(Attached.query(Attached.partition(project.id))) == []
    assert attach(member_id, project)[1]["code"] == "has_left"


def test_a_home_is_no_second_organisation(tree: Tree, project: Organisation, member_id: str) -> None:
    attach(member_id, project)
    closed = tree.found(tree.township, "431128-101-901", "TEMPORARY_BRANCH", "BRANCH")
    closed.closed_on = "2026-03-01"
    closed.save()

    assert attach(member_id, tree.sister)[1]["code"] == "no_second_home"
    assert attach(member_id, closed)[1]["code"] == "no_second_home"
    assert attach(member_id, project)[1]["code"] == "already_there"


def test_there_are_at_most_ten(tree: Tree, project: Organisation, member_id: str) -> None:
    member = on_record(member_id)
    member.attached_to = [new_id() for _ in range(MOST_ATTACHMENTS)]
    member.save()

    assert attach(member_id, project)[1]["code"] == "too_many_attachments"


def test_in_another_county_its_committee_has_a_word(tree: Tree, member_id: str) -> None:
    away = tree.found(None, "440300", "COMMITTEE", "COUNTY")
    floating = tree.found(away, "440300-001", "FLOATING_BRANCH", "BRANCH")
    account("both", (Role.COUNTY_ADMIN, tree.county), (Role.COUNTY_ADMIN, away))

    assert attach(member_id, floating)[0] == 404
    assert attach(member_id, floating, "both")[0] == 201


def test_only_the_branch_and_the_county_attach(tree: Tree, project: Organisation, member_id: str) -> None:
    account("reviewer", (Role.REVIEWER, tree.township))
    account("neighbour", (Role.SECRETARY, tree.far_branch))

    assert [attach(member_id, project, by)[0] for by in (None, "reviewer", "neighbour")] == [401, 403, 404]
    assert [detach(member_id, project, by)[0] for by in (None, "reviewer", "neighbour")] == [401, 403, 404]
    assert call("POST", f"/v1/members/{member_id}/attachments", {"organisationId": new_id()})[0] == 404


@pytest.mark.parametrize("places", [("branchId", "attachedTo"), ("attachedTo", "state"), ()])
def test_a_list_is_of_one_place(tree: Tree, project: Organisation, places: tuple[str, ...]) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    known = {"branchId": tree.branch.id, "attachedTo": project.id, "state": "LEFT"}

    status, problem = call("GET", "/v1/members", by="admin", **{name: known[name] for name in places})

    assert (status, problem["fields"]) == (422, [{"field": "query.branchId", "code": "one_place"}])


def test_a_list_of_who_takes_part_costs_three_reads(tree: Tree, project: Organisation, member_id: str) -> None:
    attach(member_id, project)
    call("GET", "/v1/members", by="admin", attachedTo=project.id)

    with calls_to("dynamodb") as calls:
        call("GET", "/v1/members", by="admin", attachedTo=project.id)

    assert len(calls) == 3
