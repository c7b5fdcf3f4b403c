"""Members who are away and members whom nobody can reach."""

from datetime import date, timedelta

import pytest

from tests.e2e import paper
from tests.e2e.county import ADMIN, SECRETARY, Body, County

pytestmark = pytest.mark.e2e
HOME = [person for person in paper.of_branch(paper.AWAY) if not person.floating]
CONTACT, GONE, FOUND, SUSPENDED, RETURNING = HOME[6:11]


def ago(county: County, days: int) -> str:
    return f"{date.fromisoformat(county.today) - timedelta(days=days)}"


def away(county: County) -> Body:
    """More than a year in another city, with somebody at home who keeps touch."""
    where = {"reason": "WORK", "regionCode": "440300", "place": "深圳市南山区", "since": ago(county, 400)}
    return where | {"contactPersonId": county.member(CONTACT)}


def test_a_floating_member_is_registered_and_heard_of(county: County) -> None:
    member, contact = county.member(GONE), county.member(CONTACT)
    host = county.id_of(paper.FLOATING_BRANCH)
    path = f"/v1/members/{member}/floating"

    there = county.api.post(SECRETARY, path, away(county) | {"hostBranchId": host})
    heard = county.api.post(county.bind(CONTACT), f"{path}/contacts", {"channel": "PHONE"})
    county.api.post(county.bind(GONE), "/v1/me/floating/contacts", {"channel": "MESSAGE"})
    changed = county.api.call(SECRETARY, "PATCH", path, {"expectedReturn": county.today}).body

    assert (there["state"], there["long"], heard["contactedOn"]) == ("REGISTERED", True, county.today)
    assert changed["expectedReturn"] == county.today
    guests = county.until(lambda: county.api.all(ADMIN, f"/v1/floating?hostBranchId={host}&limit=100"), "guests")
    assert member in {one["memberId"] for one in guests}
    assert county.api.get(county.bind(GONE), "/v1/me/floating")["contactPersonId"] == contact
    assert county.api.get(SECRETARY, f"/v1/members/{member}")["floatingBranchId"] == host


def test_a_floating_member_is_certified_and_returns(county: County) -> None:
    member = county.member(RETURNING)
    path = f"/v1/members/{member}/floating"
    body = away(county)
    looked = {"purpose": "SUPPORT", "fields": ["outflowTo"]}

    county.api.post(SECRETARY, path, body)
    place = county.api.post(SECRETARY, f"/v1/members/{member}/reveal", looked)["values"]["outflowTo"]
    _certified(county, member)
    ended = county.api.post(SECRETARY, f"{path}/return", {})
    county.api.post(SECRETARY, path, body)
    mistake = county.api.get(SECRETARY, path)["memberId"], county.api.call(SECRETARY, "DELETE", path).body["reason"]

    assert place == body["place"]
    assert (ended["reason"], ended["endedOn"]) == ("RETURNED", county.today)
    assert mistake == (member, "ERROR")


def _certified(county: County, member: str) -> None:
    """A certificate is issued, checked for the year, and given back."""
    due = {"returnsOften": False, "transferImpossible": True}
    number = county.api.post(ADMIN, f"/v1/members/{member}/floating/certificate", due)["number"]
    path, year = f"/v1/floating/certificates/{number}", int(county.today[:4])
    checked = county.api.post(SECRETARY, f"{path}/checks", {"year": year, "passed": True})
    county.api.post(SECRETARY, f"{path}/return", {})
    register = county.api.all(ADMIN, f"/v1/floating/certificates?organisationId={county.id}")
    assert number == f"{paper.ROOT_CODE[:6]}-{year}-000001"
    assert [check["year"] for check in checked["checks"]] == [year]
    assert [(one["number"], one["returnedOn"]) for one in register] == [(number, county.today)]


def test_a_lost_member_is_sought_and_found(county: County) -> None:
    path = f"/v1/members/{county.member(FOUND)}/lost-contact"
    owner = county.member(CONTACT)

    opened = county.api.post(SECRETARY, path, {"reason": "1", "lostSince": ago(county, 100), "ownerId": owner})
    county.api.post(county.bind(CONTACT), f"{path}/attempts", {"channel": "VISIT"})
    early = county.refused(ADMIN, "POST", f"{path}/suspension", 409, {})
    closed = county.api.post(SECRETARY, f"{path}/found", {})

    assert (opened["state"], early) == ("OPEN", "lost_contact_too_early")
    assert (closed["id"], closed["closedOn"]) == (opened["id"], county.today)


def test_who_is_lost_for_half_a_year_is_suspended_and_the_case_ends_when_they_come_back(county: County) -> None:
    member, owner = county.member(SUSPENDED), county.member(CONTACT)
    path = f"/v1/members/{member}"
    lost = {"reason": "2", "lostSince": ago(county, 300), "ownerId": owner}

    county.api.post(SECRETARY, f"{path}/lost-contact", lost)
    named = county.api.put(SECRETARY, f"{path}/lost-contact/owner", {"ownerId": county.member(FOUND)})
    county.api.post(SECRETARY, f"{path}/lost-contact/attempts", {"channel": "LETTER"})
    case = county.api.post(ADMIN, f"{path}/lost-contact/suspension", {})
    early = county.refused(SECRETARY, "POST", f"{path}/lost-contact/removal", 409, {})
    held = county.api.get(ADMIN, path)["state"]
    listed = county.api.all(ADMIN, f"/v1/lost-contacts?organisationId={county.id}")
    county.api.post(ADMIN, f"{path}/reinstatement", {"reason": "FOUND", "effectiveOn": county.today})

    assert (named["ownerId"], case["ownerId"]) == (county.member(FOUND), county.member(FOUND))
    assert (case["state"], held, early) == ("SUSPENDED", "SUSPENDED", "lost_contact_too_early")
    assert member in {one["memberId"] for one in listed}
    county.until(
        lambda: county.api.call(ADMIN, "GET", f"{path}/lost-contact", expect=(200, 404)).status == 404, "a case closed"
    )
