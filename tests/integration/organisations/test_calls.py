"""What each request costs in calls to AWS, once the caller is known: `docs/domains/organisations.md` says the same."""

from typing import Any

import pytest

from functions.organisations.app import lambda_handler
from kernel import aws
from kernel.authority import Role
from tests.builders import Tree, account, request
from tests.integration.organisations.test_one import BRANCH

pytestmark = pytest.mark.usefixtures("account")

CALLS = {
    "GET one": ["BatchGetItem"],
    "POST": ["BatchGetItem", "GetItem", "TransactWriteItems"],
    "PATCH": ["BatchGetItem", "GetItem", "TransactWriteItems"],
    "GET children": ["BatchGetItem", "Query"],
    "GET children deep": ["BatchGetItem", "Query"],
}


def events(tree: Tree) -> dict[str, dict[str, Any]]:
    here, body = f"/v1/organisations/{tree.township.id}", BRANCH | {"parentId": tree.township.id}
    return {
        "GET one": request("GET", here, subject="admin"),
        "POST": request("POST", "/v1/organisations", subject="admin", body=body),
        "PATCH": request("PATCH", here, subject="admin", body={"name": "另名"}),
        "GET children": request("GET", f"{here}/children", subject="admin"),
        "GET children deep": request("GET", f"{here}/children", subject="admin", query={"deep": "true"}),
    }


def test_a_request_of_a_known_caller_makes_three_reads_at_most(context: Any) -> None:
    tree, seen, made = Tree(), list[str](), {}
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    lambda_handler(events(tree)["GET one"], context)
    aws.client("dynamodb").meta.events.register("before-call.dynamodb", lambda model, **_: seen.append(model.name))

    for name, event in events(tree).items():
        seen.clear()
        assert lambda_handler(event, context)["statusCode"] in (200, 201)
        made[name] = list(seen)

    assert made == CALLS
