"""Third act: points, ranks and reminders come out, and the record of it all is checked offline."""

import json
import subprocess
import sys
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from kernel.clock import business_day
from scripts.local.emulator import Emulator
from scripts.local.process import ROOT
from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, AUDITOR, Branch, Cast
from scripts.story.crowd import all_at_once

SOON = timedelta(seconds=2)
A_QUARTER = timedelta(days=100)


def points_arrived(api: Api, cast: Cast, branch: Branch) -> int:
    """The points of a branch's members once the approved activity was posted; their sum."""
    path = f"/v1/points/branches/{cast.id_of(branch.organisation.code)}"

    def look() -> int | None:
        board = api.get(branch.secretary, path)
        return sum(int(row["points"]) for row in board["members"]) or None

    return wait_until(look, f"points of {branch.organisation.code}")


def schedule_once(emulator: Emulator, function: str, payload: dict[str, Any]) -> None:
    """Let EventBridge Scheduler start a job in a moment, with the target and role of the stack's own schedule of it."""
    scheduler = emulator.client("scheduler")
    at = datetime.now(UTC) + SOON
    scheduler.create_schedule(
        Name=f"story-{function}-{at:%Y%m%d%H%M%S}",
        ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})",
        ScheduleExpressionTimezone="UTC",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target=_target(scheduler, function) | {"Input": json.dumps(payload)},
    )


def _target(scheduler: Any, function: str) -> dict[str, Any]:
    for page in scheduler.get_paginator("list_schedules").paginate():
        for found in page["Schedules"]:
            if f"-{function}-" in found["Target"]["Arn"]:
                whole = scheduler.get_schedule(Name=found["Name"], GroupName=found.get("GroupName", "default"))
                return {key: whole["Target"][key] for key in ("Arn", "RoleArn")}
    raise LookupError(f"no schedule starts {function}")


def ranking_published(api: Api, cast: Cast, as_of: datetime) -> dict[str, Any]:
    """The county's board of organisations once a run holds for `as_of` or later."""

    def look() -> dict[str, Any] | None:
        answer = api.call(ADMIN, "GET", f"/v1/rankings/{cast.county_id}?of=organisations", expect=(200, 404))
        board: dict[str, Any] = answer.body
        return board if answer.status == 200 and datetime.fromisoformat(board["asOf"]) >= as_of else None

    return wait_until(look, "a ranking")


def run_by_hand(api: Api, cast: Cast) -> dict[str, Any]:
    """An administrator starts a run; returns it once it is done."""
    run = api.post(ADMIN, "/v1/rankings/runs", {"organisationId": cast.county_id})

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = api.get(ADMIN, f"/v1/rankings/runs/{run['runId']}")
        return found if found["state"] == "DONE" else None

    return wait_until(look, "a run by hand")


def standing(api: Api, branch: Branch, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = api.get(branch.member(number), "/v1/me/standing")
    return found


def remind(emulator: Emulator, as_of: date) -> None:
    """The morning's run, which looks ahead to a day: what would be due by then is told now."""
    schedule_once(emulator, "NoticesOnReminderRun", {"asOf": as_of.isoformat()})


def remind_by_hand(api: Api, cast: Cast) -> str:
    """A run of today, which finds nothing more to say. Returns its day."""
    body = {"organisationId": cast.county_id, "asOf": business_day(datetime.now(UTC)).isoformat()}
    return str(api.post(ADMIN, "/v1/reminders/runs", body)["asOf"])


def noticed(api: Api, person: str, code: str) -> list[dict[str, Any]]:
    """All notices of a code in somebody's inbox."""
    return [notice for notice in api.all(person, "/v1/me/notices?limit=100") if notice["code"] == code]


def all_noticed(api: Api, code: str, expected: Mapping[str, Collection[str]]) -> list[dict[str, Any]]:
    """Wait until each of these people was told of all organisations named with them (at least one); their notices.

    They are asked one after another, so that nobody is asked again who was told.
    """

    def look(person: str, about: Collection[str]) -> list[dict[str, Any]] | None:
        found = noticed(api, person, code)
        return found if {notice["organisationId"] for notice in found}.issuperset(about) else None

    told = (wait_until(partial(look, *one), f"{code} for {one[0]}", pause=1.0) for one in expected.items())
    return [notice for found in told for notice in found]


def all_idle_noticed(api: Api, cast: Cast) -> int:
    """The committees were told of every home that held nothing, and of no other. Returns how many."""
    idle = cast.idle()
    below: dict[str, list[str]] = {}
    for home in idle:
        below.setdefault(f"reviewer-{cast.committee_of(home)}", []).append(cast.id_of(home.code))
    all_noticed(api, "BRANCH_IDLE_MONTH", below)
    boxes = all_at_once(lambda reviewer: noticed(api, reviewer, "BRANCH_IDLE_MONTH"), cast.reviewers())
    told = {notice["organisationId"] for box in boxes for notice in box}
    active = {cast.id_of(branch.organisation.code) for branch in cast.branches}
    if told & active:
        raise AssertionError(f"{len(told & active)} branches were called idle that were not")
    return len(idle)


def all_absent_noticed(api: Api, cast: Cast) -> str:
    """The secretary of every branch that lived the month was told of members who stayed away a quarter. How many."""
    own = {branch.secretary: [cast.id_of(branch.organisation.code)] for branch in cast.branches}
    return f"{len(all_noticed(api, 'ABSENT_3M', own))} notices to {len(own)} secretaries"


def entries(api: Api, organisation_id: str) -> list[dict[str, Any]]:
    return api.all(AUDITOR, f"/v1/journal/{organisation_id}?order=oldest&limit=100")


def receipt(api: Api, person: str, event_id: str) -> dict[str, Any]:
    """A receipt once the entry is sealed."""

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = api.get(person, f"/v1/journal/entries/{event_id}/receipt")
        return found if found["state"] == "SEALED" else None

    return wait_until(look, "a seal")


def verify(kind: str, content: Any, folder: Path, key: str) -> str:
    """What the offline script says. Raises `CalledProcessError` if it does not hold."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{kind}.json").write_text(json.dumps(content, ensure_ascii=False))
    (folder / "key.pem").write_text(key)
    command: list[str | Path] = [
        sys.executable,
        ROOT / "scripts/verify",
        kind,
        folder / f"{kind}.json",
        "--key",
        folder / "key.pem",
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
