"""People are told: what is sent to many, what goes out of the house and comes back, what committees owe."""

import hmac
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from scripts.local.carriers import WECHAT_PATH, Carriers
from scripts.story.cast import ADMIN as STORY_ADMIN
from scripts.story.closing import schedule_once
from scripts.story.play import Play
from tests.e2e import carrying, paper
from tests.e2e.county import ADMIN, Body, County

pytestmark = pytest.mark.e2e
READER, SLEEPER = paper.of_branch(paper.STANDING)[30:32]
TITLE = "关于开展主题党日的通知"


@pytest.fixture(scope="module")
def sent(county: County) -> Body:
    """A notice from the county to a township, which asks for something."""
    town = county.id_of(paper.TOWN)
    plan = {
        "organisationId": county.id,
        "audience": {"organisationId": town},
        "asks": True,
        "demands": {"requests": 1, "forms": 0, "photos": 1},
    }
    load = county.api.post(ADMIN, "/v1/dispatches/preview", plan)
    day = f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%d}"
    order = plan | {"title": TITLE, "body": "请按时参加。", "actBy": day, "urgent": True}
    made = county.api.post(ADMIN, "/v1/dispatches", order)
    path = f"/v1/dispatches/{made['id']}"
    county.until(lambda: county.api.get(ADMIN, path)["reach"]["delivered"] >= load["people"], "a delivery", 120)
    return {"path": path, "preview": load, "town": town}


def inbox(county: County, person: str, code: str = "DISPATCH") -> list[Body]:
    found = county.api.get(person, "/v1/me/notices?limit=100")["items"]
    return [notice for notice in found if notice["code"] == code]


def test_a_notice_to_a_township_is_read_and_done_and_its_sender_sees_it(county: County, sent: Body) -> None:
    reader = county.bind(READER)
    (notice,) = inbox(county, reader)
    before = county.api.get(reader, "/v1/me/notices/counts")

    county.api.post(reader, f"/v1/me/notices/{notice['id']}/read")
    county.api.post(reader, f"/v1/me/notices/{notice['id']}/done")

    after = county.api.get(reader, "/v1/me/notices/counts")
    reach = county.api.get(ADMIN, f"{sent['path']}?organisationId={county.id_of(paper.STANDING)}")["reach"]
    assert (notice["subject"], notice["readAt"]) == (TITLE, None)
    assert (before["unread"] - after["unread"], before["undone"] - after["undone"]) == (1, 1)
    assert (reach["opened"], reach["acted"]) == (1, 1)


def test_who_has_not_read_is_listed_and_reminded_in_one_step(county: County, sent: Body) -> None:
    branch = county.id_of(paper.STANDING)
    sleeper = county.bind(SLEEPER)

    unread = county.api.all(ADMIN, f"{sent['path']}/unread?organisationId={branch}")
    county.api.post(ADMIN, f"{sent['path']}/reminders", {"organisationId": branch})

    assert county.member(SLEEPER) in {one["memberId"] for one in unread}
    county.until(lambda: len(county.api.get(sleeper, "/v1/me/notices?limit=100")["items"]) >= 2, "a reminder", 60)


def test_what_is_asked_of_branches_is_counted(county: County, sent: Body) -> None:
    burden = county.api.get(ADMIN, f"/v1/organisations/{sent['town']}/burden")

    assert burden["asked"]["photos"] == burden["branches"] == sent["preview"]["branches"]
    assert [cost["channel"] for cost in sent["preview"]["costs"]] == ["inbox", "sms", "email", "wechat"]


def test_a_retracted_notice_says_so_in_every_inbox(county: County, sent: Body) -> None:
    county.api.post(ADMIN, f"{sent['path']}/retraction", {"reason": "通知有误"})

    assert [n["withdrawnAt"] is not None for n in inbox(county, county.bind(SLEEPER))] == [True]


def test_whoever_a_kept_search_finds_is_told(county: County) -> None:
    branch = county.id_of(paper.ELECTING)
    kept = {"organisationId": branch, "name": "正式党员", "criteria": {"category": "FULL"}}
    segment = county.api.post(ADMIN, "/v1/segments", kept)["id"]
    order = {"organisationId": branch, "audience": {"segmentId": segment}, "title": "致正式党员", "body": "请阅。"}
    wanted = len([person for person in paper.of_branch(paper.ELECTING) if person.is_full])

    path = f"/v1/dispatches/{county.api.post(ADMIN, '/v1/dispatches', order)['id']}"

    county.until(lambda: county.api.get(ADMIN, path)["reach"]["delivered"], "a delivery", 120)
    county.until(lambda: county.api.get(ADMIN, path)["reach"]["delivered"] == wanted, "everybody", 60)


def test_a_notice_from_above_the_counties_comes_to_each_of_them(county: County) -> None:
    city, inside = carrying.a_city(county)
    county.until(lambda: carrying.is_watched(county.cloud, inside), "a county with branches", 60)
    order = {"organisationId": city, "audience": {"organisationId": city}, "title": "致全市党员", "body": "请阅。"}
    lacking = {"organisationId": city, "audience": {"organisationId": inside}, "demands": {"requests": 1}}

    path = f"/v1/dispatches/{county.api.post(carrying.MAYOR, '/v1/dispatches', order)['id']}"

    assert county.api.post(carrying.MAYOR, "/v1/dispatches/preview", lacking)["branches"] == 1
    assert county.api.get(carrying.MAYOR, path)["dispatch"]["title"] == order["title"]
    county.until(lambda: carrying.was_mapped(county.cloud), "a run of the map", 60)


@pytest.fixture(scope="module")
def reachable(county: County) -> str:
    """A member who gave a phone number, a mail address and an open id, each proved by a code."""
    person = county.bind(READER)
    for channel, address in carrying.ADDRESSES.items():
        county.api.post(person, "/v1/me/notices/contacts", {"channel": channel, "address": address})
        code = county.until(partial(carrying.code, county.cloud, channel), "a code")
        path = f"/v1/me/notices/contacts/{channel}/confirmation"
        assert county.api.post(person, path, {"code": code})["state"] == "CONFIRMED"
    return person


def test_a_member_is_told_outside_once_by_the_first_channel_that_takes_it(
    county: County, reachable: str, carriers: Carriers
) -> None:
    county.api.put(reachable, "/v1/me/notices/preferences", {"channels": ["wechat", "sms"], "language": "zh"})
    order = {
        "organisationId": county.id,
        "audience": {"members": [{"branchId": county.id_of(paper.STANDING), "memberId": county.member(READER)}]},
        "title": "紧急通知",
        "body": "请即阅。",
        "urgent": True,
    }
    texts = carrying.texts(county.cloud)

    county.api.post(ADMIN, "/v1/dispatches", order)

    told = county.until(lambda: [s for s in carriers.sent if "紧急通知" in str(s.body)], "a message", 90)
    assert [one.path.partition("?")[0] for one in told] == [WECHAT_PATH]
    assert carrying.texts(county.cloud) == texts
    receipt = {"receipts": [{"receipt": str(len(carriers.sent)), "state": "OPENED"}]}
    assert signed(county, "wechat", receipt)["received"] == 1
    messages = county.api.get(reachable, "/v1/me/notices/messages")["items"]
    assert [(one["about"], one["channel"]) for one in messages[:1]] == [("notice", "wechat")]


def signed(county: County, channel: str, body: Body) -> Any:
    """A receipt as a carrier sends it."""
    text = json.dumps(body, ensure_ascii=False).encode()
    key = carrying.SECRETS["receipts"].encode()
    headers = {"x-signature": "sha256=" + hmac.new(key, channel.encode() + b"." + text, "sha256").hexdigest()}
    return county.api.call(None, "POST", f"/v1/public/receipts/{channel}", body, headers=headers).body


def test_a_county_has_its_own_service_told(county: County, carriers: Carriers) -> None:
    path = f"/v1/organisations/{county.id}/webhook"

    made = county.api.put(ADMIN, path, {"url": f"{carriers.url}/county"})

    assert made["key"]
    assert county.api.get(ADMIN, path)["key"] is None
    county.api.call(ADMIN, "DELETE", path)


def test_an_address_is_forgotten(county: County, reachable: str) -> None:
    county.api.call(reachable, "DELETE", "/v1/me/notices/contacts/email")

    left = county.api.get(reachable, "/v1/me/notices/contacts")["items"]
    assert sorted(one["channel"] for one in left) == ["sms", "wechat"]
    assert county.api.get(reachable, "/v1/me/notices/preferences")["channels"] == ["wechat", "sms"]


def test_a_committee_words_a_notice_in_its_own_way(county: County) -> None:
    path = f"/v1/organisations/{county.id}/notice-templates"
    body = {"reader": "member", "language": "zh", "channel": "inbox", "text": "{since}以来{months}个月，请联系支部。"}

    county.api.put(ADMIN, f"{path}/ABSENT_3M", body)
    refused = county.refused(ADMIN, "PUT", f"{path}/ABSENT_3M", 422, body | {"text": "没有占位符"})

    listed = county.api.get(ADMIN, f"{path}/ABSENT_3M?reader=member")["items"]
    assert [version["text"] for version in listed] == [body["text"]]
    assert refused
    assert any(one["code"] == "ABSENT_3M" for one in county.api.get(ADMIN, path)["items"])


def test_what_a_branch_owes_stands_among_the_warnings_of_its_committee(story: Play) -> None:
    warnings = story.cloud.api.all(STORY_ADMIN, f"/v1/organisations/{story.cast.county_id}/warnings?state=all")

    idle = {one["organisationId"] for one in warnings if one["code"] == "BRANCH_IDLE_MONTH"}
    assert idle >= {story.cast.id_of(home.code) for home in story.cast.idle()}
    risks = [one["risk"] for one in warnings if one["withdrawnAt"] is None]  # those withdrawn follow, by their time
    assert risks == sorted(risks, reverse=True)


def test_what_waits_is_taken_up_every_quarter_of_an_hour(county: County) -> None:
    schedule_once(county.cloud.emulator, "NoticesOnWaiting", {})
