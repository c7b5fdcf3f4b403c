"""Boards through the front door: who sees how much of them."""

from typing import Any

import pytest

from functions.ranking import app, on_policy_changed, packing
from functions.ranking.rules import LISTS, PUBLIC_RANKING
from kernel.authority import Role
from kernel.events import PolicyChanged
from kernel.ids import new_id
from kernel.scoreboard import OWN
from tests.builders import Tree, account, answer, envelope, request
from tests.conftest import Context
from tests.integration.ranking.county import SEASON, County, member, minutes
from tests.integration.ranking.runs import rank, ranked
from tests.trust.delivery import until_done
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def county() -> County:
    made = County(Tree())
    tree = made.tree
    account("member", member_id=member(tree.branch, 1), branch=tree.branch)
    account("secretary", (Role.SECRETARY, tree.township))
    account("reviewer", (Role.REVIEWER, tree.county))
    for branch, members in zip(made.branches(), (12, 3, 2), strict=True):
        made.enrol(branch, members)
    return made


def get(organisation_id: str, subject: str | None = "reviewer", **query: str) -> tuple[int, Any]:
    path = f"/v1/rankings/{organisation_id}"
    return answer(app.lambda_handler(request("GET", path, subject=subject, query=query), Context()))


def switch(county: County, policy: str, value: str = "on") -> None:
    tree = county.tree
    event = PolicyChanged(organisation_id=tree.county.id, county_id=tree.county.id, policy=policy, value=value)
    until_done(on_policy_changed.lambda_handler, envelope(event))


def test_a_board_of_members_lists_the_best_and_ties_share_a_rank(county: County) -> None:
    tree = county.tree
    for branch, slot, points in ((tree.branch, 1, 10), (tree.branch, 2, 10), (tree.sister, 3, 8), (tree.sister, 1, 5)):
        county.give(branch, slot, points, minutes(1))
    rank(county.tree, minutes(30))

    status, page = get(tree.county.id)

    tied = sorted([(tree.branch.id, member(tree.branch, 1)), (tree.branch.id, member(tree.branch, 2))])
    assert status == 200
    assert {line["memberId"] for line in page["items"][:2]} == {m for _, m in tied}
    assert [(line["points"], line["rank"], line["band"]) for line in page["items"]] == [
        (10, 1, "gold"),
        (10, 1, "gold"),
        (8, 3, "silver"),
        (5, 4, "black"),
    ]
    assert {name: value for name, value in page.items() if name != "items"} == {
        "organisationId": tree.county.id,
        "level": None,
        "season": SEASON,
        "of": "members",
        "members": 17,
        "complete": True,
        "asOf": minutes(30).isoformat().replace("+00:00", "Z"),
        "next": None,
    }


def test_a_board_of_organisations_goes_by_points_per_member(county: County) -> None:
    tree = county.tree
    county.give(tree.branch, 1, 10, minutes(1))
    county.give(tree.branch, OWN, 5, minutes(1))
    county.give(tree.sister, 1, 5, minutes(1))
    rank(county.tree, minutes(30))

    _, page = get(tree.township.id, of="organisations")

    assert page["items"] == [
        {"organisationId": tree.sister.id, "members": 3, "average": 1.67, "points": 0, "rank": 1, "band": "gold"},
        {"organisationId": tree.branch.id, "members": 12, "average": 0.83, "points": 5, "rank": 2, "band": "black"},
    ]


def test_an_organisation_without_members_has_no_rank(county: County) -> None:
    tree = county.tree
    empty = tree.found(tree.township, "431128-101-003", "BRANCH", "BRANCH")
    county.enrol(empty, 0)
    rank(county.tree, minutes(30))

    _, page = get(tree.township.id, of="organisations")

    line = {"organisationId": empty.id, "members": 0, "average": None, "points": 0, "rank": None, "band": None}
    assert page["items"][-1] == line
    assert [item["rank"] for item in page["items"]] == [1, 1, None]


def test_members_see_the_top_without_lists_until_their_committee_says_otherwise(county: County) -> None:
    tree = county.tree
    for slot in range(1, 13):
        county.give(tree.branch, slot, 12 - slot // 2 * 2 + slot % 2, minutes(slot))
    county.give(tree.sister, 1, 100, minutes(1))
    rank(county.tree, minutes(30))
    top = get(tree.township.id, subject="member")[1]

    switch(county, LISTS)
    listed = get(tree.township.id, subject="member")[1]
    switch(county, PUBLIC_RANKING)
    public = get(tree.township.id, subject="member")[1]

    assert top["complete"] is False
    assert max(line["rank"] for line in top["items"]) <= 10
    assert {line["band"] for line in top["items"]} == {None}
    assert {line["band"] for line in listed["items"]} == {"gold", None}
    assert public["complete"] is True
    assert public["items"][: len(top["items"])] == listed["items"]
    assert get(tree.township.id, subject="secretary")[1]["complete"] is True


def test_pages_follow_one_another(county: County) -> None:
    for slot in range(1, 6):
        county.give(county.tree.branch, slot, slot, minutes(slot))
    rank(county.tree, minutes(30))

    _, first = get(county.tree.county.id, limit="3")
    _, second = get(county.tree.county.id, limit="3", cursor=first["next"])

    assert [line["points"] for line in first["items"] + second["items"]] == [5, 4, 3, 2, 1]
    assert second["next"] is None


def test_who_may_see_a_board(county: County) -> None:
    tree = county.tree
    rank(county.tree, minutes(30))

    assert get(tree.township.id, subject="member")[0] == 200
    assert get(tree.other_township.id, subject="member")[0] == 404
    assert get(tree.county.id, subject="secretary")[0] == 404
    assert get(tree.county.id, subject=None)[0] == 401
    assert get(new_id())[0] == 404
    assert get("short")[0] == 422
    assert get(tree.county.id, of="nobody")[0] == 422
    account("security", (Role.SECURITY, tree.county))
    assert get(tree.county.id, subject="security")[0] == 403


def test_what_no_run_has_ranked_has_no_board(county: County) -> None:
    before = get(county.tree.county.id)
    rank(county.tree, minutes(30))
    branch = get(county.tree.branch.id)

    assert (before[0], before[1]["code"]) == (404, "not_ranked")
    assert (branch[0], branch[1]["code"]) == (404, "not_ranked")


@pytest.mark.parametrize("cursor", ["nonsense", "eyJmcm9tIjoiYSJ9", "eyJmcm9tIjotMX0"])
def test_a_cursor_that_was_not_made_here_is_refused(county: County, cursor: str) -> None:
    rank(county.tree, minutes(30))

    assert get(county.tree.county.id, cursor=cursor)[0] == 400


def test_a_board_costs_three_reads_warm(county: County) -> None:
    rank(county.tree, minutes(30))
    get(county.tree.county.id)

    with sends() as calls:
        get(county.tree.county.id)

    assert calls.seen == ["BatchGetItem", "BatchGetItem", "BatchGetItem"]


def test_lists_that_are_kept_apart_are_shown_as_the_others_are(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    rank(county.tree, minutes(30))
    together = [get(county.tree.county.id)[1], get(county.tree.county.id, of="organisations")[1]]
    monkeypatch.setattr(packing, "READ_UNIT", 0)

    rank(county.tree, minutes(31))

    apart = [get(county.tree.county.id)[1], get(county.tree.county.id, of="organisations")[1]]
    assert ranked(county, county.tree.county.id).top is None
    assert [page["items"] for page in apart] == [page["items"] for page in together]
