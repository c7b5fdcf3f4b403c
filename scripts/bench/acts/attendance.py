"""Attendance: codes, sign-ins with all that they may carry, peers, lists, guests, phones and what they send later."""

from datetime import timedelta
from typing import Any

from functions.activities.roll.elsewhere_tables import Visit
from functions.activities.tables import Activity
from scripts.bench.acts import Arrange
from scripts.bench.acts.branch import ask
from tests.integration.activities.phone import Phone
from tests.integration.activities.story import Story, code_of

RUNNING = timedelta(minutes=-1)
RUN = "/v1/activities/{id}"
PHONE = "a-phone-of-the-branch"
STAY = {"joinedAt": "2020-01-01T00:00:00Z", "leftAt": "2099-12-31T00:00:00Z"}
PHONES: dict[str, Phone] = {}
GUESTS = {"guests": [{"organisation": "县委组织部", "count": 2, "role": "OBSERVER"}]}


def on(s: Story) -> str:
    return s.plan(starts=RUNNING)


def with_two_there(s: Story) -> str:
    activity_id = on(s)
    s.call_roll(activity_id, "PRESENT", "PRESENT")
    return activity_id


def a_visit(s: Story) -> str:
    activity_id = with_two_there(s)
    Visit.to(Activity.demand(Activity.partition(activity_id), "NOW"), s.members[0], s.tree.sister.id).save()
    return activity_id


def a_phone(s: Story) -> str:
    """Its id stands for that of an activity in the path."""
    phone = Phone.of(s.member)
    PHONES[phone.id] = phone
    return phone.id


def _carrying(_: Story, activity_id: str) -> Any:
    return {"code": code_of(activity_id), "device": PHONE, "position": {"lat": 25.9, "lng": 112.2}}


def _stays(s: Story, _: str) -> Any:
    return {"entries": [{"memberId": member} | STAY for member in s.members]}


def _bundle(s: Story, phone_id: str) -> Any:
    """One sign-in of a phone that was offline."""
    activity_id, phone = on(s), PHONES[phone_id]
    return phone.bundle(phone.sign_in(activity_id, code_of(activity_id)))


REQUESTS: dict[str, Arrange] = {
    "own sign-in": ask(with_two_there, "GET", RUN + "/sign-ins/own", "member"),
    "sign in, with phone and position": ask(on, "POST", RUN + "/sign-ins", "member", _carrying),
    "confirm a peer": ask(
        with_two_there, "POST", RUN + "/confirmations", "member", lambda s, _: {"memberId": s.members[1]}
    ),
    "list an online meeting (24)": ask(Story.plan, "PUT", RUN + "/online-attendance", body=_stays),
    "count guests": ask(Story.plan, "PUT", RUN + "/guests", body=lambda _, __: GUESTS),
    "show guests": ask(Story.plan, "GET", RUN + "/guests", "member"),
    "list visits": ask(
        a_visit, "GET", "/v1/activities/visits", "county", query=lambda s: {"branchId": s.tree.sister.id}
    ),
    "register a phone": ask(lambda _: "", "POST", "/v1/me/devices", "member", lambda _, __: {}),
    "list phones": ask(a_phone, "GET", "/v1/me/devices", "member"),
    "send what a phone signed offline (1)": ask(a_phone, "POST", "/v1/me/devices/{id}/bundles", "member", _bundle),
    "remove a phone": ask(a_phone, "DELETE", "/v1/me/devices/{id}", "member"),
}
