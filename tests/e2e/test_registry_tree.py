"""The tree of a county over time: days, moves, leaders, places, and how organisations end."""

import pytest

from tests.e2e import paper
from tests.e2e.county import ADMIN, AUDITOR, REVIEWER, Body, County

pytestmark = pytest.mark.e2e
WHY = {"reason": "区划调整"}


@pytest.fixture(scope="module")
def old(county: County) -> Body:
    """A town that was founded years ago, and was called otherwise until some day: its ids by code."""
    made = {"parentId": county.id}
    for code, kind, level, day in (
        ("431129-103", "COMMITTEE", "TOWNSHIP", "2020-02-01"),
        ("431129-103-010", "GENERAL_BRANCH", "BRANCH", "2020-03-01"),
        ("431129-103-011", "BRANCH", "BRANCH", "2020-04-01"),
    ):
        body = {"code": code, "name": f"旧名{code[-3:]}", "kind": kind, "level": level, "effectiveOn": day} | made
        made = {"parentId": county.api.post(ADMIN, "/v1/organisations", body)["id"]}
    town = f"/v1/organisations/{county.id_of('431129-103')}"
    change = {"name": "新名", "effectiveOn": "2024-05-01", "reason": "更名"}
    county.api.call(ADMIN, "PATCH", town, change, headers={"if-match": '"1"'})
    return {code[-3:]: county.id_of(code) for code in ("431129-103", "431129-103-010", "431129-103-011")}


@pytest.fixture(scope="module")
def moved(county: County, old: Body) -> Body:
    """The general branch went to the other town, with its branch."""
    path = f"/v1/organisations/{old['010']}/moves"
    assert county.refused(REVIEWER, "GET", f"/v1/organisations/{old['011']}", 404) == "not_found"
    county.api.post(ADMIN, path, WHY | {"newParentId": county.id_of(paper.TOWN)})
    return old


def test_an_organisation_had_its_old_name_until_that_day(county: County, old: Body) -> None:
    path = f"/v1/organisations/{old['103']}"

    assert county.api.get(ADMIN, f"{path}?asOf=2024-04-30")["name"] == "旧名103"
    assert county.api.get(ADMIN, f"{path}?asOf=2024-05-01")["name"] == "新名"
    assert county.refused(ADMIN, "GET", f"{path}?asOf=2019-12-31", 404) == "not_found"


def test_the_tree_of_a_day_holds_what_stood_then(county: County, old: Body) -> None:
    below = f"/v1/organisations/{county.id}/children?deep=true&limit=100"

    then = county.api.all(ADMIN, f"{below}&asOf=2020-03-15")
    today = county.api.all(ADMIN, below)

    assert [(one["id"], one["name"]) for one in then] == [(old["103"], "旧名103"), (old["010"], "旧名010")]
    assert {one["id"] for one in today} >= {county.id_of(one.code) for one in paper.ORGANISATIONS[1:]} | {old["011"]}


def test_a_moved_subtree_is_under_its_new_committee_at_once(county: County, moved: Body) -> None:
    seen = county.api.get(REVIEWER, f"/v1/organisations/{moved['011']}")

    assert county.id_of(paper.TOWN) in seen["path"]
    assert moved["103"] not in seen["path"]


def test_what_moved_with_it_is_rewritten_by_the_job(county: County, moved: Body) -> None:
    history = f"/v1/organisations/{moved['011']}/history"

    county.until(lambda: county.api.all(AUDITOR, history)[0]["action"] == "carried", "the job behind a move")

    yesterday = county.api.all(ADMIN, f"/v1/organisations/{moved['103']}/children?deep=true&asOf=2025-01-01")
    assert [one["id"] for one in yesterday] == [moved["010"], moved["011"]]


def test_no_second_move_overlaps_with_one_that_is_under_way(county: County, moved: Body) -> None:
    body = WHY | {"newParentId": moved["103"]}

    assert county.refused(ADMIN, "POST", f"/v1/organisations/{moved['010']}/moves", 409, body) == "move_under_way"


def test_a_branch_elects_loses_and_elects_again(county: County) -> None:
    path = f"/v1/organisations/{county.id_of(paper.ELECTING)}/leadership"
    full = [person for person in paper.of_branch(paper.ELECTING) if person.is_full]
    ids = [county.member(person) for person in full[:4]]
    county.until(lambda: county.api.get(ADMIN, path)["fullMembers"] == len(full), "the roll of a branch")
    told = {"approvedBy": county.id_of(paper.TOWN), "votes": len(full)}
    posts = ("SECRETARY", "ORGANISATION", "PUBLICITY")
    holders = [{"post": post, "memberId": who} | told for post, who in zip(posts, ids, strict=False)]
    there = {"heldOn": county.today, "entitled": len(full), "present": len(full), "villageOrCommunity": True}

    county.api.post(ADMIN, f"{path}/elections", there | {"kind": "TERM", "holders": holders})
    gone = {"post": "PUBLICITY", "memberId": ids[2], "endedOn": county.today, "reason": "RESIGNED"}
    vacated = county.api.post(ADMIN, f"{path}/vacancies", gone)
    again = [{"post": "PUBLICITY", "memberId": ids[3]} | told]
    filled = county.api.post(ADMIN, f"{path}/elections", there | {"kind": "BY_ELECTION", "holders": again})

    assert "PUBLICITY" in vacated["vacant"]
    assert {(one["post"], one["memberId"]) for one in filled["holders"]} == {
        ("SECRETARY", ids[0]),
        ("ORGANISATION", ids[1]),
        ("PUBLICITY", ids[3]),
    }
    assert (filled["term"]["years"], filled["term"]["state"]) == (5, "CURRENT")


def test_a_term_is_set_and_told(county: County) -> None:
    path = f"/v1/organisations/{county.id_of(paper.AWAY)}"

    told = county.api.put(ADMIN, f"{path}/term", {"startsOn": "2020-01-01", "years": 3})

    assert (told["term"]["endsOn"], told["term"]["state"]) == ("2023-01-01", "OVERDUE")
    missing = county.api.get(ADMIN, f"/v1/organisations/{county.id}/coverage?of=terms&limit=100")["missing"]
    assert county.id_of(paper.AWAY) in {one["id"] for one in missing}


def test_a_working_committee_is_appointed(county: County) -> None:
    person = paper.of_branch(paper.MOVED_TO)[0]
    holder = {"post": "SECRETARY", "memberId": county.member(person), "branchId": county.id_of(paper.MOVED_TO)}
    body = {"appointedOn": county.today, "reason": "工作需要", "holders": [holder | {"approvedBy": county.id}]}
    path = f"/v1/organisations/{county.id_of(paper.STREET)}/leadership/appointments"

    told = county.until(
        lambda: county.api.call(ADMIN, "POST", path, body, expect=(201, 422)).body.get("holders"), "an appointment"
    )

    assert [(one["post"], one["how"]) for one in told] == [("SECRETARY", "APPOINTED")]


def test_places_stand_on_the_map_and_centres_are_open_to_everybody(county: County) -> None:
    spot = {"lat": 25.9, "lng": 112.2, "verifiedOn": county.today}
    town, branch = county.id_of(paper.TOWN), county.id_of(paper.AWAY)
    county.api.put(ADMIN, f"/v1/organisations/{branch}/position", spot)
    services = [{"name": "组织关系转接", "items": ["介绍信"]}]
    body = spot | {"name": "党群服务中心", "address": "镇政府院内", "services": services}
    centre = county.api.post(ADMIN, f"/v1/organisations/{town}/centres", body)["id"]

    def mapped() -> set[str] | None:
        found = county.api.get(ADMIN, f"/v1/organisations/{town}/map?datum=gcj02")
        ids = {one["id"] for one in found["features"]}
        return ids if {branch, centre} <= ids else None

    county.until(mapped, "a map")
    anybody = county.api.call(None, "GET", f"/v1/public/centres?organisationId={county.id}").body["items"]
    shown = county.api.call(None, "GET", f"/v1/public/centres/{centre}").body
    assert [one["id"] for one in anybody] == [centre]
    assert shown["services"] == services
    own = f"/v1/organisations/{town}/centres/{centre}"
    assert county.api.put(ADMIN, own, body | {"hours": "8:00-17:30"})["hours"] == "8:00-17:30"
    county.api.call(ADMIN, "DELETE", own)
    assert county.api.call(None, "GET", f"/v1/public/centres/{centre}", expect=(404,)).body["code"] == "not_found"


def test_coverage_names_who_is_missing(county: County) -> None:
    county.api.put(
        ADMIN,
        f"/v1/organisations/{county.id_of(paper.STANDING)}/position",
        {"lat": 25.8, "lng": 112.1, "verifiedOn": county.today},
    )
    path = f"/v1/organisations/{county.id}/coverage?of=positions&limit=100"

    told = county.until(lambda: _covered(county.api.get(ADMIN, path)), "coverage")

    assert told["denominator"] == told["numerator"] + len(told["missing"])
    assert county.id_of(paper.STANDING) not in {one["id"] for one in told["missing"]}


def _covered(told: Body) -> Body | None:
    return told if told["numerator"] else None


def test_members_follow_their_branch_into_another(county: County) -> None:
    gone, into = paper.of_branch(paper.MERGED), paper.of_branch(paper.MERGED_INTO)
    account = county.bind(gone[0])
    path = f"/v1/organisations/{county.id_of(paper.MERGED)}/mergers"

    closed = county.api.post(ADMIN, path, WHY | {"intoId": county.id_of(paper.MERGED_INTO)})

    new_home = county.id_of(paper.MERGED_INTO)
    everybody = len(gone) + len(into)
    county.until(lambda: len(county.roll(paper.MERGED_INTO)) == everybody, "members who follow their branch")
    county.until(lambda: county.api.get(account, "/v1/me")["branchId"] == new_home, "the account of a moved member")
    county.until(lambda: len(county.board(paper.MERGED_INTO)) == everybody, "the board of the branch")
    assert closed["closedInto"] == new_home
    assert county.roll(paper.MERGED) == []


def test_an_empty_branch_is_dissolved_and_takes_no_more_writes(county: County) -> None:
    body = {"code": "431129-102-099", "name": "空支部", "kind": "BRANCH", "level": "BRANCH"}
    made = county.api.post(ADMIN, "/v1/organisations", body | {"parentId": county.id_of(paper.TOWN)})["id"]

    closed = county.api.post(ADMIN, f"/v1/organisations/{made}/dissolution", WHY)

    assert closed["closedOn"] == county.today
    renamed = county.refused(ADMIN, "PATCH", f"/v1/organisations/{made}", 409, {"name": "新"})
    assert renamed == "organisation_closed"
