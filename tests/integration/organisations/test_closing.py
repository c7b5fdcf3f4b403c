"""Organisations end: merged or dissolved; they stay readable and take no writes. Counts of members are exact."""

from copy import replace
from itertools import permutations
from typing import Any
from unittest import mock

import pytest

from functions.organisations import closing, on_members
from functions.organisations.roll_tables import Roll
from kernel import directory
from kernel.authority import Role
from kernel.events import (
    EnrolledMember,
    Event,
    LeftMember,
    MemberErased,
    MembersChanged,
    MembersEnrolled,
    MembersLeft,
    MembersMoved,
)
from kernel.ids import derived_id
from tests.builders import Tree, account, batch, envelope, recorded
from tests.conftest import Context
from tests.integration.members import people
from tests.integration.organisations import desk
from tests.integration.organisations.desk import TODAY, ago, ask, dissolve, listed, merge, move
from tests.integration.organisations.test_one import BRANCH

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    desk.admin_of(made)
    return made


def test_a_branch_goes_into_another_and_stays_readable(tree: Tree) -> None:
    status, told = merge(tree.branch.id, tree.far_branch.id, effectiveOn=ago(2))

    wanted = {"closedOn": ago(2), "closedInto": tree.far_branch.id, "since": ago(2), "version": 2}
    assert (status, {name: told[name] for name in wanted}) == (201, wanted)
    assert ask("GET", tree.branch.id) == (200, told)
    (entry,) = recorded(tree.branch.id)
    assert entry["event"] == "OrganisationsMerged"
    assert entry["data"] == {
        "organisationId": tree.branch.id,
        "intoId": tree.far_branch.id,
        "countyId": tree.county.id,
        "path": tree.branch.path,
        "intoPath": tree.far_branch.path,
        "effectiveOn": ago(2),
    }
    assert tree.branch.path not in listed(tree.county.id, deep="true")
    assert tree.branch.path in listed(tree.county.id, deep="true", asOf=ago(3))
    assert tree.branch.path not in listed(tree.county.id, deep="true", asOf=ago(2))


def test_a_closed_organisation_takes_no_writes(tree: Tree) -> None:
    dissolve(tree.branch.id)

    told = [
        ask("PATCH", tree.branch.id, "admin", {"name": "另名"}),
        move(tree.branch.id, tree.other_township.id),
        merge(tree.branch.id, tree.sister.id),
        merge(tree.sister.id, tree.branch.id),
        dissolve(tree.branch.id),
    ]

    assert [(status, body["code"]) for status, body in told] == [(409, "organisation_closed")] * 5


def test_nothing_can_be_founded_below_a_closed_organisation(tree: Tree) -> None:
    from functions.organisations.app import lambda_handler
    from tests.builders import answer, request

    dissolve(tree.branch.id)
    body = BRANCH | {"code": "g-1", "kind": "PARTY_GROUP", "parentId": tree.branch.id}

    status, told = answer(lambda_handler(request("POST", "/v1/organisations", subject="admin", body=body), Context()))

    assert (status, told["code"]) == (409, "organisation_closed")


def test_a_roster_brings_nobody_into_a_closed_branch(tree: Tree) -> None:
    merge(tree.branch.id, tree.sister.id)

    (outcome,) = people.outcomes(tree, people.row(2, tree.branch))

    assert (outcome.outcome, outcome.code, outcome.column) == ("error", "branch_closed", "branch_code")


def test_what_has_children_or_members_is_not_dissolved(tree: Tree) -> None:
    desk.enrol(tree.branch, "FULL", "PROBATIONARY")

    told = [dissolve(tree.township.id), dissolve(tree.branch.id), dissolve(tree.sister.id)]

    assert [(status, body["code"], body.get("members")) for status, body in told] == [
        (409, "has_children", None),
        (409, "has_members", 2),
        (201, tree.sister.code, None),
    ]
    (entry,) = recorded(tree.sister.id)
    assert entry["event"] == "OrganisationDissolved"
    assert entry["data"] == {
        "organisationId": tree.sister.id,
        "countyId": tree.county.id,
        "path": tree.sister.path,
        "effectiveOn": TODAY.isoformat(),
    }


def test_a_parent_can_be_dissolved_once_everything_below_it_is_closed_or_gone(tree: Tree) -> None:
    dissolve(tree.branch.id)
    move(tree.sister.id, tree.other_township.id)

    status, told = dissolve(tree.township.id)

    assert (status, told["closedOn"]) == (201, TODAY.isoformat())


def test_who_founds_below_while_it_is_being_closed_wins_or_loses_but_not_both(tree: Tree) -> None:
    real, late = closing.has_children, [True]

    def slow(organisation_id: str) -> bool:
        found = real(organisation_id)
        if late and late.pop():
            group = {"code": "g-1", "name": "第一党小组", "kind": "PARTY_GROUP", "level": "BRANCH"}
            desk.found(group | {"parentId": tree.branch.id})
        return found

    with mock.patch.object(closing, "has_children", slow):
        status, told = dissolve(tree.branch.id)

    assert (status, told["code"]) == (409, "has_children")


@pytest.mark.parametrize(
    ("gone", "into", "code"),
    [("branch", "branch", "itself"), ("branch", "other_township", "holds_no_members")],
)
def test_a_merger_that_makes_no_sense_is_refused(tree: Tree, gone: str, into: str, code: str) -> None:
    status, told = merge(getattr(tree, gone).id, getattr(tree, into).id)

    assert (status, told["fields"]) == (422, [{"field": "intoId", "code": code}])


def test_a_merger_with_groups_below_waits_for_them(tree: Tree) -> None:
    group = tree.found(tree.branch, "431128-101-001-1", "PARTY_GROUP", "BRANCH")

    assert merge(tree.branch.id, tree.sister.id)[1]["code"] == "has_children"
    assert move(group.id, tree.sister.id)[0] == 201
    assert merge(tree.branch.id, tree.sister.id)[0] == 201


def test_who_may_merge_and_dissolve(tree: Tree) -> None:
    near = account("near", (Role.COUNTY_ADMIN, tree.township))
    own = account("own", (Role.COUNTY_ADMIN, tree.branch))
    secretary = account("secretary", (Role.SECRETARY, tree.county))

    assert [merge(tree.branch.id, tree.far_branch.id, by)[0] for by in (near, own, secretary, "nobody")] == [
        404,
        404,
        403,
        404,
    ]
    assert [dissolve(tree.branch.id, by)[0] for by in (own, secretary, near)] == [404, 403, 201]


def test_history_comes_page_by_page_the_latest_first(tree: Tree) -> None:
    for name, day in (("甲", 9), ("乙", 5), ("丙", 5)):
        body = {"name": name, "effectiveOn": ago(day), "reason": "更名"}
        assert ask("PATCH", tree.branch.id, "admin", body)[0] == 200

    first = ask("GET", f"{tree.branch.id}/history", limit="1")[1]
    second = ask("GET", f"{tree.branch.id}/history", limit="2", cursor=first["next"])[1]

    states = [*first["items"], *second["items"]]
    assert [(s["organisation"]["name"], s["effectiveOn"], s["until"]) for s in states] == [
        ("丙", ago(5), None),
        ("乙", ago(5), ago(5)),
        ("甲", ago(9), ago(5)),
        (tree.branch.name, None, ago(9)),
    ]
    assert (states[0]["by"], states[0]["reason"], states[0]["action"]) == ("admin", "更名", "changed")
    assert (second["next"], states[3]["by"]) == (None, None)
    assert [s["organisation"]["version"] for s in states] == [4, 3, 2, 1]
    assert ask("GET", f"{tree.branch.id}/history", cursor="e30")[0] == 400
    assert ask("GET", f"{tree.branch.id}/history", cursor="eyJiZWZvcmUiOjF9")[0] == 400


def test_as_of_a_day_before_it_stood_there_is_nothing(tree: Tree) -> None:
    made = desk.found(BRANCH | {"parentId": tree.township.id, "effectiveOn": ago(3)})

    assert [ask("GET", made["id"], asOf=ago(days))[0] for days in (4, 3, 0)] == [404, 200, 200]
    assert ask("GET", f"{made['id']}/children", asOf=ago(4))[0] == 404
    assert made["path"] not in listed(tree.county.id, deep="true", asOf=ago(4))
    assert made["path"] in listed(tree.township.id, asOf=ago(3))


def fact(tree: Tree, kind: str, *members: int) -> Event:
    place = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    ids = [derived_id("member", n) for n in members]
    made = tuple(EnrolledMember(member_id=i, category="FULL") for i in ids)
    match kind:
        case "left":
            return MembersLeft(**place, members=tuple(LeftMember(member_id=i, reason="MERGED") for i in ids))
        case "moved":
            return MembersMoved(from_branch_id=tree.sister.id, from_county_id=tree.county.id, **place, members=made)
        case "changed":
            probationary = tuple(replace(m, category="PROBATIONARY") for m in made)
            return MembersChanged(**place, members=probationary)
        case "erased":
            return MemberErased(member_id=ids[0], branch_id=tree.branch.id, county_id=tree.county.id)
    return MembersEnrolled(**place, members=made)


def test_counts_are_the_same_in_whatever_order_the_facts_come(tree: Tree) -> None:
    told = [
        envelope(fact(tree, "enrolled", 1, 2, 3)),
        envelope(fact(tree, "changed", 2)),
        envelope(fact(tree, "left", 1)),
        envelope(fact(tree, "moved", 4)),
        envelope(fact(tree, "erased", 3)),
    ]
    key = Roll.key_of(tree.branch.id)
    seen: list[Any] = []

    for order in list(permutations(told))[::7]:
        for wrapped in (*order, *order):
            assert on_members.lambda_handler(batch(wrapped), Context()) == {"batchItemFailures": []}
        roll = Roll.demand(*key)
        seen.append((roll.members, roll.full))
        roll.delete()

    assert seen == [({derived_id("member", 2): "PROBATIONARY", derived_id("member", 4): "FULL"}, 1)] * len(seen)
    assert directory.look([], [Roll.key_of(tree.sister.id)]).row(Roll, Roll.key_of(tree.sister.id)) is not None
