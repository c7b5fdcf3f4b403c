"""Second act: a month in the life of a branch, from the plan to the county's final review."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from scripts.demo.photos import photo
from scripts.story.api import Answer, Api, wait_until
from scripts.story.cast import REVIEWER, Branch, Cast

PHOTOS = 2
HELD_FOR = timedelta(seconds=20)
LEAVE_EVERY = 9  # every ninth member is away with a reason


def plan(api: Api, cast: Cast, branch: Branch) -> str:
    """A theme day that begins now. Returns the activity's id."""
    begins = datetime.now(UTC) + timedelta(seconds=2)
    body = {
        "branchId": cast.id_of(branch.organisation.code),
        "type": "THEME_DAY",
        "title": "主题党日：学习与志愿服务",
        "startsAt": begins.isoformat(),
        "endsAt": (begins + HELD_FOR).isoformat(),
        "place": "党群服务中心会议室",
        "agenda": ["重温入党誓词", "集中学习", "志愿服务安排"],
    }
    return str(api.post(branch.secretary, "/v1/activities", body)["id"])


def sign_in(api: Api, branch: Branch, activity: str) -> int:
    """Each member types the code on the host's screen. Returns how many signed in."""
    present = [branch.member(n) for n in range(len(branch.members)) if n % LEAVE_EVERY]
    for name in present:
        _sign_in_one(api, branch, activity, name)
    return len(present)


def _sign_in_one(api: Api, branch: Branch, activity: str, name: str) -> Answer:
    code = api.get(branch.secretary, f"/v1/activities/{activity}/code")["code"]
    return api.call(name, "POST", f"/v1/activities/{activity}/sign-ins", {"code": code})


def call_roll(api: Api, cast: Cast, branch: Branch, activity: str) -> int:
    """The secretary states who was there; with sign-ins, only who was not. Returns how many entries."""
    members = api.all(branch.secretary, f"/v1/members?branchId={cast.id_of(branch.organisation.code)}&limit=100")
    away = {m["id"] for n, m in enumerate(sorted(members, key=lambda m: str(m["id"]))) if n % LEAVE_EVERY == 0}
    if branch.by_code:
        seen = {row["memberId"] for row in api.all(branch.secretary, f"/v1/activities/{activity}/attendance?limit=100")}
        entries = [{"memberId": m["id"], "state": "LEAVE_PERSONAL"} for m in members if m["id"] not in seen]
    else:
        states = ("PRESENT", "LEAVE_PERSONAL")
        entries = [{"memberId": m["id"], "state": states[m["id"] in away]} for m in members]
    if entries:
        api.put(branch.secretary, f"/v1/activities/{activity}/attendance", {"entries": entries})
    return len(entries)


def take_photos(api: Api, branch: Branch, activity: str, seed: int) -> list[str]:
    """Two photos go up; returns their ids."""
    return [_take_photo(api, branch, activity, photo(seed * PHOTOS + number)) for number in range(PHOTOS)]


def _take_photo(api: Api, branch: Branch, activity: str, content: bytes) -> str:
    body = {
        "contentType": "image/jpeg",
        "sizeBytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    made = api.post(branch.secretary, f"/v1/activities/{activity}/photos", body)
    api.upload(made, content)
    return str(made["photoId"])


def photos_ready(api: Api, branch: Branch, activity: str) -> list[dict[str, Any]]:
    """The photos once each has its thumbnail."""

    def look() -> list[dict[str, Any]] | None:
        found: list[dict[str, Any]] = api.all(branch.secretary, f"/v1/activities/{activity}/photos")
        return found if len(found) == PHOTOS and all(p["state"] == "ACCEPTED" for p in found) else None

    return wait_until(look, "thumbnails")


def write_minutes(api: Api, cast: Cast, branch: Branch, activity: str) -> None:
    members = api.get(branch.secretary, f"/v1/members?branchId={cast.id_of(branch.organisation.code)}&limit=2")["items"]
    body = {
        "host": members[0]["id"],
        "recorder": members[-1]["id"],
        "summary": "会议按议程进行，与会党员交流了学习体会，安排了下月志愿服务。",
        "resolutions": [],
    }
    api.put(branch.secretary, f"/v1/activities/{activity}/minutes", body)


def submit(api: Api, branch: Branch, activity: str) -> None:
    """Hand in the record as soon as the activity is over."""
    path = f"/v1/activities/{activity}/submit"
    wait_until(
        lambda: api.call(branch.secretary, "POST", path, {}, expect=(200, 201, 202, 409)).status != 409,
        "the end of the activity",
        patience=120,
    )


def review(api: Api, reviewer: str, activity: str, decision: str = "approve", reason: str | None = None) -> None:
    body = {"decision": decision} | ({"reason": reason} if reason else {})
    api.post(reviewer, f"/v1/activities/{activity}/reviews", body)


def review_through(api: Api, cast: Cast, branch: Branch, activity: str, *, returned: bool) -> None:
    """Township first, county last; where `returned`, the township sends it back once first."""
    township = cast.reviewer_of(branch)
    if returned:
        review(api, township, activity, "return", "请补充志愿服务的具体安排。")
        write_minutes(api, cast, branch, activity)
        submit(api, branch, activity)
    review(api, township, activity)
    review(api, REVIEWER, activity)
