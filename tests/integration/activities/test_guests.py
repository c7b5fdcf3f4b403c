"""Observers and guests, by number and organisation."""

from typing import Any

import pytest

from tests.builders import recorded
from tests.integration.activities.story import Story, call, respond

GROUPS = [
    {"organisation": "县委组织部", "count": 2, "role": "OBSERVER"},
    {"organisation": "某村村民代表 🎉 𠮷", "count": 5, "role": "GUEST"},
]


def count(activity_id: str, groups: Any, by: str | None = "secretary", **headers: str) -> tuple[int, Any]:
    return call("PUT", f"/v1/activities/{activity_id}/guests", by, {"guests": groups}, headers=headers)


def test_guests_are_counted_and_shown_to_the_branch_and_the_committees(story: Story) -> None:
    activity_id = story.plan()

    counted = count(activity_id, GROUPS)
    shown = [call("GET", f"/v1/activities/{activity_id}/guests", who) for who in (story.member, story.county)]

    assert counted == (200, {"guests": GROUPS, "total": 7, "version": 1})
    assert shown == [counted, counted]
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["data"]["guests"]) == ("GuestsCounted", 7)
    assert "组织部" not in str(recorded(story.branch.id))


def test_before_anybody_counted_there_are_none(story: Story) -> None:
    assert call("GET", f"/v1/activities/{story.plan()}/guests", story.member) == (
        200,
        {"guests": [], "total": 0, "version": 0},
    )


def test_they_can_be_counted_anew_and_taken_back(story: Story) -> None:
    activity_id = story.plan()
    count(activity_id, GROUPS)

    none = count(activity_id, [])
    stale = count(activity_id, GROUPS, **{"if-match": '"1"'})

    assert none == (200, {"guests": [], "total": 0, "version": 2})
    assert (stale[0], stale[1]["code"]) == (412, "stale_version")


def test_the_answer_says_its_version(story: Story) -> None:
    activity_id = story.plan()

    answer = respond("PUT", f"/v1/activities/{activity_id}/guests", story.secretary, {"guests": GROUPS})

    assert answer["headers"]["ETag"] == '"1"'


def test_an_organisation_is_named_once_for_each_role(story: Story) -> None:
    status, problem = count(story.plan(), [GROUPS[0], GROUPS[1], GROUPS[0]])

    assert (status, problem["fields"]) == (422, [{"field": "guests.2.organisation", "code": "duplicate"}])


@pytest.mark.parametrize(
    "group",
    [
        {"organisation": "", "count": 1},
        {"organisation": "某单位", "count": 0},
        {"organisation": "某单位", "count": 1001},
        {"organisation": "某单位", "count": "two"},
        {"organisation": "某\u202e单位", "count": 1},
        {"organisation": "某单位", "count": 1, "role": "HOST"},
        {"organisation": "某单位", "count": 1, "name": "张三"},
        {"organisation": "某" * 101, "count": 1},
        "某单位",
    ],
)
def test_what_is_no_group_is_refused(story: Story, group: Any) -> None:
    status, problem = count(story.plan(), [group])

    assert (status, problem["code"]) == (422, "invalid")


def test_after_the_submission_the_count_stands(story: Story) -> None:
    status, problem = count(story.submitted(), GROUPS)

    assert (status, problem["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("stranger", 404), ("county", 403)])
def test_only_the_secretary_counts(story: Story, subject: str, expected: int) -> None:
    status, _ = count(story.plan(), GROUPS, subject)

    assert status == expected
