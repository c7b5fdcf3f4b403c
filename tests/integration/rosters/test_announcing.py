"""A committee announces a file: what it is asked, and the form it gets for exactly this file."""

import base64
import hashlib
import json
from typing import Any

import pytest

from functions.rosters.messages import XLSX, Order
from scripts.demo.county import county
from scripts.demo.sheets import county_files
from tests.builders import recorded
from tests.integration.rosters import way

pytestmark = pytest.mark.usefixtures("rosters")
CONTENT = b"some,content\n"


@pytest.fixture(scope="module")
def members() -> bytes:
    return county_files(county(1, small=True))["members.utf8.csv"]


def conditions(fields: dict[str, str]) -> list[Any]:
    policy = json.loads(base64.b64decode(fields["policy"]))
    found: list[Any] = policy["conditions"]
    return found


def test_an_announced_roster_gets_a_form_for_exactly_this_file() -> None:
    county_organisation = way.tree().county

    status, body = way.call("POST", "/v1/rosters", body=way.announcement(county_organisation.id, CONTENT))

    fields = body["upload"]["fields"]
    roster_id, digest = body["rosterId"], hashlib.sha256(CONTENT)
    assert status == 201
    assert body == {
        "rosterId": roster_id,
        "state": "UPLOADING",
        "sameAs": None,
        "upload": {"url": body["upload"]["url"], "fields": fields},
    }
    demanded = conditions(fields)
    for condition in (
        {"key": f"incoming/{roster_id}"},
        {"Content-Type": "text/csv"},
        {"x-amz-checksum-algorithm": "SHA256"},
        {"x-amz-checksum-sha256": base64.b64encode(digest.digest()).decode()},
        {"x-amz-meta-roster": fields["x-amz-meta-roster"]},
        ["content-length-range", len(CONTENT), len(CONTENT)],
        {"bucket": way.BUCKET},
    ):
        assert condition in demanded
    assert fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    order = Order.unpacked(fields["x-amz-meta-roster"])
    assert (order.roster_id, order.organisation_id, order.organisation_code, order.actor) == (
        roster_id,
        county_organisation.id,
        "431128",
        way.ADMIN,
    )
    (entry,) = recorded(county_organisation.id)
    assert (entry["event"], entry["action"], entry["subject"]) == ("RosterUploaded", "rosters.upload", roster_id)
    assert entry["data"]["sha256"] == digest.hexdigest()


def test_the_same_file_again_names_the_first_roster_of_it() -> None:
    county_id = way.tree().county.id
    announcement = way.announcement(county_id, CONTENT)

    first = way.call("POST", "/v1/rosters", body=announcement)[1]
    second = way.call("POST", "/v1/rosters", body=announcement)[1]
    third = way.call("POST", "/v1/rosters", body=announcement)[1]
    other = way.call("POST", "/v1/rosters", body=announcement | {"kind": "organisations"})[1]

    assert [second["sameAs"], third["sameAs"], other["sameAs"]] == [first["rosterId"], first["rosterId"], None]


def test_a_repeated_key_is_answered_again_and_announces_nothing_more() -> None:
    county_id = way.tree().county.id
    body, headers = way.announcement(county_id, CONTENT), {"idempotency-key": "once"}

    first = way.call("POST", "/v1/rosters", body=body, headers=headers)
    again = way.call("POST", "/v1/rosters", body=body, headers=headers)
    other = way.call("POST", "/v1/rosters", body=body | {"sizeBytes": 1}, headers=headers)

    assert first == again
    assert (other[0], other[1]["code"]) == (422, "idempotency_key_reused")
    assert len(recorded(county_id)) == 1


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"sizeBytes": 0}, 422, "invalid"),
        ({"sizeBytes": 64 * 1024 * 1024 + 1}, 413, "too_large"),
        ({"contentType": "application/pdf"}, 415, "unsupported_type"),
        ({"contentType": XLSX}, 201, None),
        ({"sha256": "A" * 64}, 422, "invalid"),
        ({"filename": "../../etc"}, 422, "invalid"),
        ({"filename": None}, 201, None),
        ({"kind": "people"}, 422, "invalid"),
        ({"organisationId": "x"}, 422, "invalid"),
        ({"state": "APPLIED"}, 422, "invalid"),
    ],
)
def test_an_announcement_is_checked(changed: dict[str, Any], status: int, code: str | None) -> None:
    county_id = way.tree().county.id

    found = way.call("POST", "/v1/rosters", body=way.announcement(county_id, CONTENT) | changed)

    assert (found[0], found[1].get("code")) == (status, code)
