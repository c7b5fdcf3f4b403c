"""A year of the story's branch for an inspection: asked for, put together, unpacked."""

import io
import os
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from functions.activities import on_bundle_asked
from functions.activities.bundles.tables import Bundle
from kernel import aws
from kernel.clock import business_day, now
from kernel.events import BundleAsked, Envelope
from tests import builders
from tests.integration.activities import uploads
from tests.integration.activities.dispute_story import dispute, rule
from tests.integration.activities.story import HOUR, Story, call, review, submit
from tests.trust.delivery import until_done

YEAR = business_day(now() - HOUR).year
RARE = "会议由𠮷同志主持·讨论😀"
SAID = {
    "reports": ["收支账目"],
    "observers": ["驻村队"],
    "resolutions": [{"text": "整修活动室。", "inFavour": 2, "against": 0, "abstained": 0}],
}


def ask(story: Story, by: str = "secretary", **changes: Any) -> tuple[int, Any]:
    return call("POST", "/v1/activities/bundles", by, {"branchId": story.branch.id, "year": YEAR} | changes)


def made(story: Story) -> Any:
    """The answer once the bundle is made."""
    _, asked = ask(story)
    until_done(on_bundle_asked.lambda_handler, told_of(story, asked))
    return call("GET", f"/v1/activities/bundles/{asked['id']}", "secretary")[1]


def told_of(story: Story, asked: Any) -> Envelope:
    county = story.tree.county.id
    event = BundleAsked(bundle_id=asked["id"], branch_id=story.branch.id, county_id=county, year=asked["year"])
    return builders.envelope(event)


def file_of(answer: Any) -> bytes:
    key = Bundle.demand(Bundle.partition(answer["id"]), "NOW").object_key
    body: bytes = aws.client("s3").get_object(Bucket=os.environ["PHOTO_BUCKET"], Key=key)["Body"].read()
    return body


def parts(file: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def a_year(story: Story) -> str:
    """An approved record with a photo and a line that was ruled on; another one that is still open."""
    activity_id = story.plan(agenda=["学习", "讨论"])
    uploads.photograph(story, activity_id, uploads.JPEG)
    story.call_roll(activity_id, "ABSENT_NO_REASON", "PRESENT", "LATE")
    story.minute(activity_id, summary=RARE, discussion="逐一发言。", **SAID)
    submit(activity_id)
    review(activity_id, story.township)
    review(activity_id, story.county)
    dispute(activity_id)
    rule(story, activity_id, "county")
    story.ready()
    return activity_id


def saved(directory: Path, file: bytes) -> Path:
    path = directory / "bundle.zip"
    path.write_bytes(file)
    return path
