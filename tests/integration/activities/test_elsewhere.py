"""Members who attend where they are, and what their home branch sees of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from functions.activities import on_members
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import AttachmentChanged, FloatingEnded, FloatingRegistered, MemberErased
from kernel.ids import new_id
from tests import builders
from tests.builders import envelope
from tests.integration.activities.story import HOUR, Story, call, code_of, enroll, plan_body, review, submit

RUNNING = timedelta(minutes=-1)
DUE = date(2027, 1, 1)
MONTH = f"{business_day(now()):%Y-%m}"


class Guest:
    """A member of the sister branch."""

    def __init__(self, story: Story) -> None:
        self.home: Organisation = story.tree.sister
        self.id = new_id()
        self.subject = builders.account("guest", member_id=self.id, branch=self.home)

    def facts(self) -> dict[str, Any]:
        return {"member_id": self.id, "branch_id": self.home.id, "county_id": self.home.county_id}


@pytest.fixture
def guest(story: Story) -> Guest:
    return Guest(story)


def deliver(*events: Any) -> None:
    assert on_members.lambda_handler(builders.batch(*events), None) == {"batchItemFailures": []}


def attach(guest: Guest, story: Story, attached: bool = True) -> AttachmentChanged:
    return AttachmentChanged(**guest.facts(), attached_to=story.branch.id, attached=attached)


def receive(guest: Guest, story: Story) -> FloatingRegistered:
    return received_by(story.branch, guest)


def received_by(host: Organisation, guest: Guest) -> FloatingRegistered:
    return FloatingRegistered(**guest.facts(), path=guest.home.path, host_branch_id=host.id, contact_due_on=DUE)


def sign_in(activity_id: str, guest: Guest) -> tuple[int, Any]:
    return call("POST", f"/v1/activities/{activity_id}/sign-ins", guest.subject, {"code": code_of(activity_id)})


def seen_at_home(guest: Guest, subject: str = "county", **query: str) -> Any:
    asked = {"branchId": guest.home.id, "month": MONTH} | query
    status, page = call("GET", "/v1/activities/visits", subject, query=asked)
    assert status == 200, page
    return page


def test_who_belongs_elsewhere_and_has_no_part_here_finds_nothing(story: Story, guest: Guest) -> None:
    status, problem = sign_in(story.plan(starts=RUNNING), guest)

    assert (status, problem["code"]) == (404, "not_found")


@pytest.mark.parametrize("part", [attach, receive])
def test_who_takes_part_here_signs_in_and_the_home_branch_sees_it(story: Story, guest: Guest, part: Any) -> None:
    deliver(part(guest, story))
    activity_id = story.plan(starts=RUNNING)

    status, row = sign_in(activity_id, guest)
    page = seen_at_home(guest)

    assert (status, row["state"], row["homeBranchId"]) == (201, "PRESENT", guest.home.id)
    (visit,) = page["items"]
    assert visit == {
        "activityId": activity_id,
        "branchId": story.branch.id,
        "type": "THEME_DAY",
        "startsAt": visit["startsAt"],
        "attendance": row,
    }


def to_chosen(story: Story) -> dict[str, Any]:
    return {"kind": "MEMBERS", "members": story.members[:2]}


def to_group(story: Story) -> dict[str, Any]:
    group = story.tree.found(story.branch, "431128-101-001-1", "PARTY_GROUP", "GROUP")
    status, _ = call("PUT", f"/v1/activities/groups/{group.id}", story.secretary, {"members": story.members[:2]})
    assert status == 200
    return {"kind": "GROUP", "groupId": group.id}


@pytest.mark.parametrize("whom", [to_chosen, to_group])
def test_who_takes_part_here_does_not_sign_in_to_what_is_for_others(story: Story, guest: Guest, whom: Any) -> None:
    deliver(attach(guest, story))
    activity_id = story.plan(starts=RUNNING, audience=whom(story))

    status, problem = sign_in(activity_id, guest)

    assert (status, problem["code"]) == (403, "not_invited")


@pytest.mark.parametrize("end", ["detached", "returned"])
def test_whose_part_has_ended_signs_in_no_more_whatever_order_the_facts_come_in(
    story: Story, guest: Guest, end: str
) -> None:
    began = attach(guest, story) if end == "detached" else receive(guest, story)
    ended = (
        attach(guest, story, attached=False) if end == "detached" else FloatingEnded(**guest.facts(), reason="RETURNED")
    )
    first, second = envelope(began), envelope(ended)
    deliver(second, first, second)

    status, _ = sign_in(story.plan(starts=RUNNING), guest)

    assert status == 404


def test_an_erased_member_takes_part_nowhere_whatever_comes_late(story: Story, guest: Guest) -> None:
    deliver(attach(guest, story), MemberErased(**guest.facts()), receive(guest, story), attach(guest, story))

    status, _ = sign_in(story.plan(starts=RUNNING), guest)

    assert status == 404


def test_the_secretary_calls_them_too(story: Story, guest: Guest) -> None:
    deliver(attach(guest, story))
    activity_id = story.plan()
    story.members = [*story.members, guest.id]

    called = story.call_roll(activity_id, "PRESENT", "PRESENT", "PRESENT", "LATE")

    assert called == (200, {"called": 4, "changed": 4})
    assert [visit["attendance"]["state"] for visit in seen_at_home(guest)["items"]] == ["LATE"]


def test_what_the_home_branch_sees_follows_the_record(story: Story, guest: Guest) -> None:
    deliver(attach(guest, story))
    activity_id = story.plan(starts=RUNNING)
    sign_in(activity_id, guest)
    entries = {"entries": [{"memberId": guest.id, "state": "ABSENT_NO_REASON"}]}

    call("PUT", f"/v1/activities/{activity_id}/attendance", story.secretary, entries)

    assert [visit["attendance"]["state"] for visit in seen_at_home(guest)["items"]] == ["ABSENT_NO_REASON"]


def test_they_are_confirmed_with_the_others(story: Story, guest: Guest) -> None:
    deliver(attach(guest, story))
    activity_id = story.plan()
    story.members = [*story.members, guest.id]
    story.call_roll(activity_id, "PRESENT", "PRESENT", "PRESENT", "PRESENT")
    story.minute(activity_id)

    handed_in = submit(activity_id)
    review(activity_id, story.township)
    approved = review(activity_id, story.county)

    assert (handed_in[0], handed_in[1]["attended"]) == (200, 4)
    assert approved[0] == 201
    confirmed = [e["data"] for e in builders.recorded(story.branch.id) if e["event"] == "AttendanceConfirmed"]
    assert guest.id in confirmed[0]["members"]


def test_visits_come_in_pages_by_their_start(story: Story, guest: Guest) -> None:
    deliver(attach(guest, story))
    held = [story.plan(starts=RUNNING - timedelta(seconds=n)) for n in (2, 1, 0)]
    for activity_id in held:
        sign_in(activity_id, guest)

    first = seen_at_home(guest, limit="2")
    second = seen_at_home(guest, limit="2", cursor=first["next"])

    assert [visit["activityId"] for visit in first["items"] + second["items"]] == held
    assert second["next"] is None


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("guest", 403), ("stranger", 404), ("secretary", 404)])
def test_visits_are_for_the_home_branch_and_the_committees_above_it(
    story: Story, guest: Guest, subject: str, expected: int
) -> None:
    status, _ = call("GET", "/v1/activities/visits", subject, query={"branchId": guest.home.id})

    assert status == expected


@pytest.mark.parametrize("query", [{"month": "2026-13"}, {"month": "november"}, {"cursor": "e30"}, {"limit": "0"}])
def test_a_list_that_makes_no_sense_is_refused(story: Story, guest: Guest, query: dict[str, str]) -> None:
    status, _ = call("GET", "/v1/activities/visits", "county", query={"branchId": guest.home.id} | query)

    assert status in (400, 422)


def test_a_floating_branch_holds_its_own_activities(story: Story, guest: Guest) -> None:
    floating = story.tree.found(story.tree.township, "431128-101-901", "FLOATING_BRANCH", "BRANCH")
    builders.account("afar", (Role.SECRETARY, floating))
    deliver(AttachmentChanged(**guest.facts(), attached_to=floating.id, attached=True))

    status, planned = call("POST", "/v1/activities", "afar", plan_body(floating, RUNNING, HOUR))
    signed_in = sign_in(planned["id"], guest)

    assert (status, signed_in[0], signed_in[1]["homeBranchId"]) == (201, 201, guest.home.id)
    assert [visit["branchId"] for visit in seen_at_home(guest)["items"]] == [floating.id]


def test_a_record_of_a_floating_branch_goes_from_the_plan_to_the_approval(story: Story, guest: Guest) -> None:
    floating = story.tree.found(story.tree.township, "431128-101-901", "FLOATING_BRANCH", "BRANCH")
    builders.account("afar", (Role.SECRETARY, floating))
    recorder = Guest(story)
    deliver(received_by(floating, guest), received_by(floating, recorder))
    _, planned = call("POST", "/v1/activities", "afar", plan_body(floating, -HOUR, HOUR / 2))
    path = f"/v1/activities/{planned['id']}"
    entries = [{"memberId": guest.id, "state": "PRESENT"}, {"memberId": recorder.id, "state": "LATE"}]

    called = call("PUT", f"{path}/attendance", "afar", {"entries": entries})
    minuted, _ = call("PUT", f"{path}/minutes", "afar", story.minutes(host=guest.id, recorder=recorder.id))
    handed_in = submit(planned["id"], "afar")
    review(planned["id"], story.township)
    status, approved = review(planned["id"], story.county)

    assert (called[0], minuted, handed_in[0]) == (200, 200, 200)
    assert (status, approved["state"], approved["attended"], approved["entitled"]) == (201, "APPROVED", 2, 2)
    (told,) = [e["data"] for e in builders.recorded(floating.id) if e["event"] == "AttendanceConfirmed"]
    assert sorted(told["members"]) == sorted([guest.id, recorder.id])


def test_minutes_name_nobody_who_neither_belongs_here_nor_was_called(story: Story, guest: Guest) -> None:
    deliver(attach(guest, story))

    status, problem = story.minute(story.plan(), host=guest.id)

    assert (status, problem["fields"]) == (422, [{"field": "host", "code": "unknown_member"}])


def test_the_invited_of_another_branch_sign_in_or_are_called_and_their_home_sees_both(
    story: Story, guest: Guest
) -> None:
    colleague = new_id()
    enroll(guest.home, [guest.id, colleague])
    builders.account("clerk", (Role.SECRETARY, story.tree.township))
    audience = {"kind": "BRANCHES", "branches": [story.branch.id, guest.home.id]}
    body = plan_body(story.tree.township, RUNNING, HOUR, audience=audience)

    status, planned = call("POST", "/v1/activities", "clerk", body)
    signed_in = sign_in(planned["id"], guest)
    entries = {"entries": [{"memberId": one, "state": "PRESENT"} for one in (colleague, story.members[1])]}
    called = call("PUT", f"/v1/activities/{planned['id']}/attendance", "clerk", entries)

    assert (status, signed_in[0], called) == (201, 201, (200, {"called": 2, "changed": 2}))
    assert {visit["attendance"]["memberId"] for visit in seen_at_home(guest)["items"]} == {guest.id, colleague}
    assert call("GET", f"/v1/activities/{planned['id']}/guests", guest.subject)[0] == 200
