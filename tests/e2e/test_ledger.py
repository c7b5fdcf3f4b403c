"""What a branch's record says to its members and to inspectors: own lines, disputes, the ledger, the bundle, stars."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scripts.story import founding
from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, REVIEWER, Branch
from scripts.story.play import Play
from tests.e2e import told

pytestmark = pytest.mark.e2e
Body = dict[str, Any]


@pytest.fixture(scope="module")
def own(api: Api, branch: Branch) -> Body:
    """A line of the first member, who was away with reason when the branch held its theme day."""
    lines = api.get(branch.member(0), "/v1/activities/attendance/own")["items"]
    return next(line for line in lines if line["state"] == "APPROVED" and line["type"] == "THEME_DAY")


def test_a_member_disputes_a_line_and_the_county_rules(api: Api, branch: Branch, place: str, own: Body) -> None:
    path, member = f"/v1/activities/{own['activityId']}/disputes", branch.member(0)
    who = api.get(member, "/v1/me")["memberId"]
    raised = api.post(member, path, {"claim": "LATE", "reason": "我到会时已开始。"})

    waiting = api.get(branch.secretary, f"/v1/activities/disputes?branchId={place}")["items"]
    ruled = api.post(REVIEWER, f"{path}/{who}/ruling", {"upheld": True, "answer": "属实。"})

    def points() -> bool:
        return own["activityId"] in str(api.all(member, "/v1/me/points"))

    assert (own["line"]["state"], own["counts"], raised["outcome"]) == ("LEAVE_PERSONAL", "NOTHING", "OPEN")
    assert [one["memberId"] for one in waiting] == [who]
    assert ruled["outcome"] == "UPHELD"
    wait_until(points, "the points of the corrected line")


def test_the_ledger_of_the_month_has_the_numbers_of_the_record(api: Api, branch: Branch, place: str, own: Body) -> None:
    month = f"{datetime.fromisoformat(own['startsAt']) + timedelta(hours=8):%Y-%m}"

    ledger = api.get(branch.secretary, f"/v1/activities/ledger?branchId={place}&month={month}")

    line = next(one for one in ledger["items"] if one["activityId"] == own["activityId"])
    assert line["numbers"]["expected"] == len(branch.members)
    assert (line["numbers"]["attended"] > 0, line["corrections"], line["minutesVersions"]) == (True, 1, 1)
    assert "THEME_DAY" not in {duty["type"] for duty in ledger["missing"]}


def test_a_year_is_exported_with_receipts_that_hold_offline(
    api: Api, branch: Branch, place: str, own: Body, tmp_path: Path
) -> None:
    year = int(own["startsAt"][:4])
    asked = api.post(branch.secretary, "/v1/activities/bundles", {"branchId": place, "year": year})

    def look() -> Body | None:
        found: Body = api.get(branch.secretary, f"/v1/activities/bundles/{asked['id']}")
        return found if found["state"] == "READY" else None

    made = wait_until(look, "the bundle")
    file, key = tmp_path / "bundle.zip", tmp_path / "key.pem"
    file.write_bytes(api.download(made["url"]))
    key.write_text(api.get(branch.secretary, "/v1/journal/seals/key")["pem"])
    script = Path(__file__).parents[2] / "scripts" / "verify"
    asked_for = [sys.executable, str(script), "bundle", str(file), "--key", str(key)]
    told = subprocess.run(asked_for, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own script

    assert f"file sha256={made['sha256']}" in told


def test_a_member_who_asked_is_told_that_the_bundle_is_ready(api: Api, story: Play, branch: Branch, place: str) -> None:
    who, order = branch.member(1), {"branchId": place, "year": datetime.now(UTC).year}
    founding.grant(api, story.cloud.people.make(who), "secretary", place)

    def asked() -> bool:
        return api.call(who, "POST", "/v1/activities/bundles", order, expect=(201, 403)).status == 201

    wait_until(asked, "the grant", patience=90)
    wait_until(lambda: "BUNDLE_READY" in told.codes(api, who), "word of the bundle")


def test_the_county_gives_a_branch_its_stars(api: Api, story: Play, branch: Branch, place: str) -> None:
    year, county = datetime.now(UTC).year, story.cast.county_id
    path = f"/v1/activities/stars?branchId={place}&year="
    api.put(ADMIN, "/v1/activities/stars/rules", {"organisationId": county, "targets": {"ATTENDANCE": 75}})

    rules = api.get(ADMIN, f"/v1/activities/stars/rules?organisationId={place}")
    running = api.get(branch.secretary, f"{path}{year}")
    given = api.put(ADMIN, f"{path}{year - 1}", {"stars": 3, "reason": "新建支部。"})

    assert (rules["setBy"], rules["targets"]) == (county, {"ATTENDANCE": 75})
    assert next(one for one in running["criteria"] if one["code"] == "THEME_DAY")["counted"] == 1
    assert (given["confirmed"]["stars"], given["confirmed"]["proposed"]) == (3, 1)
