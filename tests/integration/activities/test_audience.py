"""For whom an activity of a branch is: all of it, a group of it, or chosen members."""

from datetime import timedelta
from typing import Any

import pytest

from functions.activities.activity_types import TYPES
from functions.activities.roll.tables import Roll
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, code_of, plan_body, submit

RUNNING = timedelta(minutes=-1)


def group(story: Story, *members: str) -> str:
    """A Party group of the branch with these members."""
    made = story.tree.found(story.branch, "431128-101-001-1", "PARTY_GROUP", "GROUP")
    path = f"/v1/activities/groups/{made.id}"
    status, answer = call("PUT", path, story.secretary, {"members": list(members)})
    assert status == 200, answer
    return str(made.id)


def leave(branch: Organisation, member: str) -> None:
    """The member is taken off the roll."""
    roll = Roll.load(branch.id)
    roll.people = {one: fact for one, fact in roll.people.items() if one != member}
    roll.save()


def test_chosen_members_are_expected_and_the_branch_sees_it(story: Story) -> None:
    activity_id = story.plan(RUNNING, HOUR, type="TALK", audience={"kind": "MEMBERS", "members": story.members[1:]})

    status, seen = call("GET", f"/v1/activities/{activity_id}", story.member)
    refused, problem = call("PUT", f"/v1/activities/{activity_id}/reply", story.member, {"reply": "COMING"})

    assert (status, seen["audience"]["members"]) == (200, sorted(story.members[1:]))
    assert (refused, problem["code"]) == (403, "not_invited")


def test_only_the_chosen_sign_in(story: Story) -> None:
    activity_id = story.plan(RUNNING, HOUR, type="TALK", audience={"kind": "MEMBERS", "members": story.members[1:]})
    builders.account("chosen", member_id=story.members[1], branch=story.branch)
    code, path = {"code": code_of(activity_id)}, f"/v1/activities/{activity_id}/sign-ins"

    status, _ = call("POST", path, "chosen", code)
    refused, problem = call("POST", path, story.member, code)

    assert (status, refused, problem["code"]) == (201, 403, "not_invited")


def test_of_chosen_members_those_are_entitled_who_are_on_the_roll(story: Story) -> None:
    activity_id = story.plan(audience={"kind": "MEMBERS", "members": story.members[:2]})
    story.call_roll(activity_id, "PRESENT")
    story.minute(activity_id)

    status, handed_in = submit(activity_id)

    assert (status, handed_in["attended"], handed_in["entitled"]) == (200, 1, 2)


@pytest.mark.parametrize(
    ("members", "code"), [(lambda s: [s.members[0]] * 2, "duplicate"), (lambda _: [new_id()], "unknown_member")]
)
def test_only_members_of_the_branch_are_chosen_and_each_once(story: Story, members: Any, code: str) -> None:
    body = plan_body(story.branch, HOUR, HOUR, audience={"kind": "MEMBERS", "members": members(story)})

    status, problem = call("POST", "/v1/activities", story.secretary, body)

    assert (status, [fault["code"] for fault in problem["fields"]]) == (422, [code])


@pytest.mark.parametrize(
    "audience", [{"kind": "EVERYBODY"}, {"kind": "MEMBERS", "members": []}, {"kind": "GROUP"}, "BRANCH", {}, None]
)
def test_an_audience_that_is_none_is_refused(story: Story, audience: Any) -> None:
    status, problem = call(
        "POST", "/v1/activities", story.secretary, plan_body(story.branch, HOUR, HOUR, audience=audience)
    )

    assert (status, problem["code"]) == (422, "invalid")


def test_a_groups_meeting_is_for_its_members_as_they_were_when_it_was_planned(story: Story) -> None:
    group_id = group(story, *story.members[:2])
    body = plan_body(story.branch, HOUR, HOUR, type="GROUP_MEETING", audience={"kind": "GROUP", "groupId": group_id})

    status, made = call("POST", "/v1/activities", story.secretary, body)

    assert status == 201
    assert made["audience"]["members"] == sorted(story.members[:2])
    assert made["audience"]["groupId"] == group_id


def test_who_has_left_the_branch_is_not_invited_with_their_group(story: Story) -> None:
    group_id = group(story, *story.members[:2])
    leave(story.branch, story.members[0])
    whom = {"kind": "GROUP", "groupId": group_id}
    body = plan_body(story.branch, HOUR, HOUR, type="GROUP_MEETING", audience=whom)

    status, made = call("POST", "/v1/activities", story.secretary, body)
    (told,) = [e["data"] for e in recorded(story.branch.id) if e["event"] == "ActivityPlanned"]
    leave(story.branch, story.members[1])
    refused, problem = call("POST", "/v1/activities", story.secretary, body)

    assert (status, made["audience"]["members"], told["members"]) == (201, [story.members[1]], [story.members[1]])
    assert (refused, problem["fields"]) == (422, [{"field": "audience.groupId", "code": "unknown_group"}])


def test_a_group_that_is_not_there_has_no_meeting(story: Story) -> None:
    body = plan_body(story.branch, HOUR, HOUR, audience={"kind": "GROUP", "groupId": new_id()})

    status, problem = call("POST", "/v1/activities", story.secretary, body)

    assert (status, problem["fields"]) == (422, [{"field": "audience.groupId", "code": "unknown_group"}])


def test_groups_are_shown_to_the_branch_and_nobody_is_in_two(story: Story) -> None:
    first = group(story, *story.members[:2])
    second = story.tree.found(story.branch, "431128-101-001-2", "PARTY_GROUP", "GROUP")

    status, problem = call(
        "PUT",
        f"/v1/activities/groups/{second.id}",
        story.secretary,
        {"members": [story.members[0], story.members[2], story.members[2], new_id()]},
    )
    _, shown = call("GET", "/v1/activities/groups", story.member, query={"branchId": story.branch.id})

    assert (status, [(f["field"], f["code"]) for f in problem["fields"]]) == (
        422,
        [("members.0", "in_another_group"), ("members.2", "duplicate"), ("members.3", "unknown_member")],
    )
    assert shown == {
        "branchId": story.branch.id,
        "groups": [{"groupId": first, "members": sorted(story.members[:2])}],
        "version": 1,
    }
    assert recorded(story.branch.id)[-1]["data"] == {
        "groupId": first,
        "branchId": story.branch.id,
        "members": sorted(story.members[:2]),
    }


def test_a_group_without_members_is_dissolved_and_owes_no_meetings(story: Story) -> None:
    group_id = group(story, *story.members[:1])
    year = {"branchId": story.branch.id}
    owed = {d["type"] for d in call("GET", "/v1/activities/year-plan", story.member, query=year)[1]["duties"]}

    status, left = call("PUT", f"/v1/activities/groups/{group_id}", story.secretary, {"members": []})
    after = {d["type"] for d in call("GET", "/v1/activities/year-plan", story.member, query=year)[1]["duties"]}

    assert (status, left["groups"]) == (200, [])
    assert owed - after == {"GROUP_MEETING"}


def test_a_branch_is_no_group_of_itself(story: Story) -> None:
    status, _ = call("PUT", f"/v1/activities/groups/{story.branch.id}", story.secretary, {"members": []})

    assert status == 404


def test_a_plan_without_an_agenda_has_that_of_its_template_and_what_committees_ask(story: Story) -> None:
    builders.account("planner", (Role.SECRETARY, story.tree.county))
    added = {"agenda": [{"zh": "重温入党誓词"}], "required": ["speakers", "photos"]}
    query = {"organisationId": story.tree.county.id}
    call("PUT", "/v1/activities/templates/THEME_DAY", "planner", added, query=query)
    body = plan_body(story.branch, HOUR, HOUR)
    del body["agenda"]

    _, made = call("POST", "/v1/activities", story.secretary, body)
    _, bare = call("POST", "/v1/activities", story.secretary, body | {"agenda": []})

    assert made["agenda"] == [*(line.zh for line in TYPES["THEME_DAY"].agenda), "重温入党誓词"]
    assert (made["demands"], bare["agenda"], bare["demands"]) == (["photos", "speakers"], [], ["photos", "speakers"])


def test_materials_come_with_the_plan_and_change_with_it(story: Story) -> None:
    material = {"title": "学习材料", "href": "https://example.org/a.pdf"}
    activity_id = story.plan(HOUR, materials=[material])

    _, before = call("GET", f"/v1/activities/{activity_id}", story.member)
    _, after = call("PATCH", f"/v1/activities/{activity_id}", story.secretary, {"materials": []})

    assert (before["materials"], after["materials"]) == ([material], [])


@pytest.mark.parametrize("material", [{"title": "a", "href": "http://example.org"}, {"title": "a"}, "https://e.org"])
def test_a_material_has_a_title_and_a_safe_link(story: Story, material: Any) -> None:
    body = plan_body(story.branch, HOUR, HOUR, materials=[material])

    assert call("POST", "/v1/activities", story.secretary, body)[0] == 422
