"""One organisation through the front door: founded, shown, corrected."""

from typing import Any

import pytest

from functions.organisations.app import lambda_handler
from kernel import directory
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Account, GrantAttribute
from kernel.ids import new_id, organisation_id
from tests.builders import Tree, account, answer, recorded, request

pytestmark = pytest.mark.usefixtures("account")

TODAY = business_day(now()).isoformat()
ROOT_ID = organisation_id("", "431128-000")
BRANCH: dict[str, Any] = {
    "code": "431128-101-009",
    "name": "中共某村支部委员会",
    "kind": "BRANCH",
    "level": "BRANCH",
    "sector": "农村",
    "foundedOn": "2001-07-01",
    "termStartedOn": "2024-07-01",
    "termYears": 5,
}
COUNTY = {"code": "431128-000", "name": "中共某县委员会", "kind": "COMMITTEE", "level": "COUNTY"}


@pytest.fixture
def tree(account: None) -> Tree:
    return Tree()


@pytest.fixture
def admin(tree: Tree) -> str:
    return account("admin", (Role.COUNTY_ADMIN, tree.county))


def call(context: Any, method: str, path: str, subject: str | None, **more: Any) -> dict[str, Any]:
    return lambda_handler(request(method, f"/v1/organisations{path}", subject=subject, **more), context)


def found(context: Any, by: str | None, body: dict[str, Any], **more: Any) -> tuple[int, Any]:
    return answer(call(context, "POST", "", by, body=body, **more))


def system_of_the_root() -> str:
    grants = [GrantAttribute(role=Role.SYSTEM.value, organisation_id=ROOT_ID)]
    Account(Account.partition("keeper"), grants=grants, version=1).save()
    return "keeper"


def test_the_system_administrator_founds_the_root(context: Any) -> None:
    status, told = found(context, system_of_the_root(), COUNTY)

    assert (status, told) == (
        201,
        {
            "id": ROOT_ID,
            "code": "431128-000",
            "name": "中共某县委员会",
            "kind": "COMMITTEE",
            "level": "COUNTY",
            "parentId": None,
            "countyId": ROOT_ID,
            "path": f"/{ROOT_ID}/",
            "sector": None,
            "foundedOn": None,
            "termStartedOn": None,
            "termYears": None,
            "termEndsOn": None,
            "holdsMembers": False,
            "since": TODAY,
            "closedOn": None,
            "closedInto": None,
            "version": 1,
        },
    )
    (entry,) = recorded(ROOT_ID)
    assert (entry["event"], entry["actor"], entry["subject"]) == ("OrganisationsFounded", "keeper", ROOT_ID)
    assert entry["data"] == {
        "countyId": ROOT_ID,
        "organisations": [{"organisationId": ROOT_ID, "path": f"/{ROOT_ID}/", "kind": "COMMITTEE", "level": "COUNTY"}],
    }


def test_nobody_else_founds_a_root(tree: Tree, admin: str, context: Any) -> None:
    assert found(context, admin, COUNTY)[0] == 404
    assert found(context, None, COUNTY)[0] == 401


def test_a_branch_is_founded_below_its_township(tree: Tree, admin: str, context: Any) -> None:
    made = organisation_id(tree.county.id, BRANCH["code"])

    status, told = found(context, admin, BRANCH | {"parentId": tree.township.id})

    assert (status, told) == (
        201,
        BRANCH
        | {
            "id": made,
            "parentId": tree.township.id,
            "countyId": tree.county.id,
            "path": f"{tree.township.path}{made}/",
            "termEndsOn": "2029-07-01",
            "holdsMembers": True,
            "since": TODAY,
            "closedOn": None,
            "closedInto": None,
            "version": 1,
        },
    )
    shown = call(context, "GET", f"/{made}", admin)
    assert answer(shown) == (200, told)
    assert shown["headers"]["ETag"] == '"1"'


def test_a_code_is_the_same_in_small_letters_as_a_roster_reads_it(tree: Tree, admin: str, context: Any) -> None:
    body = BRANCH | {"parentId": tree.township.id}
    made = found(context, admin, body | {"code": "xt-a9"})[1]

    again = found(context, admin, body | {"code": "XT-A9"})[1]

    assert (made["code"], made["id"]) == ("XT-A9", organisation_id(tree.county.id, "XT-A9"))
    assert again["code"] == "already_exists"


def test_a_code_is_given_once_in_a_county(tree: Tree, admin: str, context: Any) -> None:
    found(context, admin, BRANCH | {"parentId": tree.township.id})

    status, told = found(context, admin, BRANCH | {"parentId": tree.other_township.id})

    assert (status, told["code"]) == (409, "already_exists")


def test_a_repeated_request_is_answered_as_the_first_time(tree: Tree, admin: str, context: Any) -> None:
    body, key = BRANCH | {"parentId": tree.township.id}, {"idempotency-key": "one"}

    first, second = (found(context, admin, body, headers=key) for _ in range(2))

    assert first == second
    assert first[0] == 201
    assert [entry["event"] for entry in recorded(first[1]["id"])] == ["OrganisationsFounded", "TermSet"]


def test_counties_below_a_city_have_trees_of_their_own(context: Any) -> None:
    keeper = system_of_the_root()
    city = found(context, keeper, COUNTY | {"level": "CITY"})[1]

    county = found(context, keeper, COUNTY | {"code": "431128", "parentId": city["id"]})[1]
    organ = found(context, keeper, BRANCH | {"code": "A-1", "parentId": city["id"]})[1]

    assert (city["countyId"], county["countyId"], organ["countyId"]) == (city["id"], county["id"], city["id"])
    assert county["id"] == organisation_id("", "431128")
    assert county["path"] == f"/{city['id']}/{county['id']}/"


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"kind": "CLUB"}, ["body.kind"]),
        ({"level": "VILLAGE"}, ["body.level"]),
        ({"code": "a b"}, ["body.code"]),
        ({"code": "A-"}, ["body.code"]),
        ({"foundedOn": "2199-12-31"}, ["foundedOn"]),
        ({"foundedOn": "1066-10-14"}, ["body.foundedOn"]),
        ({"name": "  "}, ["body.name"]),
        ({"termYears": 9}, ["body.termYears"]),
        ({"foundedOn": "2001-13-45"}, ["body.foundedOn"]),
        ({"path": "/"}, ["body"]),
        ({"kind": "PARTY_GROUP", "level": "COUNTY"}, ["kind", "level", "termYears"]),
    ],
)
def test_an_ill_made_organisation_names_the_fields(
    tree: Tree, admin: str, change: dict[str, Any], fields: list[str], context: Any
) -> None:
    status, told = found(context, admin, BRANCH | {"parentId": tree.township.id} | change)

    assert (status, [wrong["field"] for wrong in told["fields"]]) == (422, fields)


def test_a_tree_has_eight_levels_at_most(tree: Tree, admin: str, context: Any) -> None:
    parent, told = tree.branch.id, []
    for number in range(6):
        body = BRANCH | {"code": f"deep-{number}", "kind": "GENERAL_BRANCH", "parentId": parent}
        told.append(found(context, admin, body))
        parent = told[-1][1].get("id", parent)

    assert [status for status, _ in told] == [201, 201, 201, 201, 201, 422]
    assert told[-1][1]["fields"] == [{"field": "parentId", "code": "too_deep"}]


def test_who_may_found_below_a_township(tree: Tree, context: Any) -> None:
    body = BRANCH | {"parentId": tree.township.id}
    secretary = account("secretary", (Role.SECRETARY, tree.township))
    far = account("far", (Role.COUNTY_ADMIN, tree.other_township))
    near = account("near", (Role.COUNTY_ADMIN, tree.township))

    assert found(context, secretary, body)[0] == 403
    assert found(context, far, body) == found(context, near, body | {"parentId": new_id()})
    assert found(context, far, body)[0] == 404
    assert found(context, near, body)[0] == 201


def test_a_member_sees_the_own_branch_and_what_is_above_it(tree: Tree, context: Any) -> None:
    member = account("member", member_id=new_id(), branch=tree.branch)

    statuses = {o.id: call(context, "GET", f"/{o.id}", member)["statusCode"] for o in (tree.branch, tree.county)}
    hidden = [call(context, "GET", f"/{place}", member) for place in (tree.sister.id, new_id())]

    assert set(statuses.values()) == {200}
    assert [h["statusCode"] for h in hidden] == [404, 404]
    assert hidden[0]["body"] == hidden[1]["body"]
    assert call(context, "GET", "/no-id", member)["statusCode"] == 422
    assert call(context, "GET", f"/{tree.branch.id}", None)["statusCode"] == 401


def test_a_correction_moves_the_version_and_leaves_the_rest(tree: Tree, admin: str, context: Any) -> None:
    made = found(context, admin, BRANCH | {"parentId": tree.township.id})[1]
    body = {"name": "中共某社区支部委员会", "sector": None, "termYears": 3}

    response = call(context, "PATCH", f"/{made['id']}", admin, body=body, headers={"if-match": '"1"'})

    wanted = made | body | {"version": 2, "termEndsOn": "2027-07-01"}
    assert answer(response) == (200, wanted)
    assert response["headers"]["ETag"] == '"2"'
    assert answer(call(context, "GET", f"/{made['id']}", admin))[1] == wanted
    assert [entry["event"] for entry in recorded(made["id"])][-2:] == ["OrganisationsChanged", "TermSet"]
    assert recorded(made["id"])[-2]["data"] == {"countyId": tree.county.id, "organisations": [made["id"]]}


def test_a_correction_of_an_old_version_is_refused(tree: Tree, admin: str, context: Any) -> None:
    change = {"body": {"name": "另名"}, "headers": {"if-match": '"1"'}}
    call(context, "PATCH", f"/{tree.branch.id}", admin, **change)

    status, told = answer(call(context, "PATCH", f"/{tree.branch.id}", admin, **change))

    assert (status, told["code"]) == (412, "stale_version")


def test_a_repeated_correction_is_answered_as_the_first_time(tree: Tree, admin: str, context: Any) -> None:
    change = {"body": {"name": "另名"}, "headers": {"if-match": '"1"', "idempotency-key": "one"}}

    first, second = (answer(call(context, "PATCH", f"/{tree.branch.id}", admin, **change)) for _ in range(2))

    assert first == second
    assert first[0] == 200
    assert len(recorded(tree.branch.id)) == 1


def test_two_corrections_at_once_do_not_overwrite_each_other(
    tree: Tree, admin: str, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = directory.organisation(tree.branch.id)
    call(context, "PATCH", f"/{tree.branch.id}", admin, body={"name": "另名"})
    monkeypatch.setattr(directory, "organisation", lambda _: stale)

    status, told = answer(call(context, "PATCH", f"/{tree.branch.id}", admin, body={"sector": "机关"}))

    assert (status, told["code"]) == (409, "changed_meanwhile")


@pytest.mark.parametrize("body", [{}, {"name": None}, {"kind": "COMMITTEE"}, {"name": ""}, {"termYears": "many"}])
def test_an_ill_made_correction_is_refused(tree: Tree, admin: str, body: dict[str, Any], context: Any) -> None:
    assert call(context, "PATCH", f"/{tree.branch.id}", admin, body=body)["statusCode"] == 422


def test_a_secretary_corrects_nothing(tree: Tree, context: Any) -> None:
    secretary = account("secretary", (Role.SECRETARY, tree.branch))
    change = {"body": {"name": "另名"}}

    assert call(context, "PATCH", f"/{tree.branch.id}", secretary, **change)["statusCode"] == 403
    assert call(context, "PATCH", f"/{tree.far_branch.id}", secretary, **change)["statusCode"] == 404
    assert call(context, "PATCH", f"/{tree.branch.id}", None, **change)["statusCode"] == 401
