"""Organisation life: from the plan to the reviewed record, and back; what is made up or shown twice is seen."""

import hashlib
import hmac
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scripts.demo.photos import photo
from scripts.story import founding, month
from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, REVIEWER, Branch, Cast
from scripts.story.crowd import all_at_once
from scripts.story.play import Play

pytestmark = pytest.mark.e2e
Body = dict[str, Any]
OFFLINE = 5  # members whose phones have no net
SHOWN_BY_OTHERS = photo(0)  # the first picture of the story's first branch


@pytest.fixture(scope="module")
def branch(story: Play) -> Branch:
    """The largest branch, which did nothing until now: its secretary gets the role, its members bind their sign-ins."""
    cast, cloud = story.cast, story.cloud
    of = {home: tuple(one for one in cast.county.people if one.branch == home.code) for home in cast.idle()}
    home = max(of, key=lambda home: len(of[home]))
    found = Branch(home, of[home], by_code=True)
    subjects = cloud.people.make_all([found.secretary, *(found.member(n) for n in range(len(found.members)))])
    founding.grant(cloud.api, subjects[found.secretary], "secretary", cast.id_of(home.code))
    founding.bind(cloud.api, [found])
    return found


@pytest.fixture(scope="module")
def people(api: Api, branch: Branch) -> list[str]:
    """The ids of the branch's members, in the order of their accounts."""

    def own(number: int) -> str:
        return str(wait_until(lambda: api.get(branch.member(number), "/v1/me")["memberId"], "a binding"))

    return all_at_once(own, range(len(branch.members)))


@pytest.fixture(scope="module")
def meeting(api: Api, branch: Branch, place: str) -> str:
    """The path of an assembly that begins in half a minute, to which the branch is invited."""
    begins = datetime.now(UTC) + timedelta(seconds=30)
    plan = {
        "branchId": place,
        "type": "GENERAL_ASSEMBLY",
        "title": "支部党员大会",
        "startsAt": begins.isoformat(),
        "endsAt": (begins + timedelta(seconds=10)).isoformat(),
        "place": "党员活动室",
        "materials": [{"title": "学习材料", "href": "https://example.org/material"}],
    }
    return f"/v1/activities/{api.post(branch.secretary, '/v1/activities', plan)['id']}"


@pytest.fixture(scope="module")
def decided(api: Api, branch: Branch, place: str, people: list[str]) -> Body:
    """What all full members there are for: everybody but the first, who is ill, and the second, who is against it."""
    members = api.all(branch.secretary, f"/v1/members?branchId={place}&limit=100")
    full = {member["id"] for member in members if member["category"] == "FULL"}
    votes = len(full & set(people[2:])), len(full & {people[1]})
    return {"text": "整修活动室", "inFavour": votes[0], "against": votes[1], "abstained": 0}


class Phone:
    """A member's phone, which signs as `docs/domains/activities.md` says."""

    def __init__(self, api: Api, owner: str) -> None:
        self.api, self.owner = api, owner
        made = api.post(owner, "/v1/me/devices", {})
        self.id, self._key = made["id"], urlsafe_b64decode(made["key"] + "=" * (-len(made["key"]) % 4))

    def bundle(self, activity_id: str, code: str) -> Body:
        clocks = {"deviceTimeMs": int(datetime.now(UTC).timestamp() * 1000), "uptimeMs": 60_000, "bootId": "k3Jd92ms"}
        shown = [str(value) for value in clocks.values()]
        one = self._signed("e-branch sign-in 1", self.id, "1", activity_id, code, *shown)
        sign_in = {"counter": 1, "activityId": activity_id, "code": code, **clocks, "signature": one}
        return {"signIns": [sign_in], **clocks, "signature": self._signed("e-branch bundle 1", self.id, *shown, one)}

    def _signed(self, *lines: str) -> str:
        return hmac.digest(self._key, "\n".join(lines).encode(), hashlib.sha256).hex()


def test_a_committee_adds_to_the_templates_of_its_branches(api: Api, story: Play, place: str) -> None:
    path = "/v1/activities/templates"
    added = {"agenda": [{"zh": "重温入党誓词", "en": "the oath again"}]}
    api.put(ADMIN, f"{path}/THEME_DAY?organisationId={story.cast.county_id}", added)

    shown = api.get(ADMIN, f"{path}/THEME_DAY?organisationId={place}")
    types = api.get(ADMIN, f"{path}?organisationId={place}")

    assert "重温入党誓词" in str(shown["agenda"])
    assert len(types["items"]) == 11


def test_a_branch_sees_what_its_year_still_lacks(api: Api, branch: Branch, place: str) -> None:
    year = datetime.now(UTC) + timedelta(hours=8)
    path = f"/v1/activities/year-plan?branchId={place}&year={year:%Y}"
    entry = {"month": f"{year:%Y-%m}", "type": "PARTY_LECTURE", "title": "第四季度党课"}

    api.put(branch.secretary, path, {"entries": [entry]})

    assert "PARTY_LECTURE" in str(api.get(branch.secretary, path)["missing"])


def test_a_party_group_has_its_members(api: Api, branch: Branch, place: str, people: list[str]) -> None:
    group = {"code": f"{branch.organisation.code}-G1", "name": "第一党小组", "kind": "PARTY_GROUP", "level": "BRANCH"}
    made = api.post(ADMIN, "/v1/organisations", group | {"parentId": place})["id"]

    def put() -> bool:
        path = f"/v1/activities/groups/{made}"
        return api.call(branch.secretary, "PUT", path, {"members": people[:3]}, expect=(200, 404, 422)).status == 200

    wait_until(put, "the group")

    assert str(people[0]) in str(api.get(branch.secretary, f"/v1/activities/groups?branchId={place}"))
    board = f"/v1/points/branches/{place}/groups"
    wait_until(lambda: api.get(branch.secretary, board)["groups"] or None, "the board of the groups")
    members = api.get(branch.secretary, f"/v1/points/groups/{made}")["members"]
    assert {line["memberId"] for line in members} == set(people[:3])


def test_members_answer_and_have_it_in_their_calendars(api: Api, branch: Branch, meeting: str) -> None:
    api.put(branch.member(0), f"{meeting}/reply", {"reply": "LEAVE", "leave": "LEAVE_SICK", "reason": "住院"})
    api.put(branch.member(1), f"{meeting}/reply", {"reply": "COMING"})

    assert api.get(branch.member(0), f"{meeting}/reply")["leave"] == "LEAVE_SICK"
    assert len(api.all(branch.secretary, f"{meeting}/replies")) == 2
    assert "text/calendar" in api.call(branch.member(1), "GET", f"{meeting}/calendar.ics").headers["content-type"]


def test_they_sign_in_online_offline_and_by_list_and_confirm_each_other(
    api: Api, branch: Branch, meeting: str, people: list[str]
) -> None:
    def sign_in(number: int) -> None:
        code = api.get(branch.secretary, f"{meeting}/code")["code"]
        api.post(branch.member(number), f"{meeting}/sign-ins", {"code": code})

    def offline(phone: Phone) -> list[str]:
        bundle = phone.bundle(meeting.rpartition("/")[2], api.get(branch.secretary, f"{meeting}/code")["code"])
        sent = [api.post(phone.owner, f"/v1/me/devices/{phone.id}/bundles", bundle)["signIns"][0] for _ in range(2)]
        return [one["outcome"] for one in sent]

    all_at_once(sign_in, range(1 + OFFLINE, len(people) - 1))
    phone, *others = [Phone(api, branch.member(number)) for number in range(1, 1 + OFFLINE)]
    outcomes = all_at_once(offline, [phone, *others])
    seen = api.post(branch.member(1), f"{meeting}/confirmations", {"memberId": people[9]})

    assert len(people) > 30
    assert outcomes == [["RECORDED", "STANDS"]] * OFFLINE
    assert [phone.id] == [one["id"] for one in api.get(phone.owner, "/v1/me/devices")["items"]]
    api.call(phone.owner, "DELETE", f"/v1/me/devices/{phone.id}")
    assert api.get(phone.owner, f"{meeting}/sign-ins/own")["row"]["method"] == "OFFLINE"
    assert seen["memberId"] == people[9]


def test_guests_are_counted_and_visits_are_listed(api: Api, branch: Branch, meeting: str, place: str) -> None:
    guests = {"guests": [{"organisation": "某某小学", "count": 3, "role": "GUEST"}]}

    api.put(branch.secretary, f"{meeting}/guests", guests)

    assert api.get(branch.secretary, f"{meeting}/guests")["total"] == 3
    assert api.get(branch.secretary, f"/v1/activities/visits?branchId={place}")["items"] == []


def test_a_photo_that_another_branch_showed_is_named(api: Api, branch: Branch, meeting: str) -> None:
    for content in (SHOWN_BY_OTHERS, photo(900), photo(901)):
        month._take_photo(api, branch, meeting.rpartition("/")[2], content)

    def look() -> list[Body] | None:
        found = api.all(branch.secretary, f"{meeting}/photos")
        return found if [one["state"] for one in found] == ["ACCEPTED"] * 3 else None

    checks = [one["checks"] for one in wait_until(look, "the photos")]
    assert ["SAME_FILE" in str(one) for one in checks] == [True, False, False]


def test_minutes_are_signed_returned_handed_in_again_and_approved(
    api: Api, story: Play, branch: Branch, meeting: str, people: list[str], decided: Body
) -> None:
    cast, activity = story.cast, meeting.rpartition("/")[2]
    begun = datetime.fromisoformat(api.get(branch.secretary, meeting)["startsAt"])
    stay = {
        "memberId": people[-1],
        "joinedAt": begun.isoformat(),
        "leftAt": (begun + timedelta(seconds=10)).isoformat(),
    }
    wait_until(lambda: datetime.now(UTC) > begun + timedelta(seconds=11), "the end of the assembly")
    listed = api.put(branch.secretary, f"{meeting}/online-attendance", {"entries": [stay]})
    api.put(branch.secretary, f"{meeting}/attendance", {"entries": [{"memberId": people[0], "state": "LEAVE_SICK"}]})
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1, hours=8):%Y-%m-%d}"
    resolution = decided | {"owner": people[2], "dueOn": tomorrow}
    text = {"host": people[1], "recorder": people[2], "summary": "讨论并通过。", "resolutions": [resolution]}
    digest = api.put(branch.secretary, f"{meeting}/minutes", text)["digest"]
    for number in (1, 2):
        api.post(branch.member(number), f"{meeting}/minutes/signatures", {"digest": digest})
    month.submit(api, branch, activity)
    month.review(api, cast.reviewer_of(branch), activity, "return", "请补充。")
    month.submit(api, branch, activity)

    passed = _in_bulk(api, story, branch, activity)

    month.review(api, cast.reviewer_of(branch), activity)
    month.review(api, REVIEWER, activity)
    assert listed["listed"] == 1
    assert (passed["outcome"], "RESUBMITTED" in passed["reasons"]) == ("LOOK", True)
    assert api.get(REVIEWER, f"/v1/reviews/turnaround?organisationId={cast.county_id}")["items"]


def _in_bulk(api: Api, story: Play, branch: Branch, activity: str) -> Body:
    """What becomes of a returned record where the county lets clean ones pass together."""
    cast: Cast = story.cast
    rules = {"organisationId": cast.county_id, "entryDays": 3, "bulk": True, "samplePercent": 5}
    api.put(ADMIN, "/v1/reviews/rules", rules)
    first = cast.id_of(cast.committee_of(branch.organisation))
    assert api.get(ADMIN, f"/v1/reviews/rules?organisationId={first}")["bulk"]
    order = {"organisationId": first, "activityIds": [activity]}
    found: Body = api.post(cast.reviewer_of(branch), "/v1/reviews/bulk", order)["items"][0]
    return found


def test_what_was_decided_is_a_task_until_it_is_done(
    api: Api, branch: Branch, meeting: str, place: str, people: list[str]
) -> None:
    (task,) = api.get(branch.secretary, f"/v1/activities/tasks?branchId={place}&state=open")["items"]

    api.post(branch.member(2), f"{meeting}/tasks/{task['id']}/closing", {"text": "已整修"})

    (done,) = api.get(branch.secretary, f"/v1/activities/tasks?branchId={place}&state=done")["items"]
    assert (task["ownerId"], done["evidence"]) == (people[2], "已整修")


def test_sealed_minutes_are_corrected_as_a_new_version(
    api: Api, branch: Branch, meeting: str, people: list[str], decided: Body
) -> None:
    text = {"host": people[1], "recorder": people[2], "summary": "讨论并一致通过。", "resolutions": [decided]}

    api.post(branch.secretary, f"{meeting}/minutes/corrections", text | {"reason": "漏字"})

    versions = api.get(branch.secretary, f"{meeting}/minutes/versions")["items"]
    assert [one["number"] for one in versions] == [1, 2]
    assert api.get(branch.secretary, f"{meeting}/minutes/versions/1")["summary"] == "讨论并通过。"


def test_points_come_with_the_approval_and_go_with_its_withdrawal(api: Api, branch: Branch, meeting: str) -> None:
    activity = meeting.rpartition("/")[2]

    def lines() -> list[int]:
        found = api.all(branch.member(2), "/v1/me/points")
        return [int(line["value"]) for line in found if activity in str(line)]

    earned = wait_until(lines, "points of the assembly")
    api.post(REVIEWER, f"{meeting}/withdrawal", {"reason": "事后发现记录有误"})

    wait_until(lambda: len(lines()) == 2 * len(earned), "the points that go back")
    assert sum(lines()) == 0
    assert api.get(branch.secretary, meeting)["state"] == "WITHDRAWN"


def test_the_preview_of_a_kept_search_counts_its_people(api: Api, story: Play, place: str, people: list[str]) -> None:
    kept = {"organisationId": place, "name": "正式党员", "criteria": {"category": "FULL"}}
    segment = api.post(ADMIN, "/v1/segments", kept)["id"]
    asked = api.post(ADMIN, "/v1/dispatches/preview", {"organisationId": place, "audience": {"segmentId": segment}})

    def look() -> Body | None:
        found: Body = api.get(ADMIN, f"/v1/dispatches/previews/{asked['id']}")
        return found if found["state"] == "COUNTED" else None

    assert 0 < wait_until(look, "the preview")["people"] <= len(people)
