"""Volunteer service: offered, booked, hours entered, confirmed by who was helped and by a slip, taken back."""

from collections.abc import Callable
from typing import Any

from scripts.bench.acts import Arrange
from scripts.bench.acts.branch import ask
from tests import builders
from tests.integration.activities import service_story as told
from tests.integration.activities.story import HOUR, Story

RUN = told.SERVICES + "/{id}"
PLACES = 10


def _offered(s: Story) -> str:
    return told.offer(s)


def _several(s: Story) -> str:
    for number in range(1, PLACES):
        told.offer(s, number * HOUR)
    return told.offer(s)


def _booked_by_ten(s: Story) -> str:
    service_id = told.offer(s, places=PLACES)
    for number, member_id in enumerate(s.members[:PLACES]):
        told.book(service_id, builders.account(f"volunteer-{number}", member_id=member_id, branch=s.branch))
    return service_id


def _place(prepare: Callable[[Story], str]) -> Callable[[Story], str]:
    """The member's booking of what `prepare` left behind."""
    return lambda s: f"{prepare(s)}/bookings/{s.members[0]}"


def _booked(s: Story) -> str:
    service_id = told.running(s)
    told.book(service_id)
    return service_id


def _booked_ahead(s: Story) -> str:
    service_id = told.offer(s)
    told.book(service_id)
    return service_id


def _to_member(s: Story) -> dict[str, str]:
    builders.account("helped", member_id=s.members[2], branch=s.branch)
    return {"kind": "MEMBER", "branchId": s.branch.id, "memberId": s.members[2]}


def _served(s: Story) -> str:
    return told.served(s, helped=_to_member(s))


def _confirmed(s: Story) -> str:
    service_id = _served(s)
    told.act("confirmation", service_id, s.members[0], "helped", {"minutes": 45})
    return service_id


def _by_slip(s: Story, place: str) -> Any:
    return {"minutes": 45, "code": told.slip(s, place.split("/")[0], s.members[0])}


def _of_branch(s: Story) -> dict[str, str]:
    return {"organisationId": s.branch.id}


def _of_member(s: Story) -> dict[str, str]:
    return {"branchId": s.branch.id, "memberId": s.members[0]}


REQUESTS: dict[str, Arrange] = {
    "offer a service": ask(lambda _: "", "POST", told.SERVICES, body=lambda s, _: told.body(s)),
    "list services (10)": ask(_several, "GET", told.SERVICES, "member", query=_of_branch),
    "services received (1)": ask(_served, "GET", told.SERVICES + "/received", "helped"),
    "show a service": ask(_offered, "GET", RUN, "member"),
    "call a service off": ask(_offered, "POST", RUN + "/cancel"),
    "book a place": ask(_offered, "POST", RUN + "/bookings", "member"),
    "give a place back": ask(_place(_booked_ahead), "POST", RUN + "/cancel", "member"),
    "list bookings (10)": ask(_booked_by_ten, "GET", RUN + "/bookings"),
    "draw slips (10)": ask(_booked_by_ten, "POST", RUN + "/slips"),
    "enter hours": ask(_place(_booked), "PUT", RUN + "/hours", "member", lambda _, __: {"minutes": 45}),
    "confirm hours": ask(
        _place(_served), "POST", RUN + "/confirmation", "helped", lambda _, __: {"minutes": 45, "confirmed": True}
    ),
    "confirm hours by a slip": ask(_place(told.served), "POST", RUN + "/confirmation", "member", _by_slip),
    "take hours back": ask(
        _place(_confirmed), "POST", RUN + "/withdrawal", "county", lambda _, __: {"ground": "FALSE_HOURS"}
    ),
    "hours of a year": ask(_confirmed, "GET", "/v1/activities/service-hours", "member", query=_of_member),
}
