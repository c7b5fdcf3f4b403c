"""What is asked of branches: seen before it is sent, kept when it comes, beyond the budget only with a reason."""

from typing import Any

from functions.identity.rules import Policy
from functions.notices import on_committees
from kernel.authority import Role
from kernel.calendar import month_of
from kernel.clock import business_day, now
from kernel.directory import Organisation, path_below
from kernel.events import PolicyChanged
from kernel.ids import new_id
from tests.builders import Tree, account, envelope, recorded
from tests.integration.notices.conftest import call
from tests.integration.notices.dispatches import everybody, order, people, send
from tests.trust.delivery import thrice_shuffled, until_done
from tests.trust.faults import sends

BUDGET = {"requests": 8, "forms": 2, "photos": 6}


def load(place: Organisation, *, over: bool = False, budget: Any = None, **asked: int) -> dict[str, Any]:
    nothing = {"requests": 0, "forms": 0, "photos": 0}
    return {
        "organisationId": place.id,
        "asked": nothing | asked,
        "budget": budget or BUDGET,
        "overBudget": over,
    }


def preview(subject: str | None, sender: Organisation, audience: Any, **more: Any) -> tuple[int, Any]:
    body = {"organisationId": sender.id, "audience": audience} | more
    return call("POST", "/v1/dispatches/preview", subject, body=body)


def burden(place: Organisation, subject: str | None = "admin", **query: str) -> tuple[int, Any]:
    return call("GET", f"/v1/organisations/{place.id}/burden", subject, query=query)


def set_budget(place: Organisation, value: str, seq: int = 1, policy: str = Policy.BURDEN_BUDGET) -> None:
    event = PolicyChanged(organisation_id=place.id, county_id=place.county_id, policy=policy, value=value)
    until_done(on_committees.lambda_handler, envelope(event, seq=seq))


def province_above(tree: Tree) -> Organisation:
    """The county comes to stand below a province, with all that it has."""
    province = tree.found(None, "43", "COMMITTEE", "PROVINCE")
    for place in (tree.county, tree.township, tree.other_township, tree.branch, tree.sister, tree.far_branch):
        place.path = province.path + place.path.removeprefix("/")
        place.save()
    return province


def test_a_preview_tells_of_branches_people_loads_and_costs(county: Tree) -> None:
    people(county.branch, 3)
    people(county.sister, 2)
    people(county.far_branch, 1)
    send("admin", county.county, everybody(county.branch), demands={"forms": 2})

    status, body = preview("admin", county.county, everybody(county.township), demands={"forms": 1}, asks=True)

    assert status == 200
    assert body == {
        "id": None,
        "state": "COUNTED",
        "parts": 1,
        "partsCounted": 1,
        "branches": 2,
        "people": 5,
        "branchesOver": 1,
        "overBudget": [load(county.branch, over=True, requests=1, forms=3)],
        "costs": [
            {"channel": "inbox", "fen": 1},
            {"channel": "sms", "fen": 25},
            {"channel": "email", "fen": 5},
            {"channel": "wechat", "fen": 0},
        ],
        "asOf": body["asOf"],
    }


def test_a_preview_of_a_list_counts_whom_it_names(county: Tree) -> None:
    members = people(county.branch, 3)
    named = [{"branchId": county.branch.id, "memberId": m} for m in members[:2]]

    body = preview("admin", county.county, {"members": named})[1]

    assert (body["branches"], body["people"], body["branchesOver"]) == (1, 2, 0)


def test_beyond_the_budget_it_needs_a_reason_which_is_kept_and_counted_on_the_record(county: Tree) -> None:
    people(county.branch, 1)
    people(county.sister, 1)
    send("admin", county.county, everybody(county.branch), demands={"forms": 2})

    status, body = order("admin", county.county, everybody(county.township), demands={"forms": 1})
    given = order("admin", county.county, everybody(county.township), demands={"forms": 1}, reason="汛期统计")

    assert (status, body["code"]) == (422, "reason_required")
    assert body["fields"] == [{"field": "body.reason", "code": "reason_required", "branchId": county.branch.id}]
    assert (given[0], given[1]["branchesOver"]) == (202, 1)
    last = recorded(county.county.id)[-1]
    assert (last["event"], last["data"]["overBudget"]) == ("DispatchOrdered", 1)
    assert "汛期" not in str(last)


def test_a_demand_that_no_budget_allows_needs_a_reason_at_once(county: Tree) -> None:
    people(county.branch, 1)

    assert (
        order("admin", county.county, everybody(county.branch), demands={"photos": 7})[1]["code"] == "reason_required"
    )
    assert order("admin", county.county, everybody(county.branch), demands={"photos": 6})[0] == 202


def test_what_a_search_will_find_and_what_lies_above_counties_needs_a_reason_unless_it_was_counted(
    county: Tree,
) -> None:
    province = province_above(county)
    account("provincial", (Role.COUNTY_ADMIN, province))
    segment = {"segmentId": new_id()}

    for subject, sender, audience in (("admin", county.county, segment), ("provincial", province, everybody(province))):
        assert order(subject, sender, audience)[0] == 202
        status, body = order(subject, sender, audience, asks=True)
        assert (status, body["fields"]) == (422, [{"field": "body.reason", "code": "reason_required"}])
        assert order(subject, sender, audience, asks=True, reason="防汛")[0] == 202


def test_a_branch_shows_its_burden_and_a_committee_the_most_loaded(county: Tree) -> None:
    for place in (county.branch, county.sister, county.far_branch):
        people(place, 1)
    send("admin", county.county, everybody(county.township), demands={"requests": 1, "photos": 2})
    send("admin", county.county, everybody(county.branch), demands={"forms": 3}, reason="普查")
    month = month_of(business_day(now()))

    own = burden(county.branch, "secretary")
    whole = burden(county.county)

    assert own[0] == 200
    loaded = load(county.branch, over=True, requests=1, forms=3, photos=2)
    assert own[1] == {
        "organisationId": county.branch.id,
        "month": month,
        "asked": loaded["asked"],
        "branches": 1,
        "branchesOver": 1,
        "items": [loaded],
        "asOf": own[1]["asOf"],
    }
    assert whole[1]["asked"] == {"requests": 2, "forms": 3, "photos": 4}
    assert (whole[1]["branches"], whole[1]["branchesOver"]) == (3, 1)
    assert whole[1]["items"] == [loaded, load(county.sister, requests=1, photos=2)]


def test_another_month_is_another_budget(county: Tree) -> None:
    people(county.branch, 1)
    send("admin", county.county, everybody(county.branch), demands={"forms": 2})

    assert burden(county.branch, month="2026-01")[1]["items"] == [load(county.branch)]
    assert burden(county.branch, month="2026-13")[0] == 422


def test_the_nearest_committee_sets_the_budget_wherever_it_stands(county: Tree) -> None:
    province = province_above(county)
    people(county.branch, 1)
    people(county.far_branch, 1)
    strict, wide = {"requests": 1, "forms": 1, "photos": 1}, {"requests": 9, "forms": 9, "photos": 9}

    set_budget(province, "requests=1,forms=1,photos=1")
    of_province = burden(county.branch)[1]["items"]
    set_budget(county.county, "requests=5,forms=5,photos=5")
    set_budget(county.township, "requests=9,forms=9,photos=9", seq=7)
    set_budget(county.township, "requests=0,forms=0,photos=0", seq=3)
    set_budget(county.township, "on", policy="lists", seq=8)

    assert of_province == [load(county.branch, budget=strict)]
    assert burden(county.branch)[1]["items"] == [load(county.branch, budget=wide)]
    assert burden(county.far_branch)[1]["items"] == [
        load(county.far_branch, budget={"requests": 5, "forms": 5, "photos": 5})
    ]


def test_settings_that_come_three_times_shuffled_leave_the_latest(county: Tree) -> None:
    told = [
        envelope(
            PolicyChanged(
                organisation_id=county.county.id,
                county_id=county.county.id,
                policy=Policy.BURDEN_BUDGET,
                value=f"requests={n},forms={n},photos={n}",
            ),
            seq=n,
        )
        for n in (1, 2, 3)
    ]

    thrice_shuffled(on_committees.lambda_handler, *told)

    budget = {"requests": 3, "forms": 3, "photos": 3}
    assert burden(county.branch)[1]["items"] == [load(county.branch, budget=budget)]


def test_people_are_counted_where_they_live_now(county: Tree) -> None:
    people(county.branch, 2)
    county.branch.path = path_below(county.other_township.path, county.branch.id)
    county.branch.save()

    assert preview("admin", county.county, everybody(county.township))[1]["people"] == 0
    assert preview("admin", county.county, everybody(county.other_township))[1]["people"] == 2


def test_burdens_and_previews_are_for_whoever_may_see_the_place(county: Tree) -> None:
    account("member", member_id=new_id(), branch=county.branch)
    province = province_above(county)
    account("provincial", (Role.COUNTY_ADMIN, province))

    assert [burden(county.branch, subject)[0] for subject in (None, "member", "secretary")] == [401, 403, 200]
    assert burden(county.sister, "secretary")[0] == 404
    assert burden(province, "provincial")[1]["code"] == "above_county"
    assert preview("secretary", county.branch, everybody(county.sister))[0] == 404


def test_calls_of_a_preview_and_of_a_burden(county: Tree) -> None:
    people(county.branch, 1)
    preview("admin", county.county, everybody(county.county))
    burden(county.branch)

    with sends() as seen:
        preview("admin", county.county, everybody(county.county))
    with sends() as of_branch:
        burden(county.branch)
    with sends() as of_county:
        burden(county.county)

    assert seen.seen == ["BatchGetItem", "Query", "Query"]
    assert of_branch.seen == ["BatchGetItem", "Query"]
    assert of_county.seen == ["BatchGetItem", "Query", "Query"]
