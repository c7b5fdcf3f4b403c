"""Members who confirm to have seen one another."""

from datetime import timedelta
from typing import Any

import pytest

from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import Story, call, code_of

RUNNING = timedelta(minutes=-1)
PHONE = "a-phone-of-the-branch"


@pytest.fixture
def others(story: Story) -> list[str]:
    """The three members of the branch, as subjects."""
    return [story.member, *(builders.account(f"m{n}", member_id=story.members[n], branch=story.branch) for n in (1, 2))]


def sign_in(activity_id: str, *subjects: str, **more: Any) -> None:
    for subject in subjects:
        body = {"code": code_of(activity_id)} | more
        status, answer = call("POST", f"/v1/activities/{activity_id}/sign-ins", subject, body)
        assert status == 201, answer


def confirm(activity_id: str, by: str, member_id: Any) -> tuple[int, Any]:
    return call("POST", f"/v1/activities/{activity_id}/confirmations", by, {"memberId": member_id})


def reasons(story: Story, activity_id: str) -> list[list[str]]:
    _, page = call("GET", f"/v1/activities/{activity_id}/attendance", story.secretary)
    return [row["reasons"][2:] for row in sorted(page["items"], key=lambda row: story.members.index(row["memberId"]))]


def test_who_was_seen_is_surer(story: Story, others: list[str]) -> None:
    activity_id = story.plan(starts=RUNNING)
    sign_in(activity_id, *others)

    first = confirm(activity_id, others[1], story.members[0])
    second = confirm(activity_id, others[2], story.members[0])

    assert first == (201, {"memberId": story.members[0], "seenBy": 1})
    assert second == (201, {"memberId": story.members[0], "seenBy": 2})
    assert reasons(story, activity_id) == [["SEEN_BY_SEVERAL"], [], []]
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["data"]["seenBy"]) == ("PresenceConfirmed", story.members[2])


def test_to_confirm_again_changes_nothing(story: Story, others: list[str]) -> None:
    activity_id = story.plan(starts=RUNNING)
    sign_in(activity_id, *others)
    confirm(activity_id, others[1], story.members[0])
    before = recorded(story.branch.id)

    again = confirm(activity_id, others[1], story.members[0])

    assert again == (201, {"memberId": story.members[0], "seenBy": 1})
    assert recorded(story.branch.id) == before


def test_nobody_confirms_themselves(story: Story, others: list[str]) -> None:
    activity_id = story.plan(starts=RUNNING)
    sign_in(activity_id, *others)

    status, problem = confirm(activity_id, others[0], story.members[0])

    assert (status, problem["code"]) == (422, "not_oneself")


def test_both_have_to_be_there(story: Story, others: list[str]) -> None:
    activity_id = story.plan(starts=RUNNING)
    sign_in(activity_id, others[0])

    of_the_absent = confirm(activity_id, others[0], story.members[1])
    by_the_absent = confirm(activity_id, others[1], story.members[0])

    assert [(status, problem["code"]) for status, problem in (of_the_absent, by_the_absent)] == [
        (409, "not_signed_in")
    ] * 2


def test_one_phone_does_not_confirm_itself(story: Story, others: list[str]) -> None:
    activity_id = story.plan(starts=RUNNING)
    sign_in(activity_id, *others[:2], device=PHONE)

    status, problem = confirm(activity_id, others[0], story.members[1])

    assert (status, problem["code"]) == (409, "same_device")


def test_once_it_is_over_nobody_is_confirmed(story: Story, others: list[str]) -> None:
    activity_id = story.ready("PRESENT", "PRESENT")
    call("POST", f"/v1/activities/{activity_id}/submit", story.secretary)

    status, problem = confirm(activity_id, others[0], story.members[1])

    assert (status, problem["code"]) == (409, "wrong_state")


@pytest.mark.parametrize("member_id", ["", "nobody", 7, None, ["x"], "一" * 26])
def test_a_member_is_named_by_id(story: Story, others: list[str], member_id: Any) -> None:
    status, problem = confirm(story.plan(starts=RUNNING), others[0], member_id)

    assert (status, problem["code"]) == (422, "invalid")


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("secretary", 403), ("stranger", 404)])
def test_only_who_takes_part_confirms(story: Story, subject: str, expected: int) -> None:
    status, _ = confirm(story.plan(starts=RUNNING), subject, story.members[0])

    assert status == expected
