"""What the two walks leave out: grants taken back, plans changed, lists read, rules published, in every room."""

from datetime import UTC, datetime, timedelta

import pytest

from scripts.story.cast import ADMIN as STORY_ADMIN
from scripts.story.cast import REVIEWER as STORY_REVIEWER
from scripts.story.play import Play
from tests.e2e import paper
from tests.e2e.county import ADMIN, AUDITOR, REVIEWER, SECRETARY, SECURITY, County

pytestmark = pytest.mark.e2e


def test_the_api_is_well_without_a_token(county: County) -> None:
    assert county.api.call(None, "GET", "/v1/health").body == {"status": "ok"}


def test_a_role_is_given_listed_and_taken_back(county: County) -> None:
    place = county.id_of(paper.STREET)
    subject = county.cloud.people.make("registry-passing")
    body = {"subject": subject, "role": "reviewer", "organisationId": place}

    county.api.post(SECURITY, "/v1/grants", body)
    given = county.api.all(SECURITY, f"/v1/grants?organisationId={place}")
    county.api.call(SECURITY, "DELETE", f"/v1/grants/{subject}/reviewer/{place}")

    assert [one["subject"] for one in given] == [subject]
    assert county.api.all(AUDITOR, f"/v1/grants?organisationId={place}") == []


def test_a_place_tells_its_switches_and_rules(county: County) -> None:
    town, tomorrow = county.id_of(paper.TOWN), datetime.now(UTC) + timedelta(days=2)
    rule = {"id": "day", "activityType": "THEME_DAY", "to": "member", "points": 5, "zh": "主题党日", "en": "Theme day"}
    body = {"organisationId": town, "effectiveFrom": f"{tomorrow:%Y-%m-%d}", "rules": [rule]}

    switches = county.api.get(REVIEWER, f"/v1/organisations/{town}/policies")
    published = county.api.put(ADMIN, "/v1/points/rules", body)
    rules = county.api.get(REVIEWER, f"/v1/points/rules?organisationId={town}")

    assert {one["policy"] for one in switches["items"]} >= {"member_changes_by_proposal", "quiet_hours"}
    assert [one["id"] for one in rules["items"]] == [published["id"]]
    assert rules["inForce"]["organisationId"] is None


def test_a_plan_is_changed_and_called_off(county: County) -> None:
    branch, begins = county.id_of(paper.AWAY), datetime.now(UTC) + timedelta(days=1)
    body = {
        "branchId": branch,
        "type": "GENERAL_ASSEMBLY",
        "title": "支部党员大会",
        "startsAt": begins.isoformat(),
        "endsAt": (begins + timedelta(hours=2)).isoformat(),
        "place": "村部",
    }
    made = county.api.post(SECRETARY, "/v1/activities", body)["id"]

    changed = county.api.call(SECRETARY, "PATCH", f"/v1/activities/{made}", {"place": "党群服务中心"}).body
    county.api.post(SECRETARY, f"/v1/activities/{made}/cancel")

    assert changed["place"] == "党群服务中心"
    listed = county.api.all(SECRETARY, f"/v1/activities?branchId={branch}&month={begins:%Y-%m}")
    assert [(one["id"], one["state"]) for one in listed] == [(made, "CANCELLED")]


def test_a_record_is_read_with_its_minutes_and_reviews(story: Play) -> None:
    returned = story.cast.branches[0]
    path = f"/v1/activities/{story.activities[returned.organisation.code]}"

    minutes = story.cloud.api.get(returned.secretary, f"{path}/minutes")
    reviews = story.cloud.api.all(returned.secretary, f"{path}/reviews")

    assert minutes["summary"]
    assert [review["decision"] for review in reviews] == ["return", "approve", "approve"]


def test_a_notice_is_read_once(story: Play) -> None:
    api = story.cloud.api
    person = story.cast.reviewers()[0]
    first = api.get(person, "/v1/me/notices")["items"][0]

    assert api.post(person, f"/v1/me/notices/{first['id']}/read")["readAt"] is not None


def test_a_committee_reads_the_points_of_a_member_and_a_run(story: Play) -> None:
    branch = story.cast.branches[0]
    line = story.cloud.api.get(branch.secretary, f"/v1/points/branches/{story.cast.id_of(branch.organisation.code)}")
    best = line["members"][0]

    told = story.cloud.api.get(branch.secretary, f"/v1/points/members/{best['memberId']}")

    assert told["balance"] == best["points"] > 0
    assert story.cloud.api.get(STORY_REVIEWER, f"/v1/organisations/{story.cast.county_id}")["level"] == "COUNTY"
    assert story.cloud.api.get(STORY_ADMIN, "/v1/me")["grants"][0]["role"] == "county_admin"


def test_acts_that_belong_to_no_organisation_have_a_chain_of_their_own(county: County) -> None:
    person = paper.of_branch(paper.TWINS)[5]
    county.cloud.people.make("registry-nobody")
    proof = {"name": "某某某", "idNumber": person.id_number}
    county.refused("registry-nobody", "POST", "/v1/me/binding", 422, proof)

    entries = county.api.get(AUDITOR, "/v1/journal/unplaced?order=newest")["items"]

    assert "BindingRefused" in {entry["record"]["event"] for entry in entries}


def test_a_committee_keeps_its_headings_and_lists_its_rosters(county: County) -> None:
    where = f"organisationId={county.id}&kind=members"
    known = county.api.get(ADMIN, f"/v1/rosters/mappings?{where}")["headings"]
    body = {"organisationId": county.id, "kind": "members", "headings": known | {"备注二": None}}

    county.api.put(ADMIN, "/v1/rosters/mappings", body)

    listed = county.api.all(AUDITOR, f"/v1/rosters?organisationId={county.id}")
    assert {known[heading] for heading in ("同志", "证号")} == {"name", "id_number"}
    assert county.api.get(ADMIN, f"/v1/rosters/mappings?{where}")["headings"]["备注二"] is None
    assert county.seen["members"] in {one["rosterId"] for one in listed}
