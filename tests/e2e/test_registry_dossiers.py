"""One person, one form: where each fact comes from, who may change it, and what becomes of a membership."""

import pytest

from tests.e2e import paper
from tests.e2e.county import ADMIN, REVIEWER, SECRETARY, Body, County

pytestmark = pytest.mark.e2e


def fields(county: County, member: str) -> dict[str, Body]:
    return {one["field"]: one for one in county.api.get(ADMIN, f"/v1/members/{member}/fields")["items"]}


def test_a_fact_tells_its_source_and_who_verified_it(county: County) -> None:
    member = county.member(paper.of_branch(paper.AWAY)[0])

    own_word = county.refused(ADMIN, "POST", f"/v1/members/{member}/verifications", 403, {"fields": ["name"]})
    county.api.post(SECRETARY, f"/v1/members/{member}/verifications", {"fields": ["name", "idNumber"]})

    assert own_word == "forbidden"
    told = fields(county, member)
    assert told["name"]["source"] == f"ROSTER:{county.seen['members']}"
    assert told["name"]["verifiedBy"] is not None
    assert told["education"]["verifiedOn"] is None


def test_a_correction_keeps_the_past(county: County) -> None:
    person = paper.of_branch(paper.AWAY)[1]
    path = f"/v1/members/{county.member(person)}"
    before = county.api.call(SECRETARY, "GET", path)
    tag = {"if-match": before.headers["etag"]}

    county.api.call(SECRETARY, "PATCH", path, {"education": "11"}, headers=tag)
    stale = county.api.call(SECRETARY, "PATCH", path, {"education": "12"}, headers=tag, expect=(412,))
    sealed = county.api.call(SECRETARY, "PATCH", f"{path}/sealed", {"homePhone": "07464710000"}).body

    history = county.api.get(SECRETARY, f"{path}/history")["items"]
    assert (stale.status, sealed["education"]) == (412, "11")
    assert [line["source"] for line in history[:2]] == ["CORRECTION", "CORRECTION"]
    assert history[1]["before"]["education"] == before.body["education"]
    assert county.api.get(SECRETARY, f"{path}?asOf={county.today}")["education"] == "11"
    assert county.refused(SECRETARY, "GET", f"{path}?asOf=2020-01-01", 404) == "not_found"
    differences = county.api.get(SECRETARY, f"{path}/differences?from={county.today}&to={county.today}")
    assert differences["items"] == []


def test_a_branch_proposes_and_the_level_above_decides(county: County) -> None:
    town = county.id_of(paper.ELECTING)
    path = f"/v1/members/{county.member(paper.of_branch(paper.ELECTING)[5])}"
    county.api.put(ADMIN, f"/v1/organisations/{town}/policies/member_changes_by_proposal", {"value": "on"})

    def refused() -> bool:
        answer = county.api.call(SECRETARY, "PATCH", path, {"education": "31"}, expect=(200, 409))
        return answer.status == 409 and answer.body["code"] == "proposal_required"

    county.until(refused, "the switch of a committee")
    change = {"facts": {"education": "14"}, "sealed": {"mobile": "15411112222"}}
    proposal = county.api.post(SECRETARY, f"{path}/proposals", change)
    listed = county.until(
        lambda: county.api.all(REVIEWER, f"/v1/proposals?organisationId={county.id_of(paper.TOWN)}"), "a proposal"
    )
    decision = f"/v1/proposals/{proposal['id']}/decision"
    own = county.refused(SECRETARY, "POST", decision, 403, {"outcome": "accepted"})
    decided = county.api.post(REVIEWER, decision, {"outcome": "accepted"})

    assert [one["id"] for one in listed] == [proposal["id"]]
    assert sorted(item["field"] for item in proposal["items"]) == ["education", "mobile"]
    assert (own, decided["state"]) == ("forbidden", "ACCEPTED")
    second = county.api.post(SECRETARY, f"{path}/proposals", {"facts": {"education": "31"}})
    county.api.post(SECRETARY, f"/v1/proposals/{second['id']}/withdrawal")
    assert county.api.get(REVIEWER, f"/v1/proposals/{second['id']}")["state"] == "WITHDRAWN"
    dossier = county.api.get(SECRETARY, path)
    assert (dossier["education"], dossier["mobile"]) == ("14", "154****2222")


def test_the_verifier_agrees_and_the_dossier_says_so(county: County) -> None:
    member = county.member(paper.of_branch(paper.AWAY)[2])

    told = county.api.post(SECRETARY, f"/v1/members/{member}/identity-checks")

    assert told["verdict"] == "AGREES"
    assert fields(county, member)["idNumber"]["verifiedBy"] == "VERIFIER"


def test_a_member_sees_who_looked(county: County) -> None:
    person = paper.of_branch(paper.AWAY)[3]
    account = county.bind(person)
    ask = {"purpose": "CONTACT", "fields": ["mobile", "birthDate"]}

    shown = county.api.post(SECRETARY, f"/v1/members/{county.member(person)}/reveal", ask)

    assert shown["values"] == {"mobile": person.mobile, "birthDate": f"{person.born}"}
    looks = county.api.get(account, "/v1/me/dossier/reveals")["items"]
    assert [(look["kind"], sorted(look["fields"])) for look in looks] == [("REVEAL", ["birthDate", "mobile"])]
    assert county.api.get(account, "/v1/me/dossier")["bound"] is True


def test_a_member_is_suspended_and_comes_back(county: County) -> None:
    path = f"/v1/members/{county.member(paper.of_branch(paper.STANDING)[10])}"
    today = {"effectiveOn": county.today}

    held = county.api.post(ADMIN, f"{path}/suspension", today | {"reason": "SETTLED_ABROAD"})
    back = county.api.post(ADMIN, f"{path}/reinstatement", today | {"reason": "RETURNED"})
    county.api.put(ADMIN, f"{path}/term", {"reason": "PASSIVE", "startsOn": county.today})
    mended = county.api.post(ADMIN, f"{path}/term/end", {"outcome": "CORRECTED"})

    assert (held["state"], back["state"], mended["state"]) == ("SUSPENDED", "ACTIVE", "ACTIVE")


def test_who_departs_is_off_the_roll_and_may_be_put_back(county: County) -> None:
    person = paper.of_branch(paper.STANDING)[11]
    member, account = county.member(person), county.bind(person)
    path, today = f"/v1/members/{member}", {"effectiveOn": county.today}

    county.api.post(ADMIN, f"{path}/departure", today | {"reason": "SELF_EXIT"})

    assert county.until(lambda: county.roll(paper.STANDING, "&state=LEFT"), "who left")[0]["id"] == member
    county.until(lambda: member not in county.board(paper.STANDING), "a board without the departed")
    county.until(lambda: county.api.get(account, "/v1/me")["memberId"] is None, "an account without a member")
    county.api.post(ADMIN, f"{path}/reinstatement", today | {"reason": "RECORDED_IN_ERROR"})
    county.until(lambda: member in county.board(paper.STANDING), "a board with the reinstated")
    assert county.member(person) == member


def test_a_home_is_moved_and_account_roll_and_board_follow(county: County) -> None:
    person = paper.of_branch(paper.MOVED_FROM)[0]
    member, account = county.member(person), county.bind(person)
    new_home = county.id_of(paper.MOVED_TO)
    body = {"branchId": new_home, "effectiveOn": county.today, "reason": "工作单位变动"}

    county.api.post(ADMIN, f"/v1/members/{member}/moves", body)

    county.until(lambda: member in {one["id"] for one in county.roll(paper.MOVED_TO)}, "the new roll")
    county.until(lambda: county.api.get(account, "/v1/me")["branchId"] == new_home, "the account")
    county.until(lambda: member in county.board(paper.MOVED_TO), "the new board")
    county.until(lambda: member not in county.board(paper.MOVED_FROM), "the old board")
    assert member not in {one["id"] for one in county.roll(paper.MOVED_FROM)}
    assert county.api.get(ADMIN, f"/v1/members/{member}/history")["items"][0]["source"] == "MOVE"


def test_a_member_takes_part_elsewhere_and_stays_at_home(county: County) -> None:
    body = {"code": "431129-102-900", "name": "项目党支部", "kind": "FUNCTIONAL_BRANCH", "level": "BRANCH"}
    project = county.api.post(ADMIN, "/v1/organisations", body | {"parentId": county.id_of(paper.TOWN)})["id"]
    person = paper.of_branch(paper.AWAY)[4]
    path = f"/v1/members/{county.member(person)}/attachments"

    beside = county.api.post(SECRETARY, path, {"organisationId": project})
    listed = county.api.all(ADMIN, f"/v1/members?attachedTo={project}")
    gone = county.api.call(SECRETARY, "DELETE", f"{path}/{project}").body

    assert (beside["branchId"], beside["attachedTo"]) == (county.id_of(paper.AWAY), [project])
    assert [one["name"] for one in listed] == [person.name]
    assert gone["attachedTo"] == []
