"""The problem list of an organisational-life meeting: in its minutes, then tasks with owner, day and evidence."""

from typing import Any

from tests.integration.activities.story import Story, call, review
from tests.integration.activities.test_tasks import TOMORROW, close, decided, tasks
from tests.integration.activities.test_tasks import task as resolution


def problem(story: Story, **changes: Any) -> dict[str, Any]:
    return {
        "text": "联系群众不够经常。",
        "measures": "每月走访两户，记录走访情况。",
        "owner": story.members[0],
        "dueOn": TOMORROW,
    } | changes


def meeting(story: Story, *problems: Any, kind: str = "ORG_LIFE_MEETING", **minutes: Any) -> tuple[str, int, Any]:
    """Its id, and how its minutes with these problems are answered."""
    activity_id = story.plan(type=kind)
    story.call_roll(activity_id, "PRESENT", "PRESENT", "PRESENT")
    speeches = [{"memberId": story.members[0], "gist": "自我批评。"}]
    status, answer = story.minute(activity_id, speeches=speeches, problems=list(problems), **minutes)
    return activity_id, status, answer


def passed(story: Story, *problems: Any, **minutes: Any) -> str:
    activity_id, status, answer = meeting(story, *problems, **minutes)
    assert status == 200, answer
    call("POST", f"/v1/activities/{activity_id}/submit", story.secretary)
    review(activity_id, story.township)
    assert review(activity_id, story.county)[0] == 201
    return activity_id


def test_problems_stand_in_the_minutes_and_under_their_digest(story: Story) -> None:
    activity_id, status, answer = meeting(story, problem(story))
    _, changed = story.minute(activity_id, speeches=answer["speeches"], problems=[problem(story, measures="改。")])

    assert (status, answer["problems"]) == (200, [problem(story)])
    assert changed["digest"] != answer["digest"]


def test_with_the_approval_problems_become_tasks_after_the_resolutions(story: Story) -> None:
    activity_id = passed(story, problem(story), problem(story, text="学习不够。"), resolutions=[{"text": "通过。"}])

    found = tasks(story)

    assert [(one["id"], one["text"]) for one in found] == [
        (f"{TOMORROW}.02", "联系群众不够经常。\n每月走访两户，记录走访情况。"),
        (f"{TOMORROW}.03", "学习不够。\n每月走访两户，记录走访情况。"),
    ]
    assert close(activity_id, task_id=f"{TOMORROW}.02")[0] == 200
    call("POST", f"/v1/activities/{activity_id}/withdrawal", "county", {"reason": "审核有误。"})
    assert (tasks(story), len(tasks(story, "done"))) == ([], 1)


def test_a_correction_keeps_the_owners_who_have_left(story: Story) -> None:
    activity_id = passed(story, problem(story))
    path = f"/v1/activities/{activity_id}/minutes/corrections"
    body = story.minutes(speeches=[{"memberId": story.members[0], "gist": "自我批评。"}], problems=[problem(story)])

    status, answer = call("POST", path, story.secretary, body | {"reason": "漏字。"})

    assert (status, answer["problems"]) == (201, [problem(story)])


def test_problems_are_complete_of_members_and_of_a_meeting_that_seeks_them(story: Story) -> None:
    strange = problem(story, owner="01KB0000000000000000000000")

    answers = [
        meeting(story, strange)[1:],
        meeting(story, problem(story), kind="THEME_DAY")[1:],
        meeting(story, *[problem(story)] * 9, resolutions=[resolution(story)] * 2)[1:],
    ]

    assert [(status, [tuple(one.values()) for one in told["fields"]]) for status, told in answers] == [
        (422, [("problems.0.owner", "unknown_member")]),
        (422, [("problems", "not_of_this_type")]),
        (422, [("resolutions", "too_many_tasks")]),
    ]
    for bad in ({"measures": ""}, {"dueOn": None}, {"owner": None}, {"dueOn": "1999-12-31"}, {"text": "长" * 1001}):
        assert meeting(story, problem(story, **bad))[1] == 422
    assert meeting(story, *[problem(story)] * 11)[1] == 422


def test_a_committee_may_demand_a_problem_list(story: Story) -> None:
    path = "/v1/activities/templates/ORG_LIFE_MEETING"
    query = {"organisationId": story.branch.id}
    call("PUT", path, story.secretary, {"required": ["problems"]}, query=query)
    activity_id, _, _ = meeting(story)

    status, refused = call("POST", f"/v1/activities/{activity_id}/submit", story.secretary)

    assert (status, refused["code"]) == (409, "record_incomplete")
    assert [one["field"] for one in refused["fields"]] == ["problems"]


def test_the_largest_approval_with_problems_fits_into_its_transaction(story: Story) -> None:
    passed(story, *[problem(story)] * 10)

    assert len(tasks(story)) == 10


def test_a_meeting_of_another_kind_decides_as_before(story: Story) -> None:
    activity_id = decided(story, resolution(story))

    assert call("GET", f"/v1/activities/{activity_id}/minutes", story.member)[1]["problems"] == []
