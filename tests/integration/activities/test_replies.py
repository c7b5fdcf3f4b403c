"""Answers to an invitation, and the calendar file."""

from typing import Any

import pytest

from functions.activities import on_members
from functions.activities.invitations.reply_tables import Reply
from kernel.authority import Role
from kernel.events import MemberErased
from kernel.idempotency import Answer
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import CONTEXT, HOUR, Story, call, plan_body, respond
from tests.trust.faults import sends
from tests.unit.activities.calendar_reader import read

COMING = {"reply": "COMING"}
AWAY = {"reply": "LEAVE", "leave": "LEAVE_SICK", "reason": "住院治疗"}


def reply(story: Story, activity_id: str, body: Any, subject: str | None = "member", **rest: Any) -> tuple[int, Any]:
    return call("PUT", f"/v1/activities/{activity_id}/reply", subject, body, **rest)


def test_a_member_comes_and_may_think_again_until_it_begins(story: Story) -> None:
    activity_id = story.plan(HOUR)

    first, _ = reply(story, activity_id, COMING)
    status, answer = reply(story, activity_id, AWAY)
    _, shown = call("GET", f"/v1/activities/{activity_id}/reply", story.member)

    assert (first, status) == (200, 200)
    assert answer == shown
    assert {name: shown[name] for name in ("memberId", "reply", "leave", "reason")} == {
        "memberId": story.members[0],
        "reply": "LEAVE",
        "leave": "LEAVE_SICK",
        "reason": "住院治疗",
    }


def test_a_reason_is_words_and_in_no_event(story: Story) -> None:
    activity_id = story.plan(HOUR)

    reply(story, activity_id, AWAY)

    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["action"]) == ("ActivityReplied", "activities.reply")
    assert entry["data"] == {
        "activityId": activity_id,
        "organisationId": story.branch.id,
        "branchId": story.branch.id,
        "memberId": story.members[0],
        "reply": "LEAVE",
    }
    assert "住院" not in str(entry)
    assert "SICK" not in str(entry)


def test_the_secretary_sees_who_comes_and_why_others_do_not(story: Story) -> None:
    activity_id = story.plan(HOUR)
    builders.account("second", member_id=story.members[1], branch=story.branch)
    reply(story, activity_id, AWAY)
    reply(story, activity_id, COMING, "second")
    path = f"/v1/activities/{activity_id}/replies"

    status, page = call("GET", path, story.secretary, query={"limit": "1"})
    _, rest = call("GET", path, story.secretary, query={"cursor": page["next"]})

    both = {item["memberId"]: (item["reply"], item["reason"]) for item in page["items"] + rest["items"]}
    assert status == 200
    assert both == {story.members[0]: ("LEAVE", "住院治疗"), story.members[1]: ("COMING", None)}
    assert {who: call("GET", path, who)[0] for who in ("member", "stranger", "county")} == {
        "member": 403,
        "stranger": 404,
        "county": 200,
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reply": "MAYBE"},
        {"reply": "LEAVE"},
        {"reply": "LEAVE", "leave": "LEAVE_SICK"},
        {"reply": "LEAVE", "reason": "住院"},
        {"reply": "COMING", "reason": "住院"},
        {"reply": "LEAVE", "leave": "ABSENT_NO_REASON", "reason": "不想来"},
        {"reply": "LEAVE", "leave": "LEAVE_SICK", "reason": ""},
        {"reply": "LEAVE", "leave": "LEAVE_SICK", "reason": "长" * 501},
        {"reply": "LEAVE", "leave": "LEAVE_SICK", "reason": "住\u202e院"},
        {"reply": 1},
        [],
    ],
)
def test_an_answer_is_one_of_two_and_a_leave_is_complete(story: Story, body: Any) -> None:
    activity_id = story.plan(HOUR)
    before = recorded(story.branch.id)

    status, _ = reply(story, activity_id, body)

    assert status == 422
    assert recorded(story.branch.id) == before


def test_nobody_answers_once_it_has_begun_or_was_called_off(story: Story) -> None:
    begun, off = story.plan(-HOUR / 60), story.plan(HOUR)
    call("POST", f"/v1/activities/{off}/cancel", story.secretary)

    codes = [reply(story, activity_id, COMING)[1]["code"] for activity_id in (begun, off)]

    assert codes == ["wrong_state", "wrong_state"]


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("secretary", 403), ("county", 403), ("stranger", 404), ("member", 200)]
)
def test_members_answer_for_themselves(story: Story, subject: str | None, expected: int) -> None:
    assert reply(story, story.plan(HOUR), COMING, subject)[0] == expected


def test_a_member_of_an_invited_branch_answers_on_the_record_of_that_branch(story: Story) -> None:
    builders.account("planner", (Role.SECRETARY, story.tree.county))
    far = story.tree.far_branch
    whom = {"kind": "BRANCHES", "branches": [far.id]}
    _, made = call("POST", "/v1/activities", "planner", plan_body(story.tree.county, HOUR, HOUR, audience=whom))

    invited, _ = reply(story, made["id"], COMING, "stranger")
    other, _ = reply(story, made["id"], COMING, "member")

    assert (invited, other) == (200, 403)
    data = recorded(far.id)[-1]["data"]
    assert (data["organisationId"], data["branchId"]) == (story.tree.county.id, far.id)


def test_an_answer_under_a_key_is_given_once(story: Story) -> None:
    activity_id, headers = story.plan(HOUR), {"idempotency-key": "once"}

    first = reply(story, activity_id, COMING, headers=headers)
    second = reply(story, activity_id, COMING, headers=headers)

    assert first == second
    assert len(recorded(story.branch.id)) == 2


def test_of_an_answer_that_is_kept_for_a_key_the_reason_is_left_out(story: Story) -> None:
    activity_id, headers = story.plan(HOUR), {"idempotency-key": "once"}

    _, first = reply(story, activity_id, AWAY, headers=headers)
    status, second = reply(story, activity_id, AWAY, headers=headers)
    (kept,) = Answer.scan()

    assert first["reason"] == "住院治疗"
    assert (status, second) == (200, first | {"reason": None})
    assert "住院" not in kept.answer


def test_who_has_not_answered_has_no_answer(story: Story) -> None:
    status, problem = call("GET", f"/v1/activities/{story.plan(HOUR)}/reply", story.member)

    assert (status, problem["code"]) == (404, "not_found")


def test_an_answer_costs_three_reads_and_one_transaction(story: Story) -> None:
    activity_id = story.plan(HOUR)
    reply(story, activity_id, COMING)

    with sends() as calls:
        reply(story, activity_id, AWAY)

    assert calls.seen == ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]


def test_the_reasons_of_an_erased_member_are_blanked_everywhere(story: Story) -> None:
    first, second = story.plan(HOUR), story.plan(2 * HOUR)
    reply(story, first, AWAY)
    reply(story, second, AWAY)
    reply(story, second, COMING)
    erased = builders.batch(
        MemberErased(member_id=story.members[0], branch_id=story.branch.id, county_id=story.tree.county.id)
    )

    for _ in range(3):
        assert on_members.lambda_handler(erased, CONTEXT) == {"batchItemFailures": []}

    kept = [Reply.demand(*Reply.key_of(activity_id, story.members[0])) for activity_id in (first, second)]
    assert [row.answer for row in kept] == ["LEAVE", "COMING"]
    assert [row.reason for row in kept if row.reason] == []


def test_an_activity_is_a_calendar_file_for_whoever_sees_it(story: Story) -> None:
    material = {"title": "学习材料", "href": "https://example.org/a.pdf"}
    activity_id = story.plan(HOUR, title="主题党日; 学习, 讨论 😀", materials=[material])

    answer = respond("GET", f"/v1/activities/{activity_id}/calendar.ics", story.member)

    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["headers"]["Content-Disposition"] == f'attachment; filename="{activity_id}.ics"'
    event = read(answer["body"].encode()).parts[0].values
    assert event["UID"] == f"{activity_id}@e-branch"
    assert (event["SUMMARY"], event["LOCATION"]) == ("主题党日; 学习, 讨论 😀", "村部会议室")
    assert event["DESCRIPTION"] == "主题党日\n1. 学习\n2. 讨论\n学习材料: https://example.org/a.pdf"


def test_a_change_replaces_what_a_calendar_took_before_and_a_cancellation_says_so(story: Story) -> None:
    activity_id = story.plan(HOUR)
    path = f"/v1/activities/{activity_id}/calendar.ics"

    def event() -> dict[str, str]:
        return read(respond("GET", path, story.member)["body"].encode()).parts[0].values

    made = event()
    call("PATCH", f"/v1/activities/{activity_id}", story.secretary, {"title": "新"})
    changed = event()
    call("POST", f"/v1/activities/{activity_id}/cancel", story.secretary)
    cancelled = event()

    assert made["UID"] == changed["UID"] == cancelled["UID"]
    assert [int(e["SEQUENCE"]) for e in (made, changed, cancelled)] == [1, 2, 3]
    assert (changed["SUMMARY"], cancelled["STATUS"]) == ("新", "CANCELLED")


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("stranger", 404), ("county", 200), ("secretary", 200)])
def test_the_calendar_file_is_shown_to_whom_the_activity_is(story: Story, subject: str | None, expected: int) -> None:
    assert respond("GET", f"/v1/activities/{story.plan()}/calendar.ics", subject)["statusCode"] == expected


def test_no_calendar_file_of_what_is_not_there(story: Story) -> None:
    assert respond("GET", f"/v1/activities/{new_id()}/calendar.ics", story.member)["statusCode"] == 404
