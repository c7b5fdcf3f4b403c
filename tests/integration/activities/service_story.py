"""Volunteer services of the story's branch, and the calls that are made about them."""

from datetime import timedelta
from typing import Any

from functions.activities.service.tables import Service
from kernel.clock import now, stamp
from tests.integration.activities.story import HOUR, Story, call

SERVICES = "/v1/activities/services"
OUTSIDE = {"kind": "OUTSIDE"}


def body(story: Story, starts: timedelta = HOUR, lasts: timedelta = HOUR, **changes: Any) -> dict[str, Any]:
    at = now().replace(microsecond=0)
    return {
        "organisationId": story.branch.id,
        "kind": "ELDERLY",
        "title": "走访独居老人",
        "place": "某村敬老院",
        "startsAt": stamp(at + starts),
        "endsAt": stamp(at + starts + lasts),
        "places": 2,
        "helped": OUTSIDE,
    } | changes


def offer(story: Story, *times: timedelta, **changes: Any) -> str:
    """The id of a service of the branch."""
    status, answer = call("POST", SERVICES, story.secretary, body(story, *times, **changes))
    assert status == 201, answer
    return str(answer["id"])


def running(story: Story, **changes: Any) -> str:
    """One that began an hour ago and ends in another."""
    return offer(story, -HOUR, 2 * HOUR, **changes)


def book(service_id: str, by: str | None = "member", **rest: Any) -> tuple[int, Any]:
    return call("POST", f"{SERVICES}/{service_id}/bookings", by, **rest)


def act(what: str, service_id: str, member_id: str, by: str | None, sent: Any = None, **rest: Any) -> tuple[int, Any]:
    """`cancel`, `hours`, `confirmation` or `withdrawal` of a member's booking."""
    method = "PUT" if what == "hours" else "POST"
    return call(method, f"{SERVICES}/{service_id}/bookings/{member_id}/{what}", by, sent, **rest)


def slip(story: Story, service_id: str, member_id: str) -> str:
    status, answer = call("POST", f"{SERVICES}/{service_id}/slips", story.secretary)
    assert status == 201, answer
    return str(next(one["code"] for one in answer["items"] if one["memberId"] == member_id))


def served(story: Story, minutes: int = 45, **changes: Any) -> str:
    """A running service with the member's hours entered."""
    service_id = running(story, **changes)
    book(service_id)
    status, answer = act("hours", service_id, story.members[0], story.member, {"minutes": minutes})
    assert status == 200, answer
    return service_id


def hours(story: Story, by: str | None = "member", **query: str) -> tuple[int, Any]:
    asked = {"branchId": story.branch.id, "memberId": story.members[0]} | query
    return call("GET", "/v1/activities/service-hours", by, query=asked)


def stored(service_id: str) -> Service:
    return Service.demand(Service.partition(service_id), "NOW")


def helps(story: Story, number: int) -> dict[str, str]:
    return {"kind": "MEMBER", "branchId": story.branch.id, "memberId": story.members[number]}


def confirm(story: Story, service_id: str, by: str, minutes: int = 45, **more: Any) -> tuple[int, Any]:
    headers = more.pop("headers", None)
    sent = {"minutes": minutes} | more
    return act("confirmation", service_id, story.members[0], by, sent, headers=headers)


def minutes(story: Story) -> tuple[int, int, int]:
    _, told = hours(story)
    return told["confirmedMinutes"], told["waitingMinutes"], told["totalMinutes"]
