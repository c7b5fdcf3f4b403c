"""Roles given and taken, through the front door."""

from typing import Any

import pytest

from kernel import directory
from kernel.authority import Role
from kernel.clock import instant
from kernel.directory import Account
from kernel.errors import Changed
from kernel.ids import new_id
from tests.builders import Tree, account, recorded
from tests.integration.identity.calls import call, give

pytestmark = pytest.mark.usefixtures("account")


def take(context: Any, by: str, of: str, role: Role, where: str, **more: Any) -> tuple[int, Any]:
    return call(context, "DELETE", f"/v1/grants/{of}/{role}/{where}", subject=by, **more)


def held(subject: str) -> list[tuple[str, str]]:
    known = directory.account(subject)
    return [(g.role, g.organisation_id) for g in known.grants] if known else []


def test_a_grant_makes_the_account_and_stands_on_the_record_of_the_organisation(
    tree: Tree, guard: str, context: Any
) -> None:
    status, told = give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)

    assert status == 201
    granted_at = instant(told.pop("grantedAt"))
    assert told == {"subject": "newcomer", "role": "secretary", "organisationId": tree.branch.id}
    assert held("newcomer") == [("secretary", tree.branch.id)]
    (entry,) = recorded(tree.branch.id)
    assert (entry["event"], entry["actor"], instant(entry["at"])) == ("RoleGranted", "guard", granted_at)
    assert entry["data"] == {"subject": "newcomer", "role": "secretary", "organisationId": tree.branch.id}


def test_a_second_role_joins_the_first(tree: Tree, guard: str, context: Any) -> None:
    give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)
    give(context, guard, "newcomer", Role.REVIEWER, tree.township.id)

    assert held("newcomer") == [("secretary", tree.branch.id), ("reviewer", tree.township.id)]


@pytest.mark.parametrize(
    ("subject", "written"), [("auth0|7", "auth0%7C7"), ("a@b.test", "a%40b.test"), ("auth0|7", "auth0|7")]
)
def test_a_role_is_taken_from_a_subject_however_the_path_writes_it(
    subject: str, written: str, tree: Tree, guard: str, context: Any
) -> None:
    give(context, guard, subject, Role.SECRETARY, tree.branch.id)

    status, told = take(context, guard, written, Role.SECRETARY, tree.branch.id)

    assert (status, told["subject"], held(subject)) == (200, subject, [])


@pytest.mark.parametrize("written", ["a%23b", "a%2Fb", "%25", "a%00b", "%E4%BA%BA"])
def test_what_can_be_no_subject_is_none_when_it_is_written_in_percent_either(
    written: str, tree: Tree, guard: str, context: Any
) -> None:
    assert take(context, guard, written, Role.SECRETARY, tree.branch.id)[0] == 422


def test_nobody_grants_to_themselves_or_revokes_their_own_role(tree: Tree, guard: str, context: Any) -> None:
    granted = give(context, guard, guard, Role.SECRETARY, tree.branch.id)
    revoked = take(context, guard, guard, Role.SECURITY, tree.county.id)

    assert (granted[0], granted[1]["code"]) == (403, "own_grant")
    assert (revoked[0], revoked[1]["code"]) == (403, "own_grant")
    assert recorded(tree.branch.id) == []


def test_the_three_administrators_exclude_one_another(tree: Tree, guard: str, context: Any) -> None:
    account("keeper", (Role.SYSTEM, tree.county))

    status, told = give(context, guard, "keeper", Role.AUDITOR, tree.township.id)

    assert (status, told["code"]) == (409, "exclusive_role")
    assert held("keeper") == [("system", tree.county.id)]


@pytest.mark.parametrize(("held_role", "wanted"), [(Role.SECURITY, Role.SECRETARY), (Role.SECRETARY, Role.AUDITOR)])
def test_an_administrator_holds_no_other_role(
    tree: Tree, guard: str, held_role: Role, wanted: Role, context: Any
) -> None:
    account("keeper", (held_role, tree.county))

    status, told = give(context, guard, "keeper", wanted, tree.branch.id)

    assert (status, told["code"]) == (409, "exclusive_role")
    assert held("keeper") == [(held_role, tree.county.id)]


def test_the_same_grant_again_is_refused(tree: Tree, guard: str, context: Any) -> None:
    give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)

    status, told = give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)

    assert (status, told["code"]) == (409, "already_exists")


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.COUNTY_ADMIN, Role.SYSTEM, Role.AUDITOR])
def test_only_a_security_administrator_grants(tree: Tree, role: Role, context: Any) -> None:
    other = account("other", (role, tree.county))

    assert give(context, other, "newcomer", Role.SECRETARY, tree.branch.id)[0] == 403
    assert take(context, other, "newcomer", Role.SECRETARY, tree.branch.id)[0] == 403


def test_outside_the_own_subtree_an_organisation_looks_missing(tree: Tree, context: Any) -> None:
    guard = account("guard", (Role.SECURITY, tree.township))

    outside = give(context, guard, "newcomer", Role.SECRETARY, tree.far_branch.id)
    missing = give(context, guard, "newcomer", Role.SECRETARY, new_id())

    assert outside == missing
    assert outside[0] == 404


def test_without_a_token_nothing_is_told(tree: Tree, context: Any) -> None:
    assert give(context, None, "newcomer", Role.SECRETARY, tree.branch.id)[0] == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": "member"}, "body.role"),
        ({"role": "emperor"}, "body.role"),
        ({"subject": "a#b"}, "body.subject"),
        ({"organisationId": "somewhere"}, "body.organisationId"),
        ({"unasked": 1}, "body"),
    ],
)
def test_a_malformed_grant_names_the_field(
    tree: Tree, guard: str, change: dict[str, Any], field: str, context: Any
) -> None:
    body = {"subject": "newcomer", "role": "secretary", "organisationId": tree.branch.id} | change

    status, told = call(context, "POST", "/v1/grants", subject=guard, body=body)

    assert (status, [wrong["field"] for wrong in told["fields"]]) == (422, [field])


def test_a_repeated_request_is_answered_as_the_first_time(tree: Tree, guard: str, context: Any) -> None:
    key = {"idempotency-key": "one"}

    first = give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id, headers=key)
    second = give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id, headers=key)

    assert first == second
    assert first[0] == 201
    assert len(recorded(tree.branch.id)) == 1


def test_a_revoked_role_is_gone_from_the_account_and_the_list(tree: Tree, guard: str, context: Any) -> None:
    give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)
    give(context, guard, "newcomer", Role.REVIEWER, tree.township.id)

    status, told = take(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)

    assert status == 200
    assert told == {"subject": "newcomer", "role": "secretary", "organisationId": tree.branch.id, "grantedAt": None}
    assert held("newcomer") == [("reviewer", tree.township.id)]
    query = {"organisationId": tree.branch.id}
    assert call(context, "GET", "/v1/grants", subject=guard, query=query)[1]["items"] == []
    assert [entry["event"] for entry in recorded(tree.branch.id)] == ["RoleGranted", "RoleRevoked"]


def test_a_repeated_revocation_is_answered_as_the_first_time(tree: Tree, guard: str, context: Any) -> None:
    give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)
    key = {"idempotency-key": "one"}

    first = take(context, guard, "newcomer", Role.SECRETARY, tree.branch.id, headers=key)

    assert give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)[0] == 201
    assert take(context, guard, "newcomer", Role.SECRETARY, tree.branch.id, headers=key) == first
    assert held("newcomer") == [("secretary", tree.branch.id)]


def test_a_revocation_sent_again_at_once_is_answered_from_its_key(tree: Tree, guard: str, context: Any) -> None:
    give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)
    key = {"idempotency-key": "one"}
    first = take(context, guard, "newcomer", Role.SECRETARY, tree.branch.id, headers=key)

    again = take(context, guard, "newcomer", Role.SECRETARY, tree.branch.id, headers=key)
    unkeyed = take(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)
    stranger = take(context, "stranger", "newcomer", Role.SECRETARY, tree.branch.id, headers=key)

    assert again == first
    assert first[0] == 200
    assert unkeyed == stranger
    assert (unkeyed[0], unkeyed[1]["code"]) == (404, "not_found")


@pytest.mark.parametrize("subject", ["nobody", "newcomer"])
def test_a_role_that_is_not_held_cannot_be_revoked(tree: Tree, guard: str, subject: str, context: Any) -> None:
    give(context, guard, "newcomer", Role.SECRETARY, tree.sister.id)

    assert take(context, guard, subject, Role.SECRETARY, tree.branch.id)[0] == 404


def test_two_grants_at_once_to_one_person_do_not_lose_one(
    tree: Tree, guard: str, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = Account(Account.partition("newcomer"), grants=[])
    give(context, guard, "newcomer", Role.SECRETARY, tree.branch.id)
    monkeypatch.setattr(directory, "account", lambda _: stale)

    status, told = give(context, guard, "newcomer", Role.REVIEWER, tree.township.id)

    assert (status, told["code"]) == (409, Changed.code)
    monkeypatch.undo()
    assert held("newcomer") == [("secretary", tree.branch.id)]
