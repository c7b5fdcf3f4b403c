"""A year of a branch for an inspection: asked for, put together, fetched, and verified offline."""

import io
import json
import os
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from functions.activities import bundle_making, bundle_records, on_bundle_asked
from functions.activities.bundle_models import InspectionBundle
from functions.activities.bundle_tables import Bundle
from functions.journal import archive
from kernel import aws
from kernel.clock import business_day, now
from kernel.events import BundleAsked, Envelope
from kernel.ids import new_id
from tests import builders, cloud
from tests.builders import recorded
from tests.integration.activities import uploads
from tests.integration.activities.story import HOUR, Story, call, review, submit
from tests.integration.activities.test_disputes import approved, dispute, rule
from tests.integration.journal.acts import seal, verify
from tests.trust.delivery import until_done
from tests.unit.activities.pdf_reader import characters

AT = now()
YEAR = business_day(now() - HOUR).year
RARE = "会议由𠮷同志主持·讨论😀"


@pytest.fixture
def sealing(story: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setenv("SEAL_BUCKET", cloud.bucket_name("SealBucket"))
    archive.public_key.cache_clear()
    return story


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
    resolutions = [{"text": "整修活动室。"}]
    story.minute(activity_id, summary=RARE, discussion="逐一发言。", resolutions=resolutions)
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


def test_a_bundle_is_asked_for_and_its_file_is_on_record(sealing: Story) -> None:
    status, asked = ask(sealing)
    before = call("GET", f"/v1/activities/bundles/{asked['id']}", "secretary")[1]
    answer = made(sealing)

    assert status == 201
    assert asked == before | {"state": "ASKED", "url": None, "sha256": None}
    assert answer["state"] == "READY"
    assert answer["url"].startswith("https://")
    assert len(file_of(answer)) == answer["sizeBytes"]
    told = recorded(sealing.branch.id)[-1]
    assert (told["event"], told["data"]["sha256"]) == ("BundleMade", answer["sha256"])


def test_the_machine_readable_part_holds_every_record_and_follows_its_schema(sealing: Story) -> None:
    activity_id = a_year(sealing)
    found = parts(file_of(made(sealing)))

    bundle = json.loads(found["bundle.json"])
    read = InspectionBundle.model_validate(bundle)

    assert sorted(found) == ["bundle.json", "bundle.pdf", "receipts.jsonl", "schema.json"]
    assert json.loads(found["schema.json"]) == InspectionBundle.model_json_schema(mode="serialization", by_alias=True)
    assert [record.line.state for record in read.records] == ["APPROVED", "PLANNED"]
    first = bundle["records"][0]
    assert (first["line"]["activityId"], first["minutes"]["summary"]) == (activity_id, RARE)
    assert sorted(first["attended"]) == sorted(sealing.members)
    assert [review["stage"] for review in first["reviews"]] == ["first", "final"]
    assert (len(first["photos"]), len(first["attendance"]), first["agenda"]) == (1, 3, ["学习", "讨论"])
    assert {duty["type"] for duty in bundle["duties"]} >= {"THEME_DAY", "GENERAL_ASSEMBLY"}


def test_its_receipts_hold_offline_and_lead_to_the_seal(sealing: Story, tmp_path: Path) -> None:
    a_year(sealing)
    seal()
    file = saved(tmp_path, file_of(made(sealing)))
    key = tmp_path / "key.pem"
    key.write_text(archive.public_key(os.environ["SEAL_KEY"]))

    status, told = verify("bundle", file, "--key", key)

    assert (status, told.startswith("holds: 2 activities")) == (0, True), told
    assert "0 not yet sealed" in told


def test_what_was_changed_in_a_bundle_is_named(sealing: Story, tmp_path: Path) -> None:
    a_year(sealing)
    whole = parts(file_of(made(sealing)))
    bundle = json.loads(whole["bundle.json"])
    first = bundle["records"][0]
    changes = {
        "minutes": first["minutes"] | {"digest": "0" * 64},
        "photos": [first["photos"][0] | {"sha256": "0" * 64}],
        "attended": first["attended"][:2],
        "entries": first["entries"][:-1],
    }

    for name, value in changes.items():
        forged = bundle | {"records": [first | {name: value}, *bundle["records"][1:]]}
        file = tmp_path / f"{name}.zip"
        with ZipFile(file, "w") as archive:
            archive.writestr("bundle.json", json.dumps(forged))
            archive.writestr("receipts.jsonl", whole["receipts.jsonl"])
        status, told = verify("bundle", file)
        assert (status, told.startswith("TAMPERED")) == (1, True), name
    (tmp_path / "none.zip").write_bytes(b"no zip")
    assert verify("bundle", tmp_path / "none.zip")[0] == 1


def test_the_pdf_holds_its_font_and_a_mark_for_what_the_font_lacks(sealing: Story) -> None:
    a_year(sealing)
    pdf = parts(file_of(made(sealing)))["bundle.pdf"]

    assert pdf.startswith(b"%PDF-")
    assert b"NotoSansSC" in pdf
    shown = characters(pdf)
    assert set("组织生活检查材料会议由〔+〕同志主持·讨论") <= shown
    assert not {"𠮷", "😀"} & shown


def test_an_empty_year_is_a_bundle_too(sealing: Story) -> None:
    _, asked = ask(sealing, year=2020)
    until_done(on_bundle_asked.lambda_handler, told_of(sealing, asked))

    answer = call("GET", f"/v1/activities/bundles/{asked['id']}", "secretary")[1]
    assert json.loads(parts(file_of(answer))["bundle.json"])["records"] == []


def test_a_second_delivery_changes_nothing(sealing: Story) -> None:
    approved(sealing)
    _, asked = ask(sealing)
    told = told_of(sealing, asked)

    for _ in range(3):
        until_done(on_bundle_asked.lambda_handler, told)

    assert [entry["event"] for entry in recorded(sealing.branch.id)].count("BundleMade") == 1


def test_of_the_same_record_the_same_file_is_made(sealing: Story) -> None:
    """So that a worker that died between the file and its entry leaves nothing that is not on record."""
    approved(sealing)

    files = [bundle_making.packed(*bundle_records.gather(sealing.branch.id, YEAR, AT)) for _ in range(2)]

    assert files[0] == files[1]


def test_only_who_asked_fetches_it(sealing: Story) -> None:
    _, asked = ask(sealing, "county")

    others = [call("GET", f"/v1/activities/bundles/{asked['id']}", who)[0] for who in ("secretary", "member")]
    far, unknown = (call("GET", f"/v1/activities/bundles/{one}", "stranger")[0] for one in (asked["id"], new_id()))

    assert (others, far, unknown) == ([403, 403], 404, 404)
    assert call("GET", f"/v1/activities/bundles/{asked['id']}", "county")[0] == 200


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"year": YEAR + 1}, 422),
        ({"year": 1999}, 422),
        ({"year": "x"}, 422),
        ({"year": None}, 422),
        ({"branchId": "x"}, 422),
        ({"more": 1}, 422),
    ],
)
def test_a_bad_request_is_refused(story: Story, changes: dict[str, Any], status: int) -> None:
    assert ask(story, **changes)[0] == status
