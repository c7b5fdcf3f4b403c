"""Disputed lines of the story's branch, and the calls that are made about them."""

from typing import Any

from tests.builders import recorded
from tests.integration.activities.story import Story, call, review

REASON = "当天我在现场，签到时手机没电。𠮷"
CLAIM = {"claim": "PRESENT", "reason": REASON}


def dispute(activity_id: str, by: str = "member", body: Any = CLAIM, **rest: Any) -> tuple[int, Any]:
    return call("POST", f"/v1/activities/{activity_id}/disputes", by, body, **rest)


def rule(story: Story, activity_id: str, by: str, *, upheld: bool = True, **rest: Any) -> tuple[int, Any]:
    path = f"/v1/activities/{activity_id}/disputes/{story.members[0]}/ruling"
    return call("POST", path, by, {"upheld": upheld, "answer": "经核实，情况属实。"}, **rest)


def line(story: Story, activity_id: str) -> Any:
    rows = call("GET", f"/v1/activities/{activity_id}/attendance", "secretary")[1]["items"]
    return next((row for row in rows if row["memberId"] == story.members[0]), None)


def approved(story: Story, *states: str) -> str:
    activity_id = story.reviewed_first(*states)
    assert review(activity_id, story.county)[0] == 201
    return activity_id


def told(story: Story, *names: str) -> list[dict[str, Any]]:
    return [entry["data"] for entry in recorded(story.branch.id) if entry["event"] in names]
