"""The main job on the local cloud, through HTTPS, S3 and schedules, with a county of twelve organisations.

The story itself fails when a step does not end as it should; what is asked here is what was true afterwards.
"""

import copy
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scripts.demo.county import county
from scripts.local import emulator
from scripts.story import closing, founding, month
from scripts.story.cast import ADMIN, AUDITOR, REVIEWER, SECURITY, SYSTEM, Branch
from scripts.story.play import Play, counted
from tests.e2e import afterwards, fuzzing

pytestmark = pytest.mark.e2e


def told(story: Play, name: str) -> str:
    return next(much for what, much, _ in story.rows if what == name)


def by_code(story: Play) -> Branch:
    return next(branch for branch in story.cast.branches if branch.by_code)


def test_every_good_row_becomes_a_member_and_every_bad_row_stands_in_the_error_file(story: Play) -> None:
    rows = county(small=True).member_rows
    good, bad = sum(not row.flaw for row in rows), sum(bool(row.flaw) for row in rows)

    assert f"create {good}," in told(story, "members: apply")
    assert told(story, "members: rows in the error file") == str(bad)


def test_the_same_file_twice_changes_nothing(story: Play) -> None:
    api, cast = story.cloud.api, story.cast
    before = closing.entries(api, cast.id_of(by_code(story).organisation.code))

    roster = founding.upload(api, cast, "members", founding.member_file(cast), founding.CSV)
    founding.preview(api, roster)
    applied = counted(founding.apply(api, roster))

    assert "create" not in applied
    assert "update" not in applied
    assert "same 120" in applied
    assert closing.entries(api, cast.id_of(by_code(story).organisation.code)) == before


def test_a_member_reads_a_statement_that_explains_each_line(story: Play) -> None:
    statement = story.cloud.api.get(by_code(story).member(1), "/v1/me/points")

    assert statement["balance"] == sum(line["value"] for line in statement["items"]) > 0
    assert all(line["rule"]["zh"] and line["rule"]["en"] for line in statement["items"])
    assert {line["evidence"]["activityId"] for line in statement["items"]} <= set(story.activities.values())


def test_who_was_away_got_no_points(story: Play) -> None:
    assert story.cloud.api.get(by_code(story).member(0), "/v1/me/points")["balance"] == 0


def test_a_standing_gives_rank_and_list_at_each_level(story: Play) -> None:
    standing = closing.standing(story.cloud.api, by_code(story))

    assert [level["level"] for level in standing["levels"]] == ["BRANCH", "TOWNSHIP", "COUNTY"]
    assert all(1 <= level["rank"] <= level["members"] for level in standing["levels"])
    assert {level["band"] for level in standing["levels"]} <= {"gold", "silver", "yellow", "black"}


def test_photos_come_back_as_thumbnails_without_metadata(story: Play) -> None:
    branch = by_code(story)
    photos = month.photos_ready(story.cloud.api, branch, story.activities[branch.organisation.code])

    for photo in photos:
        small = story.cloud.api.download(photo["small"])
        assert small.startswith(b"\xff\xd8")
        assert b"Exif" not in small


def test_the_returned_record_tells_its_rounds(story: Play) -> None:
    returned = story.cast.branches[0]
    path = f"/v1/activities/{story.activities[returned.organisation.code]}"

    activity = story.cloud.api.get(returned.secretary, path)

    assert (activity["state"], activity["round"]) == ("APPROVED", 2)


@pytest.mark.parametrize("token", [None, "garbage", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."])
def test_without_a_good_token_nobody_comes_in(story: Play, token: str | None) -> None:
    headers = {"authorization": f"Bearer {token}"} if token else {}

    assert story.cloud.api.call(None, "GET", "/v1/me", headers=headers, expect=(401,)).status == 401


def test_another_branch_looks_like_none_at_all(story: Play) -> None:
    one, other = story.cast.branches[:2]
    foreign = story.cast.id_of(other.organisation.code)
    nowhere = "01ARZ3NDEKTSV4RRFFQ69G5FAV"

    answers = [
        story.cloud.api.call(one.secretary, "GET", f"/v1/members?branchId={where}", expect=(404,)).body
        for where in (foreign, nowhere)
    ]

    assert answers[0] == answers[1]


def test_the_submitter_does_not_review(story: Play) -> None:
    branch = by_code(story)
    path = f"/v1/activities/{story.activities[branch.organisation.code]}/reviews"

    story.cloud.api.call(branch.secretary, "POST", path, {"decision": "approve"}, expect=(403,))


def test_the_administrators_exclude_one_another(story: Play) -> None:
    subject = story.cloud.people.make(AUDITOR)
    body = {"subject": subject, "role": "security", "organisationId": story.cast.county_id}

    story.cloud.api.call(SECURITY, "POST", "/v1/grants", body, expect=(409,))
    story.cloud.api.call(SYSTEM, "GET", f"/v1/members?branchId={story.cast.county_id}", expect=(403,))


def test_the_record_holds_what_was_done_and_a_changed_receipt_is_refused(story: Play, tmp_path: Path) -> None:
    api, branch = story.cloud.api, by_code(story)
    entries = closing.entries(api, story.cast.id_of(branch.organisation.code))
    actions = {entry["record"]["event"] for entry in entries}
    receipt = closing.receipt(api, branch.member(1), entries[0]["record"]["id"])
    key = api.get(AUDITOR, "/v1/journal/seals/key")["pem"]
    forged = copy.deepcopy(receipt)
    forged["entry"]["record"]["actor"] = "somebody else"

    assert {"MembersEnrolled", "ActivityPlanned", "SignedIn", "PhotoAccepted", "ActivityReviewed"} <= actions
    assert "holds" in closing.verify("receipt", receipt, tmp_path, key)
    with pytest.raises(subprocess.CalledProcessError):
        closing.verify("receipt", forged, tmp_path, key)


def test_pages_and_api_share_one_origin(story: Play) -> None:
    page = story.cloud.api.download(f"{story.cloud.url}/docs")
    document = json.loads(story.cloud.api.download(f"{story.cloud.url}/openapi.json"))

    assert b"swagger" in page.lower()
    assert "/v1/activities" in document["paths"]


def test_no_log_line_holds_personal_data(story: Play) -> None:
    assert afterwards.personal_data(story.cloud, *afterwards.canaries(story.cast.county.people)) == []


def test_nothing_waits_in_a_dead_letter_queue(story: Play) -> None:
    waiting = afterwards.dead_letters(story.cloud)

    assert waiting
    assert not any(waiting.values()), waiting


def test_a_stop_keeps_everything(story: Play) -> None:
    state, port = story.cloud.state, story.cloud.emulator.port
    before = story.cloud.api.get(ADMIN, f"/v1/organisations/{story.cast.county_id}")
    fuzzing.wait_for_all()

    emulator.stop(state)
    began = datetime.now(UTC)
    emulator.start(state, port)

    assert story.cloud.api.get(ADMIN, f"/v1/organisations/{story.cast.county_id}") == before
    assert (datetime.now(UTC) - began).total_seconds() < 60
    assert story.cloud.api.get(REVIEWER, f"/v1/reviews?organisationId={story.cast.county_id}")["items"] == []
