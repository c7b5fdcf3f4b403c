"""Volunteer service and assistance, confirmed by who is helped; and talks, of which the year says what it lacks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel.clock import business_day
from scripts.story.api import Api, wait_until
from scripts.story.cast import REVIEWER, Branch
from tests.e2e import told

pytestmark = pytest.mark.e2e
Body = dict[str, Any]
HOUR = timedelta(hours=1)
PATH = "/v1/activities/services"


@pytest.fixture(scope="module")
def people(api: Api, branch: Branch) -> list[str]:
    """The ids of the first three members, in the order of their accounts."""
    return [str(api.get(branch.member(n), "/v1/me")["memberId"]) for n in range(3)]


def _offer(api: Api, branch: Branch, place: str, starts: timedelta, helped: Body) -> str:
    """The path of a service of two hours."""
    begins = datetime.now(UTC) + starts
    offer = {
        "organisationId": place,
        "kind": "NEIGHBOURS",
        "title": "帮助村民收割",
        "place": "村东稻田",
        "startsAt": begins.isoformat(),
        "endsAt": (begins + 2 * HOUR).isoformat(),
        "places": 2,
        "helped": helped,
    }
    return f"{PATH}/{api.post(branch.secretary, PATH, offer)['id']}"


def _year(api: Api, person: str, place: str, member_id: str) -> Body:
    found: Body = api.get(person, f"/v1/activities/service-hours?branchId={place}&memberId={member_id}")
    return found


def test_a_slip_of_who_has_no_account_confirms_hours(api: Api, branch: Branch, place: str, people: list[str]) -> None:
    service = _offer(api, branch, place, -HOUR, {"kind": "OUTSIDE"})
    clash = _offer(api, branch, place, HOUR / 2, {"kind": "OUTSIDE"})
    volunteer = branch.member(0)
    api.post(volunteer, f"{service}/bookings")
    refused = api.call(volunteer, "POST", f"{clash}/bookings", expect=(409,))
    api.post(branch.member(1), f"{clash}/bookings")
    (slip,) = api.post(branch.secretary, f"{service}/slips")["items"]
    booked = f"{service}/bookings/{people[0]}"
    api.put(volunteer, f"{booked}/hours", {"minutes": 50})

    confirmed = api.post(volunteer, f"{booked}/confirmation", {"minutes": 50, "code": slip["code"]})

    assert refused.body["code"] == "double_booked"
    assert confirmed["state"] == "CONFIRMED"
    assert _year(api, volunteer, place, people[0])["confirmedMinutes"] == 50
    assert api.post(branch.secretary, f"{clash}/cancel")["calledOff"]
    wait_until(lambda: "SERVICE_CALLED_OFF" in told.codes(api, branch.member(1)), "word of what was called off")
    assert service.rpartition("/")[2] in str(api.all(volunteer, f"{PATH}?organisationId={place}"))


def test_a_member_who_was_helped_confirms_and_the_county_takes_back(
    api: Api, branch: Branch, place: str, people: list[str]
) -> None:
    helped = {"kind": "MEMBER", "branchId": place, "memberId": people[1]}
    service = _offer(api, branch, place, -HOUR, helped)
    volunteer, booked = branch.member(2), f"{service}/bookings/{people[2]}"
    api.post(volunteer, f"{service}/bookings")
    api.put(volunteer, f"{booked}/hours", {"minutes": 30})
    (found,) = api.get(branch.member(1), f"{PATH}/received")["items"]
    (waiting,) = api.get(branch.member(1), f"{service}/bookings")["items"]

    api.post(branch.member(1), f"{booked}/confirmation", {"minutes": waiting["minutes"]})
    counted = _year(api, branch.secretary, place, people[2])["confirmedMinutes"]
    api.post(REVIEWER, f"{booked}/withdrawal", {"ground": "MISTAKE"})

    assert f"{PATH}/{found['id']}" == service
    assert (counted, _year(api, volunteer, place, people[2])["confirmedMinutes"]) == (30, 0)
    assert people[1] not in str(api.get(volunteer, service))


def test_a_place_is_given_back(api: Api, branch: Branch, place: str, people: list[str]) -> None:
    service = _offer(api, branch, place, 5 * HOUR, {"kind": "OUTSIDE"})
    api.post(branch.member(0), f"{service}/bookings")

    cancelled = api.post(branch.member(0), f"{service}/bookings/{people[0]}/cancel")

    assert (cancelled["state"], api.get(branch.secretary, service)["taken"]) == ("CANCELLED", 0)


def test_talks_are_recorded_and_the_year_says_which_are_missing(
    api: Api, branch: Branch, place: str, people: list[str]
) -> None:
    today = business_day(datetime.now(UTC))
    path, talk = "/v1/activities/talks", {"branchId": place, "members": people[:2], "heldOn": f"{today}"}
    api.put(branch.secretary, f"{path}/committee?branchId={place}&year={today:%Y}", {"members": people[:1]})
    before = api.get(branch.secretary, f"{path}?branchId={place}")["missing"]

    own = api.post(branch.member(0), path, talk)
    after = api.get(branch.secretary, f"{path}?branchId={place}")["missing"]
    year = api.get(branch.member(2), f"/v1/activities/year-plan?branchId={place}")["talks"]
    api.post(branch.secretary, f"{path}/withdrawal", talk)

    assert [one["relation"] for one in own["talks"]] == ["COMMITTEE_MEMBER"]
    lacked = {"relation": "COMMITTEE_MEMBER", "members": [people[1]]}
    assert (lacked in before, lacked in after) == (True, False)
    assert year["recorded"] == 1
    assert api.get(branch.secretary, f"{path}?branchId={place}")["talks"] == []


def test_what_is_promised_arrives_and_the_branch_sees_no_name(
    api: Api, branch: Branch, place: str, people: list[str]
) -> None:
    path, donor, helped = "/v1/activities/assistance", branch.member(0), branch.member(1)
    promise = {
        "organisationId": place,
        "donor": "MEMBER",
        "gift": {"kind": "MONEY", "fen": 20_000},
        "purpose": "EDUCATION",
        "helped": {"kind": "MEMBER", "branchId": place, "memberId": people[1]},
    }
    first = api.post(donor, path, promise)["id"]
    second = api.post(donor, path, promise | {"helped": {"kind": "OUTSIDE"}})["id"]
    third = api.post(donor, path, promise | {"gift": {"kind": "GOODS", "things": "棉被两床"}})["id"]

    for one in (first, second):
        api.post(donor, f"{path}/{one}/delivery")
    code = api.post(branch.secretary, f"{path}/{second}/slip")["code"]
    api.post(helped, f"{path}/{first}/confirmation", {"received": True})
    api.post(donor, f"{path}/{second}/confirmation", {"code": code})
    api.post(donor, f"{path}/{third}/cancel")

    listed = {one["id"]: one["state"] for one in api.all(branch.member(2), f"{path}?organisationId={place}")}
    assert listed == {first: "CONFIRMED", second: "CONFIRMED", third: "TAKEN_BACK"}
    assert [one["id"] for one in api.get(helped, f"{path}/received")["items"]] == [first, third]
    assert not any(person in str(api.get(branch.member(2), f"{path}?organisationId={place}")) for person in people)
    assert api.get(branch.secretary, f"{path}/{first}")["donorId"] == people[0]
