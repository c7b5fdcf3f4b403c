"""What each request costs in calls to AWS, once the caller is known: `docs/domains/identity.md` says the same."""

from typing import Any

import pytest

from functions.identity.app import lambda_handler
from kernel import aws
from kernel.authority import Role
from tests.builders import Tree, account, request

pytestmark = pytest.mark.usefixtures("account")

CALLS = {
    "GET /v1/health": [],
    "GET /v1/me": ["GetItem", "BatchGetItem"],
    "POST /v1/grants": ["BatchGetItem", "GetItem", "GetItem", "TransactWriteItems"],
    "GET /v1/grants": ["BatchGetItem", "Query"],
    "DELETE /v1/grants": ["BatchGetItem", "GetItem", "GetItem", "TransactWriteItems"],
    "PUT policies": ["BatchGetItem", "GetItem", "GetItem", "TransactWriteItems"],
    "GET policies": ["BatchGetItem", "BatchGetItem"],
}


def events(tree: Tree) -> dict[str, dict[str, Any]]:
    grant = {"subject": "newcomer", "role": "secretary", "organisationId": tree.branch.id}
    place = f"/v1/organisations/{tree.branch.id}/policies"
    return {
        "GET /v1/health": request("GET", "/v1/health", subject=None),
        "GET /v1/me": request("GET", "/v1/me", subject="guard"),
        "POST /v1/grants": request("POST", "/v1/grants", subject="guard", body=grant),
        "GET /v1/grants": request("GET", "/v1/grants", subject="guard", query={"organisationId": tree.branch.id}),
        "DELETE /v1/grants": request("DELETE", f"/v1/grants/newcomer/secretary/{tree.branch.id}", subject="guard"),
        "PUT policies": request("PUT", f"{place}/lists", subject="admin", body={"value": "on"}),
        "GET policies": request("GET", place, subject="admin"),
    }


def test_a_request_of_a_known_caller_makes_three_reads_at_most(context: Any) -> None:
    tree, seen = Tree(), list[str]()
    account("guard", (Role.SECURITY, tree.county))
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    for known in ("guard", "admin"):
        lambda_handler(request("GET", "/v1/me", subject=known), context)
    aws.client("dynamodb").meta.events.register("before-call.dynamodb", lambda model, **_: seen.append(model.name))
    made = {}

    for name, event in events(tree).items():
        seen.clear()
        assert lambda_handler(event, context)["statusCode"] in (200, 201)
        made[name] = list(seen)

    assert made == CALLS
    assert all(len(calls) - calls.count("TransactWriteItems") <= 3 for calls in made.values())
