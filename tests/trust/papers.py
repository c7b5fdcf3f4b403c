"""What a branch keeps beside members and activities, in other rooms: each has a canary of its own."""

from datetime import timedelta
from typing import Any

from kernel.clock import business_day, now, stamp
from tests.trust.country import RECORD
from tests.trust.lands import Land

HOUR = timedelta(hours=1)


def keep(land: Land, branch: str) -> list[str]:
    """An offer of help, an exemption of a member, a dispatch to all members. The canaries, in this order."""
    own = [member for member, home in land.members.items() if home == branch]
    found = [
        _offer(land, branch),
        *(_exemption(land, branch, member) for member in own[:1]),
        _dispatch(land, branch, own),
    ]
    land.tell()
    return found


def _offer(land: Land, branch: str) -> str:
    canary, at = land.country.canary(RECORD, branch), now().replace(microsecond=0)
    times = {"startsAt": stamp(at + HOUR), "endsAt": stamp(at + 2 * HOUR)}
    what = {"kind": "ELDERLY", "title": canary, "place": canary, "places": 20, "helped": {"kind": "OUTSIDE"}}
    _put(land, "POST /v1/activities/services", branch, {"organisationId": branch} | what | times)
    return canary


def _exemption(land: Land, branch: str, member: str) -> str:
    """Theirs to read wherever they go."""
    canary = land.country.canary(RECORD, branch)
    land.country.shown.setdefault(land.subjects[member], set()).add(canary)
    what = {"ground": "ill", "firstDay": f"{business_day(now())}", "reason": canary}
    _put(land, "POST /v1/points/exemptions", branch, {"branchId": branch, "memberId": member} | what)
    return canary


def _dispatch(land: Land, branch: str, own: list[str]) -> str:
    """It lies in the boxes of those who are at home there now."""
    canary = land.country.canary(RECORD, branch)
    for member in own:
        land.country.shown.setdefault(land.subjects[member], set()).add(canary)
    body = {"organisationId": branch, "audience": {"organisationId": branch}, "title": canary, "body": canary}
    _put(land, "POST /v1/dispatches", branch, body)
    return canary


def _put(land: Land, route: str, branch: str, body: dict[str, Any]) -> None:
    """What is refused (a second exemption of a member) changes nothing."""
    assert land.attempt(route, by=land.clerk(branch), body=body) < 500, route
