"""Third act: points, ranks and reminders come out, and the record of it all is checked offline."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from scripts.local.emulator import Emulator
from scripts.local.process import ROOT
from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, AUDITOR, Branch, Cast
from scripts.story.founding import grant

SOON = timedelta(seconds=2)
A_QUARTER_LATER = timedelta(days=100)


def points_arrived(api: Api, cast: Cast, branch: Branch) -> int:
    """The points of a branch's members once the approved activity was posted; their sum."""
    path = f"/v1/points/branches/{cast.id_of(branch.organisation.code)}"

    def look() -> int | None:
        board = api.get(branch.secretary, path)
        return sum(int(row["points"]) for row in board["members"]) or None

    return wait_until(look, f"points of {branch.organisation.code}")


def schedule_once(emulator: Emulator, outputs: dict[str, str], function: str, payload: dict[str, Any]) -> None:
    """Let EventBridge Scheduler start a job in a moment, as it would by its calendar."""
    at = datetime.now(UTC) + SOON
    emulator.client("scheduler").create_schedule(
        Name=f"story-{function}-{at:%H%M%S}",
        ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})",
        ScheduleExpressionTimezone="UTC",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={"Arn": outputs[function], "RoleArn": outputs["SchedulerRole"], "Input": json.dumps(payload)},
    )


def ranking_published(api: Api, cast: Cast, since: datetime) -> dict[str, Any]:
    """The county's board of organisations once a run states a time after `since`."""

    def look() -> dict[str, Any] | None:
        answer = api.call(ADMIN, "GET", f"/v1/rankings/{cast.county_id}?of=organisations", expect=(200, 404))
        board = answer.body
        return board if answer.status == 200 and datetime.fromisoformat(board["asOf"]) >= since else None

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


def remind(api: Api, cast: Cast, as_of: date) -> None:
    api.post(ADMIN, "/v1/reminders/runs", {"organisationId": cast.county_id, "asOf": as_of.isoformat()})


def notices_of(api: Api, person: str) -> list[dict[str, Any]]:
    return api.all(person, "/v1/me/notices")


def give_secretary(api: Api, cast: Cast, subject: str, code: str) -> None:
    grant(api, subject, "secretary", cast.id_of(code))


def entries(api: Api, organisation_id: str) -> list[dict[str, Any]]:
    return api.all(AUDITOR, f"/v1/journal/{organisation_id}")


def receipt(api: Api, person: str, event_id: str) -> dict[str, Any]:
    """A receipt once the entry is sealed."""

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = api.get(person, f"/v1/journal/entries/{event_id}/receipt")
        return found if found["sealed"] else None

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
