"""Sign-in by the rotating code."""

from datetime import timedelta
from typing import Any

import pytest

from functions.activities.tables import Activity
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, code_of

RUNNING = timedelta(minutes=-1)


def sign_in(activity_id: str, code: str, subject: str | None = "member", **rest: dict[str, str]) -> tuple[int, Any]:
    return call("POST", f"/v1/activities/{activity_id}/sign-ins", subject, {"code": code}, **rest)


def test_a_member_signs_in_with_the_code_that_the_host_shows(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)

    shown, screen = call("GET", f"/v1/activities/{activity_id}/code", story.secretary)
    status, row = sign_in(activity_id, screen["code"])

    assert (shown, screen["periodSeconds"], len(screen["code"])) == (200, 30, 8)
    assert status == 201
    assert row == {
        "memberId": story.members[0],
        "state": "PRESENT",
        "method": "CODE",
        "at": row["at"],
        "confidence": 90,
        "reasons": ["CODE_CURRENT", "ON_TIME"],
        "distanceM": None,
        "seenBy": 0,
        "homeBranchId": None,
        "makesUpFor": None,
        "onlineMinutes": None,
        "reachedAt": None,
    }
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["data"]["memberId"]) == ("SignedIn", story.members[0])
    assert entry["data"]["confidence"] == 90


def test_signing_in_leaves_the_activitys_item_alone(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)

    sign_in(activity_id, code_of(activity_id))

    assert Activity.demand(Activity.partition(activity_id), "NOW").version == 1


def test_the_previous_code_still_counts_but_is_less_sure(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)

    _, row = sign_in(activity_id, code_of(activity_id, age=1))

    assert (row["confidence"], row["reasons"]) == (80, ["CODE_PREVIOUS", "ON_TIME"])


def test_who_comes_late_is_late(story: Story) -> None:
    activity_id = story.plan(starts=timedelta(minutes=-20))

    _, row = sign_in(activity_id, code_of(activity_id))

    assert row["state"] == "LATE"


@pytest.mark.parametrize(("age", "code"), [(3, "code_expired"), (500, "wrong_code")])
def test_an_old_code_is_told_from_a_wrong_one(story: Story, age: int, code: str) -> None:
    activity_id = story.plan(starts=RUNNING)

    status, problem = sign_in(activity_id, code_of(activity_id, age=age))

    assert (status, problem["code"]) == (422, code)


def test_signing_in_again_answers_with_the_row_that_stands_even_by_an_old_code(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)
    first = sign_in(activity_id, code_of(activity_id))

    again = sign_in(activity_id, code_of(activity_id))
    by_old_code = sign_in(activity_id, code_of(activity_id, age=5))

    assert again == first
    assert by_old_code == first
    assert [e["event"] for e in recorded(story.branch.id)] == ["ActivityPlanned", "SignedIn"]


def test_the_same_sign_in_under_one_key_is_answered_again(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)
    code = code_of(activity_id)

    first = sign_in(activity_id, code, headers={"idempotency-key": "once"})

    assert sign_in(activity_id, code, headers={"idempotency-key": "once"}) == first


def test_who_was_called_by_the_secretary_does_not_sign_in(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)
    story.call_roll(activity_id, "ABSENT_NO_REASON")

    status, problem = sign_in(activity_id, code_of(activity_id))

    assert (status, problem["code"]) == (409, "attendance_called")


@pytest.mark.parametrize("starts", [HOUR, -5 * HOUR])
def test_outside_its_time_there_is_no_code_and_no_sign_in(story: Story, starts: timedelta) -> None:
    activity_id = story.plan(starts=starts)

    shown, screen = call("GET", f"/v1/activities/{activity_id}/code", story.secretary)
    status, problem = sign_in(activity_id, code_of(activity_id))

    assert (shown, screen["code"]) == (409, "sign_in_closed")
    assert (status, problem["code"]) == (409, "sign_in_closed")


def test_a_cancelled_activity_has_no_sign_in(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)
    call("POST", f"/v1/activities/{activity_id}/cancel", story.secretary)

    status, problem = sign_in(activity_id, code_of(activity_id))

    assert (status, problem["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("secretary", 403), ("stranger", 404), ("unbound", 403)]
)
def test_only_members_of_the_branch_sign_in(story: Story, subject: str | None, expected: int) -> None:
    activity_id = story.plan(starts=RUNNING)
    builders.account("unbound", branch=story.branch)

    status, _ = sign_in(activity_id, code_of(activity_id), subject)

    assert status == expected


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("county", 403), ("stranger", 404)])
def test_only_the_host_sees_the_code(story: Story, subject: str | None, expected: int) -> None:
    activity_id = story.plan(starts=RUNNING)

    status, _ = call("GET", f"/v1/activities/{activity_id}/code", subject)

    assert status == expected


@pytest.mark.parametrize("code", ["1234567", "123456789", "１２３４５６７８", 12345678])
def test_a_code_is_eight_digits(story: Story, code: str) -> None:
    status, problem = sign_in(story.plan(starts=RUNNING), code)

    assert (status, problem["code"]) == (422, "invalid")


def test_no_answer_holds_the_secret(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)
    secret = Activity.demand(Activity.partition(activity_id), "NOW").secret

    _, seen = call("GET", f"/v1/activities/{activity_id}", story.secretary)
    _, screen = call("GET", f"/v1/activities/{activity_id}/code", story.secretary)

    assert secret not in str((seen, screen, recorded(story.branch.id)))
