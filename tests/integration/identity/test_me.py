"""The caller's own account, health, and the binding that `members` recorded."""

import json
from pathlib import Path
from typing import Any

import pytest

from functions.identity import on_account_bound
from functions.identity.app import lambda_handler
from kernel import directory
from kernel.authority import Role
from kernel.events import AccountBound, RoleGranted
from kernel.ids import new_id
from tests.builders import Tree, account, answer, batch, envelope, request
from tests.template_reader import ROOT

pytestmark = pytest.mark.usefixtures("account")
SAMPLE = ROOT / "events" / "identity" / "on_account_bound.json"


def me(context: Any, subject: str | None) -> tuple[int, Any]:
    return answer(lambda_handler(request("GET", "/v1/me", subject=subject), context))


def test_health_asks_for_no_token(context: Any) -> None:
    response = lambda_handler(request("GET", "/v1/health", subject=None), context)

    assert answer(response) == (200, {"status": "ok"})


def test_an_account_shows_its_member_and_where_its_roles_are(context: Any) -> None:
    tree, member, unfounded = Tree(), new_id(), new_id()
    account("someone", (Role.SECRETARY, tree.branch), member_id=member, branch=tree.branch)
    known = directory.account("someone")
    assert known is not None
    known.grants = [*known.grants, directory.GrantAttribute(role="reviewer", organisation_id=unfounded)]
    known.save()

    assert me(context, "someone") == (
        200,
        {
            "subject": "someone",
            "memberId": member,
            "branchId": tree.branch.id,
            "grants": [
                {
                    "role": "secretary",
                    "organisationId": tree.branch.id,
                    "organisationName": tree.branch.name,
                    "path": tree.branch.path,
                },
                {"role": "reviewer", "organisationId": unfounded, "organisationName": None, "path": None},
            ],
        },
    )


def test_somebody_unknown_has_an_empty_account(context: Any) -> None:
    assert me(context, "newcomer") == (
        200,
        {"subject": "newcomer", "memberId": None, "branchId": None, "grants": []},
    )


def test_without_a_token_there_is_no_account(context: Any) -> None:
    assert me(context, None)[0] == 401


def test_a_binding_gives_the_account_its_member_at_once(context: Any) -> None:
    me(context, "someone")
    sample = json.loads(Path(SAMPLE).read_text())

    assert on_account_bound.lambda_handler(sample, context) == {"batchItemFailures": []}

    told = me(context, "someone")[1]
    assert told["memberId"] == "01KB0000000000000000000003"
    assert told["branchId"] == "01KB0000000000000000000002"


def test_bindings_delivered_three_times_and_shuffled_are_taken_over_once(context: Any) -> None:
    tree = Tree()
    account("first", (Role.SECRETARY, tree.branch))
    one, other = (envelope(bound(name, tree)) for name in ("first", "second"))

    for bodies in ((other, one, other), (one, other, one)):
        assert on_account_bound.lambda_handler(batch(*bodies), context) == {"batchItemFailures": []}

    first, second = directory.account("first"), directory.account("second")
    assert first is not None
    assert second is not None
    assert (first.branch_id, first.member_id, int(first.version)) == (tree.branch.id, one.data["memberId"], 2)
    assert [g.role for g in first.grants] == ["secretary"]
    assert (second.member_id, int(second.version)) == (other.data["memberId"], 1)


def test_an_event_of_another_class_fails_alone(context: Any) -> None:
    tree = Tree()
    stray = RoleGranted(subject="someone", role="auditor", organisation_id=tree.county.id)

    told = on_account_bound.lambda_handler(batch(stray, bound("someone", tree), "no json"), context)

    assert told == {"batchItemFailures": [{"itemIdentifier": "message-0"}, {"itemIdentifier": "message-2"}]}
    assert directory.account("someone") is not None


def bound(subject: str, tree: Tree) -> AccountBound:
    return AccountBound(subject=subject, member_id=new_id(), branch_id=tree.branch.id, county_id=tree.county.id)
