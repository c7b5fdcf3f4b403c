"""What a preview tells: which rows cannot be, what would differ, how many each branch would have."""

import pytest

from kernel.authority import Role
from tests import builders
from tests.integration.rosters import round as way_and_back
from tests.integration.rosters import way
from tests.integration.rosters.round import applied, line, on_roll, sheet, uploaded

pytestmark = pytest.mark.usefixtures("rosters")
BRANCH, SISTER = "431128-101-001", "431128-101-002"


def test_a_row_of_a_branch_outside_of_the_uploaders_subtree_is_an_error_and_moves_nothing() -> None:
    tree = way.tree()
    builders.account("township", (Role.COUNTY_ADMIN, tree.township))
    content = sheet([line(2, BRANCH), line(3, "431128-102-001")])
    status, told = way.call("POST", "/v1/rosters", "township", body=way.announcement(tree.township.id, content))
    way.store(told, content)
    way.keep(way.parse(told["rosterId"]))
    way_and_back.through()

    applied(told["rosterId"], tree.township)

    assert status == 201
    page = way.call("GET", f"/v1/rosters/{told['rosterId']}/rows", query={"outcome": "error"})[1]["items"]
    assert [(row["row"], row["code"], row["shown"]) for row in page] == [(3, "branch_outside", "431128-102-001")]
    assert {code: len(members) for code, members in on_roll(tree).items()} == {
        BRANCH: 1,
        SISTER: 0,
        "431128-102-001": 0,
    }


def test_a_preview_shows_what_would_differ_with_nothing_of_the_person_in_the_open() -> None:
    tree = way.tree()
    applied(uploaded(tree.county, sheet([line(2, BRANCH)])), tree.county)

    second = uploaded(tree.county, sheet([line(2, BRANCH, 学历="大学本科", 手机="15499999999")]))

    (row,) = way.call("GET", f"/v1/rosters/{second}/rows")[1]["items"]
    assert (row["outcome"], row["changes"]) == ("update", ["education", "mobile"])
    assert row["differences"] == [
        {"field": "education", "before": "6*", "after": "2*"},
        {"field": "mobile", "before": "154****0002", "after": "154****9999"},
    ]


def test_the_effect_on_each_branch_is_told_by_category() -> None:
    tree = way.tree()
    applied(uploaded(tree.county, sheet([line(2, BRANCH), line(3, BRANCH)])), tree.county)
    lines = [line(2, BRANCH, 人员类别="预备党员", 转正日期=""), line(4, BRANCH), line(5, SISTER), line(6, "431128-999")]

    roster_id = uploaded(tree.county, sheet(lines))

    found = way.call("GET", f"/v1/rosters/{roster_id}/branches")[1]["items"]
    assert found == [
        {
            "branchId": tree.branch.id,
            "branchCode": BRANCH,
            "before": 2,
            "after": 3,
            "categories": [
                {"category": "FULL", "before": 2, "after": 2},
                {"category": "PROBATIONARY", "before": 0, "after": 1},
            ],
        },
        {
            "branchId": tree.sister.id,
            "branchCode": SISTER,
            "before": 0,
            "after": 1,
            "categories": [{"category": "FULL", "before": 0, "after": 1}],
        },
    ]


@pytest.mark.parametrize("most", [1, 2, 50])
def test_no_branch_is_cut_in_two_by_a_page(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.rosters.taking.MEMBERS_IN_CHUNK", 1)
    monkeypatch.setattr("functions.rosters.effects.CHUNKS_IN_PAGE", most)
    tree = way.tree()
    numbers = [(2, BRANCH), (3, BRANCH), (4, BRANCH), (5, SISTER), (6, "431128-102-001")]
    roster_id = uploaded(tree.county, sheet([line(number, branch) for number, branch in numbers]))

    found, cursor = [], None
    while True:
        page = way.call("GET", f"/v1/rosters/{roster_id}/branches", query={"cursor": cursor} if cursor else None)[1]
        found += [(one["branchCode"], one["after"]) for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert found == [(BRANCH, 3), (SISTER, 1), ("431128-102-001", 1)]
    assert way.call("GET", f"/v1/rosters/{roster_id}/branches", query={"cursor": "eyJhdCI6IngifQ"})[0] == 400
