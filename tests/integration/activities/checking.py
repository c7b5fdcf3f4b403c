"""Photos that are taken, and what the activity then says of them."""

import hashlib
from typing import Any

from kernel.authority import Role
from kernel.directory import Organisation
from tests import builders
from tests.integration.activities.story import HOUR, call, plan_body
from tests.integration.activities.uploads import upload, work


def checks(activity_id: str, subject: str) -> list[dict[str, Any]]:
    """Of the activity's last photo, as this person sees them; that these pictures are drawn is left aside."""
    status, page = call("GET", f"/v1/activities/{activity_id}/photos", subject)
    assert status == 200
    return [check for check in page["items"][-1]["checks"] if check["code"] != "SCREENSHOT"]


def shown(activity_id: str, body: bytes, subject: str = "secretary") -> str:
    """A photo is announced, uploaded and taken; its id."""
    status, form = announce(activity_id, body, subject)
    assert status == 201, form
    assert work(upload(form, body)) == {"batchItemFailures": []}
    return str(form["photoId"])


def announce(activity_id: str, body: bytes, subject: str) -> tuple[int, Any]:
    file = {"contentType": "image/jpeg", "sizeBytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    return call("POST", f"/v1/activities/{activity_id}/photos", subject, file)


def planned(branch: Organisation, subject: str) -> str:
    """An activity of another branch, whose secretary this becomes."""
    builders.account(subject, (Role.SECRETARY, branch))
    status, activity = call("POST", "/v1/activities", subject, plan_body(branch, -HOUR, HOUR / 2))
    assert status == 201, activity
    return str(activity["id"])
