"""A member's phones."""

import base64
from typing import Any

import pytest

from functions.activities.devices import keys as device_keys
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.phone import Phone
from tests.integration.activities.story import Story, call
from tests.trust import engine


def register(subject: str | None, body: Any = None, **headers: str) -> tuple[int, Any]:
    return call("POST", "/v1/me/devices", subject, {} if body is None else body, headers=headers)


def test_a_phone_gets_a_key_that_is_kept_nowhere(story: Story) -> None:
    status, told = register(story.member)

    key = base64.urlsafe_b64decode(told["key"])
    assert (status, told["keyKind"], len(key)) == (201, "HMAC-SHA256", 32)
    assert key == device_keys.key_of(told["id"], story.members[0])
    kept = str((engine.rows("ActivitiesTable"), engine.rows("JournalTable"), engine.rows("IdempotencyTable")))
    assert told["key"] not in kept
    assert key.hex() not in kept
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["data"]["deviceId"]) == ("DeviceRegistered", told["id"])


def test_two_phones_and_two_members_have_different_keys(story: Story) -> None:
    device_id, other = new_id(), new_id()

    keys = {device_keys.key_of(d, m) for d in (device_id, other) for m in story.members[:2]}

    assert len(keys) == 4


def test_an_answer_with_a_key_is_not_kept_under_an_idempotency_key(story: Story) -> None:
    first = register(story.member, **{"idempotency-key": "once"})[1]

    second = register(story.member, **{"idempotency-key": "once"})[1]

    assert first["id"] != second["id"]


def test_a_member_sees_the_phones_and_removes_one(story: Story) -> None:
    phones = [Phone.of(story.member) for _ in range(2)]

    status, removed = call("DELETE", f"/v1/me/devices/{phones[0].id}", story.member)
    _, page = call("GET", "/v1/me/devices", story.member)

    assert (status, removed["id"], removed["revokedAt"] is not None) == (200, phones[0].id, True)
    assert [phone["id"] for phone in page["items"]] == [phones[1].id]
    assert recorded(story.branch.id)[-1]["event"] == "DeviceRemoved"


def test_a_removed_phone_cannot_be_removed_again_and_makes_room(story: Story) -> None:
    phones = [Phone.of(story.member) for _ in range(5)]
    full = register(story.member)
    call("DELETE", f"/v1/me/devices/{phones[0].id}", story.member)

    again = call("DELETE", f"/v1/me/devices/{phones[0].id}", story.member)
    room = register(story.member)

    assert (full[0], full[1]["code"]) == (409, "too_many_devices")
    assert (again[0], again[1]["code"]) == (409, "device_revoked")
    assert room[0] == 201


@pytest.mark.parametrize("body", [{"keyKind": "RSA"}, {"key": "mine"}, [], {"keyKind": None}])
def test_nobody_brings_a_key_of_their_own(story: Story, body: Any) -> None:
    status, problem = register(story.member, body)

    assert (status, problem["code"]) == (422, "invalid")


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("secretary", 404), ("stranger", 201)])
def test_phones_are_of_members(story: Story, subject: str | None, expected: int) -> None:
    assert register(subject)[0] == expected


def test_anothers_phone_is_not_found(story: Story) -> None:
    phone = Phone.of(story.member)
    other = builders.account("m1", member_id=story.members[1], branch=story.branch)

    statuses = [call("DELETE", f"/v1/me/devices/{one}", other)[0] for one in (phone.id, new_id())]

    assert statuses == [404, 404]
