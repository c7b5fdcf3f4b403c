"""Photos, announced and shown."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from functions.activities.photos import photographing
from functions.activities.photos.models import AnnouncePhoto
from functions.activities.photos.tables import Photo
from kernel.asking import Asking
from kernel.authority import PRINCIPALS
from kernel.clock import now, stamp
from tests.builders import recorded
from tests.integration.activities import pictures
from tests.integration.activities.story import Story, call, submit
from tests.integration.activities.uploads import (
    JPEG,
    announce,
    during,
    listed,
    photograph,
)


def test_a_form_is_good_for_exactly_this_file(story: Story) -> None:
    activity_id, body = story.plan(), pictures.jpeg()

    status, form = announce(story, activity_id, body)

    policy = json.loads(base64.b64decode(form["fields"].pop("policy")))
    checksum = base64.b64encode(hashlib.sha256(body).digest()).decode()
    bound = {
        "key": f"incoming/{form['photoId']}",
        "Content-Type": "image/jpeg",
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": checksum,
        "x-amz-meta-activity": activity_id,
        "x-amz-meta-branch": story.branch.id,
        "x-amz-meta-county": story.tree.county.id,
        "x-amz-meta-nonce": Photo.demand(f"ACTIVITY#{activity_id}", "PHOTO#1").nonce,
    }
    assert status == 201
    assert len(bound["x-amz-meta-nonce"]) == 32
    assert form.keys() == {"photoId", "url", "fields", "expiresAt"}
    assert {name: form["fields"][name] for name in bound} == bound
    assert all({name: value} in policy["conditions"] for name, value in bound.items())
    assert ["content-length-range", len(body), len(body)] in policy["conditions"]
    assert recorded(story.branch.id)[-1]["event"] == "PhotoAnnounced"


def test_a_photo_that_has_not_come_is_awaited(story: Story) -> None:
    activity_id = story.plan()
    _, form = announce(story, activity_id, pictures.jpeg())

    (photo,) = listed(story, activity_id)

    assert photo == {
        "id": form["photoId"], "state": "AWAITED", "reason": None, "takenAt": None, "width": None, "height": None,
        "duplicateOf": None, "checks": [], "small": None, "large": None,
    }  # fmt: skip


def test_an_activity_has_at_most_nine_photos(story: Story) -> None:
    activity_id = story.plan()
    forms = [announce(story, activity_id, JPEG) for _ in range(9)]

    status, problem = announce(story, activity_id, JPEG)

    assert [made for made, _ in forms] == [201] * 9
    assert (status, problem["code"]) == (409, "too_many_photos")


def test_a_refused_photo_and_one_that_never_came_give_their_places_away(story: Story) -> None:
    activity_id = story.plan()
    photograph(story, activity_id, b"no photo at all")
    for _ in range(8):
        announce(story, activity_id, JPEG)
    lost = Photo.demand(f"ACTIVITY#{activity_id}", "PHOTO#5")
    lost.announced_at = stamp(now() - timedelta(hours=2))
    lost.save()

    answers = [announce(story, activity_id, JPEG)[0] for _ in range(3)]

    assert answers == [201, 201, 409]
    assert len(listed(story, activity_id)) == 9


def test_who_finds_a_slot_just_taken_gets_the_next(story: Story) -> None:
    activity_id = story.plan()
    overtaken: list[bool] = []
    other = Asking(PRINCIPALS.load(story.secretary))
    file = AnnouncePhoto(content_type="image/jpeg", size_bytes=9, sha256="0" * 64)

    def overtake(**_: Any) -> None:
        if not overtaken:
            overtaken.append(True)
            photographing.announce(other, activity_id, file)

    with during(overtake):
        status, _ = announce(story, activity_id, JPEG)

    assert status == 201
    assert len(listed(story, activity_id)) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"contentType": "image/gif"},
        {"sizeBytes": 0},
        {"sizeBytes": 8 * 1024 * 1024 + 1},
        {"sha256": "A" * 64},
        {"key": "../served/x"},
    ],
)
def test_a_form_for_what_is_no_photo_is_refused(story: Story, changes: dict[str, Any]) -> None:
    status, problem = announce(story, story.plan(), JPEG, **changes)

    assert (status, problem["code"]) == (422, "invalid")


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("county", 403), ("stranger", 404)])
def test_only_the_host_adds_photos(story: Story, subject: str | None, expected: int) -> None:
    status, _ = announce(story, story.plan(), JPEG, subject)

    assert status == expected


def test_photos_are_added_until_the_record_is_handed_in(story: Story) -> None:
    status, problem = announce(story, story.submitted(), JPEG)

    assert (status, problem["code"]) == (409, "wrong_state")


def test_a_repeated_announcement_under_one_key_is_one_photo(story: Story) -> None:
    path, headers = f"/v1/activities/{story.plan()}/photos", {"idempotency-key": "once"}
    body = {"contentType": "image/jpeg", "sizeBytes": 5, "sha256": "0" * 64}

    first = call("POST", path, story.secretary, body, headers=headers)
    second = call("POST", path, story.secretary, body, headers=headers)

    assert first == second


def test_no_photo_is_announced_behind_a_submission(story: Story) -> None:
    activity_id = story.ready()
    handed_in: list[bool] = []

    def hand_in(**_: Any) -> None:
        if not handed_in:
            handed_in.append(True)
            assert submit(activity_id)[0] == 200

    with during(hand_in):
        status, problem = announce(story, activity_id, JPEG)

    assert (status, problem["code"]) == (409, "wrong_state")
    assert listed(story, activity_id) == []
