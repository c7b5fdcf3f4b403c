"""Activities, photos, bundles."""

import hashlib
from collections.abc import Sequence

from functions.activities.bundles.tables import Bundle
from functions.activities.photos.tables import Photo
from kernel import aws
from kernel.clock import stamp
from kernel.directory import path_below
from tests.cloud import bucket_name
from tests.integration.activities import pictures
from tests.integration.activities.story import HOUR, Story
from tests.trust.arrangements.samples import AT, COUNTY, NONCE, Body, of, sample


def a_photo() -> Sequence[Body]:
    story, body = Story(), pictures.scene(1)
    message = sample("activities/on_photo_uploaded.json")
    key = message["detail"]["object"]["key"]
    activity = story.plan()
    Photo(
        f"ACTIVITY#{activity}",
        Photo.slot(1),
        photo_id=key.removeprefix("incoming/"),
        nonce=NONCE,
        state="AWAITED",
        content_type="image/jpeg",
        size_bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        announced_at=stamp(AT),
        version=1,
    ).save()
    metadata = {"activity": activity, "branch": story.branch.id, "county": COUNTY, "nonce": NONCE}
    aws.client("s3").put_object(Bucket=bucket_name("PhotoBucket"), Key=key, Body=body, Metadata=metadata)
    return [message]


def a_bundle_asked() -> Sequence[Body]:
    """A year in which nothing was held: what is in a bundle is asked elsewhere."""
    story = Story()
    asked = sample("activities/on_bundle_asked.json")["detail"]["data"]
    Bundle(
        Bundle.partition(asked["bundleId"]),
        branch_id=asked["branchId"],
        year=asked["year"],
        asked_by=story.secretary,
        asked_at=stamp(AT),
        version=1,
    ).save()
    return of("activities/on_bundle_asked.json")


def records_that_wait() -> Sequence[Body]:
    """A record at the first review and a plan, of a branch that has moved, and then is closed; a switch is set, and
    branches are asked for something."""
    story = Story()
    story.submitted()
    story.plan(HOUR)
    story.branch.path = path_below(story.tree.other_township.path, story.branch.id)
    story.branch.save()
    return of(
        *(f"activities/on_organisations{what}.json" for what in ("", "_merged", "_policy", "_burdened", "_tasks"))
    )
