"""Photos on their way: announced by the secretary, stored as S3 would, seen by the worker."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from functions.activities import on_photo_uploaded
from functions.activities.photos.accepting import BucketSettings
from kernel import aws
from tests import builders
from tests.integration.activities import pictures
from tests.integration.activities.story import CONTEXT, Story, call

JPEG = pictures.jpeg()
SAMPLE = Path("events/activities/on_photo_uploaded.json")


def announce(story: Story, activity_id: str, body: bytes, subject: str | None = "secretary", **changes: Any) -> Any:
    announced = {
        "contentType": "image/jpeg",
        "sizeBytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
    } | changes
    return call("POST", f"/v1/activities/{activity_id}/photos", subject, announced)


def upload(form: dict[str, Any], body: bytes) -> dict[str, Any]:
    """What S3 does with a posted form, and the message that follows."""
    fields = form["fields"]
    metadata = {name.removeprefix("x-amz-meta-"): value for name, value in fields.items() if "x-amz-meta-" in name}
    aws.client("s3").put_object(
        Bucket=BucketSettings.load().photo_bucket,
        Key=fields["key"],
        Body=body,
        ContentType=fields["Content-Type"],
        Metadata=metadata,
    )
    told: dict[str, Any] = json.loads(json.loads(SAMPLE.read_text())["Records"][0]["body"])
    told["detail"]["object"]["key"] = fields["key"]
    return told


def work(*messages: dict[str, Any]) -> Any:
    return on_photo_uploaded.lambda_handler(builders.batch(*messages), CONTEXT)


def photograph(story: Story, activity_id: str, body: bytes, sent: bytes | None = None, **changes: Any) -> Any:
    """The photo as the activity shows it once the worker has seen it."""
    status, form = announce(story, activity_id, body, **changes)
    assert status == 201, form
    message = upload(form, body if sent is None else sent)
    assert work(message) == {"batchItemFailures": []}
    return next(photo for photo in listed(story, activity_id) if photo["id"] == form["photoId"])


def listed(story: Story, activity_id: str) -> list[dict[str, Any]]:
    status, page = call("GET", f"/v1/activities/{activity_id}/photos", story.member)
    assert status == 200
    return list(page["items"])


@contextmanager
def during(act: Callable[..., None]) -> Iterator[None]:
    """Something happens right before each transaction is sent."""
    events = aws.client("dynamodb").meta.events
    events.register("before-call.dynamodb.TransactWriteItems", act)
    yield
    events.unregister("before-call.dynamodb.TransactWriteItems", act)


def keys(bucket: str) -> list[str]:
    found = aws.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])
    return [entry["Key"] for entry in found]


def versions() -> list[Any]:
    found = aws.client("s3").list_object_versions(Bucket=BucketSettings.load().evidence_bucket)
    return list(found.get("Versions", []))
