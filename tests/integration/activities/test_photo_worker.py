"""What becomes of an uploaded photo."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from functions.activities import on_photo_uploaded
from functions.activities.photos import accepting
from functions.activities.photos.accepting import BucketSettings
from functions.activities.photos.likeness_tables import Likeness
from functions.activities.photos.tables import Photo
from kernel import aws
from kernel.clock import now
from tests.builders import recorded
from tests.integration.activities import pictures
from tests.integration.activities.story import CONTEXT, Story, submit
from tests.integration.activities.uploads import (
    JPEG,
    SAMPLE,
    announce,
    during,
    keys,
    listed,
    photograph,
    upload,
    versions,
    work,
)
from tests.trust.delivery import every_way


def test_an_uploaded_photo_is_kept_as_evidence_and_shown_in_two_sizes(story: Story) -> None:
    taken = now() - timedelta(days=2)
    body = pictures.with_exif(6, f"{taken + timedelta(hours=8):%Y:%m:%d %H:%M:%S}", (2400, 1800))
    activity_id = story.plan()

    photo = photograph(story, activity_id, body)

    link = parse_qs(urlparse(photo["small"]).query)
    assert photo == {
        "id": photo["id"],
        "state": "ACCEPTED",
        "reason": None,
        "takenAt": taken.replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        "width": 1800,
        "height": 2400,
        "duplicateOf": None,
        "checks": [],
        "small": photo["small"],
        "large": photo["large"],
    }
    assert link["response-content-disposition"] == [f'attachment; filename="{photo["id"]}-small.jpg"']
    assert link["response-content-type"] == ["image/jpeg"]
    settings = BucketSettings.load()
    original = aws.client("s3").get_object(Bucket=settings.evidence_bucket, Key=f"originals/{photo['id']}")
    assert original["Body"].read() == body
    served = f"served/{photo['id']}"
    assert [k for k in keys(settings.photo_bucket) if k.startswith("served")] == [
        f"{served}/large.jpg",
        f"{served}/small.jpg",
    ]
    small = aws.client("s3").get_object(Bucket=settings.photo_bucket, Key=f"{served}/small.jpg")
    assert (small["ContentType"], small["ContentDisposition"]) == ("image/jpeg", "attachment")
    assert pictures.CANARY not in small["Body"].read()
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["data"]["sha256"]) == ("PhotoAccepted", hashlib.sha256(body).hexdigest())


def test_an_upload_told_three_times_is_taken_once(story: Story) -> None:
    body, activity_id = pictures.jpeg(), story.plan()
    _, form = announce(story, activity_id, body)
    message = upload(form, body)

    answers = [work(message) for _ in range(3)]

    assert answers == [{"batchItemFailures": []}] * 3
    assert [e["event"] for e in recorded(story.branch.id)].count("PhotoAccepted") == 1


@pytest.mark.no_cover
@pytest.mark.parametrize(("body", "state"), [(pictures.jpeg(), "ACCEPTED"), (pictures.SVG, "REFUSED")])
def test_whatever_goes_wrong_at_any_call_the_photo_is_settled_once(story: Story, body: bytes, state: str) -> None:
    activity_id = story.plan()
    _, form = announce(story, activity_id, body)
    message = upload(form, body)

    def seen() -> tuple[str, int, int]:
        settled = [e["event"] for e in recorded(story.branch.id)].count(f"Photo{state.title()}")
        return listed(story, activity_id)[0]["state"], settled, len(versions())

    trials = every_way(on_photo_uploaded.lambda_handler, message, seen)

    assert {trial.operation for trial in trials} >= {"GetObject", "Query", "TransactWriteItems"}
    assert {trial.seen for trial in trials} == {(state, 1, int(state == "ACCEPTED"))}


def test_a_worker_that_died_before_its_transaction_starts_anew(story: Story) -> None:
    body, activity_id = pictures.jpeg(), story.plan()
    _, form = announce(story, activity_id, body)
    message = upload(form, body)
    settings = BucketSettings.load()
    evidence = f"originals/{form['photoId']}"
    aws.client("s3").put_object(Bucket=settings.evidence_bucket, Key=evidence, Body=body)

    work(message)

    assert len(versions()) == 1
    assert listed(story, activity_id)[0]["state"] == "ACCEPTED"


TRAPS: list[tuple[bytes, dict[str, Any], bytes | None, str]] = [
    (pictures.png_bomb(), {"contentType": "image/png"}, None, "TOO_MANY_PIXELS"),
    (JPEG[:-400], {}, None, "UNREADABLE"),
    (pictures.file_of(pictures.picture(), "GIF"), {}, None, "WRONG_TYPE"),
    (pictures.SVG, {"contentType": "image/webp"}, None, "WRONG_TYPE"),
    (JPEG, {"contentType": "image/png"}, None, "WRONG_TYPE"),
    (JPEG, {}, JPEG + b"more", "WRONG_SIZE"),
    (JPEG, {}, JPEG[:-1] + b"x", "WRONG_CHECKSUM"),
    (JPEG, {}, b"\xff\xd8\xff" + bytes(9 * 1024 * 1024), "WRONG_SIZE"),
]


@pytest.mark.parametrize(("body", "changes", "sent", "reason"), TRAPS, ids=range(len(TRAPS)))
def test_a_trap_is_refused_with_its_reason_and_leaves_no_file(
    story: Story, body: bytes, changes: dict[str, Any], sent: bytes | None, reason: str
) -> None:
    photo = photograph(story, story.plan(), body, sent, **changes)

    assert (photo["state"], photo["reason"], photo["small"]) == ("REFUSED", reason, None)
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["data"]["reason"]) == ("PhotoRefused", reason)
    settings = BucketSettings.load()
    assert keys(settings.evidence_bucket) == []
    assert keys(settings.photo_bucket) == [f"incoming/{photo['id']}"]


def test_a_trap_does_not_hold_up_the_photo_behind_it(story: Story) -> None:
    activity_id, bomb = story.plan(), pictures.png_bomb()
    _, first = announce(story, activity_id, bomb, contentType="image/png")
    _, second = announce(story, activity_id, JPEG)
    messages = [upload(first, bomb), upload(second, JPEG)]

    answer = work(*messages)

    assert answer == {"batchItemFailures": []}
    assert [photo["state"] for photo in listed(story, activity_id)] == ["REFUSED", "ACCEPTED"]


def test_a_message_without_its_file_goes_back_to_the_queue(story: Story) -> None:
    answer = on_photo_uploaded.lambda_handler(json.loads(SAMPLE.read_text()), CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}


def test_a_store_that_refuses_the_evidence_sends_the_message_back(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity_id = story.plan()
    _, form = announce(story, activity_id, JPEG)
    message = upload(form, JPEG)
    elsewhere = BucketSettings(photo_bucket=BucketSettings.load().photo_bucket, evidence_bucket="elsewhere")
    monkeypatch.setattr(BucketSettings, "load", lambda: elsewhere)

    answer = work(message)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert listed(story, activity_id)[0]["state"] == "AWAITED"


def test_a_photo_that_was_settled_meanwhile_is_not_settled_again(story: Story) -> None:
    activity_id = story.plan()
    photo = photograph(story, activity_id, JPEG)
    nonce = Photo.demand(f"ACTIVITY#{activity_id}", "PHOTO#1").nonce
    late = accepting.Upload(photo["id"], activity_id, story.branch.id, nonce, JPEG)

    accepting._settle(late, None, "UNREADABLE")

    assert listed(story, activity_id)[0]["state"] == "ACCEPTED"


def test_a_photo_that_meets_twenty_others_like_it_waits_for_its_turn(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.projection.pause", lambda _: None)
    first, second = story.plan(), story.plan()
    photograph(story, first, JPEG)
    others = iter(range(20))

    def settled(**_: Any) -> None:
        if next(others, None) is not None:
            shared = next(iter(Likeness.scan(Likeness.sk == "MARKS")))
            shared.update([Likeness.version.set(Likeness.version + 1)])

    with during(settled):
        photo = photograph(story, second, JPEG)

    assert photo["state"] == "ACCEPTED"
    assert next(others, None) is None


def test_a_photo_that_nobody_awaits_is_left_alone(story: Story) -> None:
    activity_id = story.plan()
    _, form = announce(story, activity_id, JPEG)
    message = upload(form, JPEG)
    Photo.demand(f"ACTIVITY#{activity_id}", "PHOTO#1").delete()

    answer = work(message)

    assert answer == {"batchItemFailures": []}
    assert keys(BucketSettings.load().evidence_bucket) == []


def test_the_same_file_again_in_the_branch_points_to_the_first(story: Story) -> None:
    first = photograph(story, story.plan(), JPEG)

    second = photograph(story, story.plan(), JPEG)

    assert (first["duplicateOf"], second["duplicateOf"]) == (None, first["id"])


def test_an_unlikely_time_of_taking_is_dropped(story: Story) -> None:
    photo = photograph(story, story.plan(), pictures.with_exif(taken="2001:01:01 00:00:00"))

    assert (photo["state"], photo["takenAt"]) == ("ACCEPTED", None)


def test_a_photo_that_comes_after_the_submission_is_refused(story: Story) -> None:
    activity_id = story.ready()
    _, form = announce(story, activity_id, JPEG)
    submit(activity_id)

    work(upload(form, JPEG))

    (photo,) = listed(story, activity_id)
    assert (photo["state"], photo["reason"]) == ("REFUSED", "TOO_LATE")
    assert keys(BucketSettings.load().evidence_bucket) == []


def test_a_record_handed_in_while_a_photo_is_settled_stays_as_it_was_handed_in(story: Story) -> None:
    activity_id = story.ready()
    handed_in: list[bool] = []
    _, form = announce(story, activity_id, JPEG)
    message = upload(form, JPEG)

    def hand_in(**_: Any) -> None:
        if not handed_in:
            handed_in.append(True)
            assert submit(activity_id)[0] == 200

    with during(hand_in):
        work(message)

    assert [(p["state"], p["reason"]) for p in listed(story, activity_id)] == [("REFUSED", "TOO_LATE")]
