"""Charts: what the closed seasons came to, of organisations and of the caller, from one item a branch and season."""

from fractions import Fraction
from typing import Any

import pytest

from functions.ranking import standing
from functions.ranking.history_tables import HistoryRow
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import derived_id
from tests.builders import Tree, account
from tests.integration.ranking.months import NOVEMBER, OCTOBER, Months, lived
from tests.integration.ranking.runs import call
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def months() -> Months:
    standing.WARM.clear()
    made = Months(Tree())
    lived(made, 8)
    account("admin", (Role.COUNTY_ADMIN, made.tree.county))
    return made


def chart(organisation_id: str, subject: str | None = "admin") -> tuple[int, Any]:
    return call("GET", f"/v1/rankings/{organisation_id}/history", subject=subject)


def own(member: str, branch: Organisation, **query: str) -> dict[str, Any]:
    account("anybody", member_id=member, branch=branch)
    status, told = call("GET", "/v1/rankings/history/own", subject="anybody", query=query)
    assert status == 200
    return {item["season"]: item for item in told["items"]}


def test_a_chart_of_an_organisation_tells_members_points_and_rank_among_its_siblings(months: Months) -> None:
    tree = months.tree

    for branch in (tree.branch, tree.sister, tree.far_branch):
        _, told = chart(branch.id)

        (october,) = [item for item in told["items"] if item["season"] == "2026-10"]
        total, members = total_and_members(months, branch)
        siblings = [one for one in (tree.branch, tree.sister, tree.far_branch) if one.parent_id == branch.parent_id]
        above = sum(average(months, one) > average(months, branch) for one in siblings)
        assert (october["total"], october["members"]) == (total, members)
        assert (october["rank"], october["siblings"]) == (1 + above, len(siblings))
    assert [item["season"] for item in chart(tree.county.id)[1]["items"]] == ["2026-Q3", "2026-10", "2026-09"]


def total_and_members(months: Months, branch: Organisation) -> tuple[int, int]:
    inside = [member for member, home in months.homes.items() if home.id == branch.id]
    return sum(months.in_season(member, OCTOBER, NOVEMBER) for member in inside), len(inside)


def average(months: Months, branch: Organisation) -> Fraction:
    return Fraction(*total_and_members(months, branch))


def test_the_chart_of_a_member_is_what_an_oracle_says_of_every_season(months: Months) -> None:
    tree = months.tree
    for member, branch in months.homes.items():
        october = own(member, branch)["2026-10"]

        assert october["points"] == months.in_season(member, OCTOBER, NOVEMBER)
        scopes = [branch, Organisation.demand(Organisation.partition(str(branch.parent_id)), "NOW"), tree.county]
        assert [(level["organisationId"], level["rank"]) for level in october["levels"]] == [
            (scope.id, months.rank(member, scope, OCTOBER, NOVEMBER)) for scope in scopes
        ]


def test_who_moved_has_the_months_before_in_the_branch_before(months: Months) -> None:
    tree = months.tree
    mover = derived_id("of month", tree.branch.id, 0)

    assert own(mover, tree.far_branch).keys() == {"2026-10"}
    assert own(mover, tree.far_branch, branchId=tree.branch.id).keys() == {"2026-09", "2026-Q3"}


def test_a_season_costs_one_item_a_branch_and_none_a_member(months: Months) -> None:
    tree = months.tree
    rows = [HistoryRow.find(*HistoryRow.key_of(o.id, "2026-10")) for o in (tree.branch, tree.township, tree.county)]

    assert [int(row.members) for row in rows if row] == [3, 7, 12]
    assert rows[0]
    assert len(rows[0].serialize()["ids"]["B"]) == 3 * 16


def test_a_chart_is_one_query(months: Months) -> None:
    own(*next(iter(months.homes.items())))

    with sends() as calls:
        own(*next(iter(months.homes.items())))

    assert calls.seen[-1] == "Query"
    assert len([call for call in calls.seen if call == "Query"]) == 1


def test_who_may_not_sees_no_chart(months: Months) -> None:
    account("member", member_id=next(iter(months.homes)), branch=months.tree.branch)

    assert chart(months.tree.branch.id, subject="member")[0] == 403
    assert chart(months.tree.far_branch.id, subject="member")[0] == 404
    assert chart(months.tree.branch.id, subject=None)[0] == 401
    assert chart("x")[0] == 422
    assert call("GET", "/v1/rankings/history/own", subject="admin")[0] in (403, 404)
    assert call("GET", "/v1/rankings/history/own", subject="member", query={"branchId": "😀"})[0] == 422
