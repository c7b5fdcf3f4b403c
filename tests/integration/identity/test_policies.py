"""The switches of the committees, through the front door."""

from typing import Any

import pytest

from functions.identity.app import lambda_handler
from functions.identity.tables import PolicyRow
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import new_id
from tests.builders import Tree, account, answer, recorded, request

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def admin(tree: Tree) -> str:
    return account("admin", (Role.COUNTY_ADMIN, tree.county))


def switch(context: Any, by: str | None, where: str, policy: str, value: Any, **headers: str) -> dict[str, Any]:
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    path = f"/v1/organisations/{where}/policies/{policy}"
    return lambda_handler(request("PUT", path, subject=by, body={"value": value}, headers=names), context)


def switches(context: Any, by: str | None, where: Organisation) -> tuple[int, Any]:
    return answer(lambda_handler(request("GET", f"/v1/organisations/{where.id}/policies", subject=by), context))


def test_until_somebody_turns_them_all_switches_are_mild(tree: Tree, admin: str, context: Any) -> None:
    status, told = switches(context, admin, tree.branch)

    assert status == 200
    assert told.pop("asOf")
    assert told == {
        "items": [
            {"policy": "public_ranking", "value": "off", "setBy": None, "version": 0},
            {"policy": "lists", "value": "off", "setBy": None, "version": 0},
            {"policy": "forced_check_in", "value": "off", "setBy": None, "version": 0},
            {"policy": "position", "value": "off", "setBy": None, "version": 0},
            {"policy": "quiet_hours", "value": "22:00-07:00", "setBy": None, "version": 0},
            {"policy": "member_changes_by_proposal", "value": "off", "setBy": None, "version": 0},
            {
                "policy": "burden_budget",
                "value": "requests=8,forms=2,photos=6",
                "setBy": None,
                "version": 0,
            },
        ]
    }


def test_a_switch_is_set_tagged_and_on_the_record(tree: Tree, admin: str, context: Any) -> None:
    response = switch(context, admin, tree.county.id, "lists", "on")

    assert answer(response) == (200, {"policy": "lists", "value": "on", "setBy": tree.county.id, "version": 1})
    assert response["headers"]["ETag"] == '"1"'
    (entry,) = recorded(tree.county.id)
    assert (entry["event"], entry["subject"]) == ("PolicyChanged", "lists")
    assert entry["data"] == {
        "organisationId": tree.county.id,
        "countyId": tree.county.id,
        "policy": "lists",
        "value": "on",
    }


def test_the_nearest_committee_decides_for_its_subtree(tree: Tree, admin: str, context: Any) -> None:
    switch(context, admin, tree.county.id, "lists", "on")
    switch(context, admin, tree.township.id, "lists", "off")
    switch(context, admin, tree.township.id, "lists", "off")

    def lists(where: Organisation) -> tuple[str, str, int]:
        told = next(i for i in switches(context, admin, where)[1]["items"] if i["policy"] == "lists")
        return told["value"], told["setBy"], told["version"]

    assert lists(tree.county) == ("on", tree.county.id, 1)
    assert lists(tree.township) == ("off", tree.township.id, 2)
    assert lists(tree.branch) == ("off", tree.township.id, 0)
    assert lists(tree.far_branch) == ("on", tree.county.id, 0)


def test_a_switch_changes_only_from_the_version_that_was_seen(tree: Tree, admin: str, context: Any) -> None:
    assert switch(context, admin, tree.county.id, "lists", "on", if_match='"0"')["statusCode"] == 200

    stale = answer(switch(context, admin, tree.county.id, "lists", "off", if_match='"0"'))
    fresh = answer(switch(context, admin, tree.county.id, "lists", "off", if_match='"1"'))

    assert (stale[0], stale[1]["code"]) == (412, "stale_version")
    assert fresh == (200, {"policy": "lists", "value": "off", "setBy": tree.county.id, "version": 2})


def test_two_changes_at_once_do_not_overwrite_each_other(
    tree: Tree, admin: str, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch(context, admin, tree.county.id, "lists", "on")
    monkeypatch.setattr(PolicyRow, "find", lambda *_: None)

    status, told = answer(switch(context, admin, tree.county.id, "lists", "off"))

    assert (status, told["code"]) == (409, "changed_meanwhile")


def test_a_repeated_request_is_answered_as_the_first_time(tree: Tree, admin: str, context: Any) -> None:
    first = switch(context, admin, tree.county.id, "lists", "on", if_match='"0"', idempotency_key="one")
    second = switch(context, admin, tree.county.id, "lists", "on", if_match='"0"', idempotency_key="one")

    assert answer(first) == answer(second)
    assert (first["headers"]["ETag"], second["headers"]["ETag"]) == ('"1"', '"1"')
    assert len(recorded(tree.county.id)) == 1


def test_a_value_of_another_form_and_an_unknown_switch_are_refused(tree: Tree, admin: str, context: Any) -> None:
    value = answer(switch(context, admin, tree.county.id, "quiet_hours", "always"))
    shape = answer(switch(context, admin, tree.county.id, "lists", True))
    name = answer(switch(context, admin, tree.county.id, "loudness", "on"))

    assert value[1]["fields"] == [{"field": "value", "code": "not_of_this_policy"}]
    assert (value[0], shape[0], name[0]) == (422, 422, 422)
    assert recorded(tree.county.id) == []


def test_quiet_hours_are_written_in_plain_digits(tree: Tree, admin: str, context: Any) -> None:
    for hours in ("2\uff12:00-07:00", "22:0\u0660-07:00", "22:00-07:0\u0660"):
        assert switch(context, admin, tree.county.id, "quiet_hours", hours)["statusCode"] == 422

    assert switch(context, admin, tree.county.id, "quiet_hours", "21:30-06:30")["statusCode"] == 200


def test_only_the_committees_administrator_sets_what_all_below_may_read(tree: Tree, context: Any) -> None:
    secretary = account("secretary", (Role.SECRETARY, tree.branch))
    member = account("member", member_id=new_id(), branch=tree.branch)
    far = account("far", (Role.COUNTY_ADMIN, tree.other_township))

    assert switch(context, secretary, tree.branch.id, "lists", "on")["statusCode"] == 403
    assert switch(context, far, tree.branch.id, "lists", "on")["statusCode"] == 404
    assert switch(context, None, tree.branch.id, "lists", "on")["statusCode"] == 401
    assert switch(context, far, new_id(), "lists", "on")["statusCode"] == 404
    assert switches(context, secretary, tree.branch)[0] == 200
    assert switches(context, member, tree.township)[0] == 200
    assert switches(context, member, tree.other_township)[0] == 404
    assert switches(context, None, tree.branch)[0] == 401
