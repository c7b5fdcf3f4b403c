"""The list of an online meeting."""

from datetime import timedelta
from typing import Any

import pytest

from functions.activities.tables import Activity
from kernel.clock import instant, stamp
from kernel.ids import new_id
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, code_of

MINUTE = timedelta(minutes=1)


def send(activity_id: str, *stays: tuple[str, int, int], by: str = "secretary") -> tuple[int, Any]:
    """Each stay in minutes from the start: member, joined, left."""
    start = instant(Activity.demand(Activity.partition(activity_id), "NOW").starts_at)
    entries = [
        {"memberId": m, "joinedAt": stamp(start + a * MINUTE), "leftAt": stamp(start + b * MINUTE)} for m, a, b in stays
    ]
    return call("PUT", f"/v1/activities/{activity_id}/online-attendance", by, {"entries": entries})


def rows(story: Story, activity_id: str) -> dict[str, Any]:
    _, page = call("GET", f"/v1/activities/{activity_id}/attendance", story.secretary)
    return {row["memberId"]: row for row in page["items"]}


def test_who_stayed_half_of_it_was_present_and_who_did_not_is_named(story: Story) -> None:
    activity_id, (one, two, three) = story.plan(), story.members

    status, answer = send(activity_id, (one, 0, 10), (one, 12, 30), (two, -30, 14), (three, 0, 15))

    assert (status, answer) == (
        200,
        {"listed": 3, "changed": 2, "minimumMinutes": 15, "short": [{"memberId": two, "minutes": 14}]},
    )
    kept = rows(story, activity_id)
    assert {member: (row["state"], row["onlineMinutes"]) for member, row in kept.items()} == {
        one: ("PRESENT_ONLINE", 28),
        three: ("PRESENT_ONLINE", 15),
    }
    assert (kept[one]["confidence"], kept[one]["reasons"]) == (75, ["ONLINE_LIST"])
    assert recorded(story.branch.id)[-1]["data"]["members"] == 2


def test_the_same_list_again_changes_nothing_and_a_longer_stay_does(story: Story) -> None:
    activity_id, member = story.plan(), story.members[0]
    send(activity_id, (member, 0, 20))
    before = recorded(story.branch.id)

    again = send(activity_id, (member, 0, 20))
    same = recorded(story.branch.id)
    longer = send(activity_id, (member, 0, 25))

    assert (again[1]["changed"], same) == (0, before)
    assert longer[1]["changed"] == 1
    assert rows(story, activity_id)[member]["onlineMinutes"] == 25


def test_who_signed_in_stays_signed_in_and_who_was_called_absent_was_there_after_all(story: Story) -> None:
    activity_id, (one, two, _) = story.plan(starts=-10 * MINUTE, lasts=8 * MINUTE), story.members
    call("POST", f"/v1/activities/{activity_id}/sign-ins", story.member, {"code": code_of(activity_id)})
    entries = {"entries": [{"memberId": two, "state": "ABSENT_NO_REASON"}]}
    call("PUT", f"/v1/activities/{activity_id}/attendance", story.secretary, entries)

    _, answer = send(activity_id, (one, 0, 8), (two, 0, 8))

    assert answer["changed"] == 1
    assert {m: row["method"] for m, row in rows(story, activity_id).items()} == {one: "CODE", two: "ONLINE_LIST"}


def test_what_is_wrong_with_a_list_is_named_by_place(story: Story) -> None:
    status, problem = send(story.plan(), (story.members[0], 5, 4), (new_id(), 0, 30))

    assert (status, problem["fields"]) == (
        422,
        [
            {"field": "entries.0.leftAt", "code": "before_joining"},
            {"field": "entries.1.memberId", "code": "unknown_member"},
        ],
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"memberId": new_id(), "joinedAt": "2026-11-20T08:00:00", "leftAt": "2026-11-20T09:00:00Z"},
        {"memberId": new_id(), "joinedAt": "yesterday", "leftAt": "2026-11-20T09:00:00Z"},
        {"memberId": new_id(), "joinedAt": "2026-11-20T08:00:00Z"},
        {"memberId": new_id(), "joinedAt": 0, "leftAt": "2026-11-20T09:00:00Z"},
        {"memberId": new_id(), "joinedAt": "2026-11-20T08:00:00Z", "leftAt": "9999-12-31T23:59:59-12:00"},
        {"memberId": "😀", "joinedAt": "2026-11-20T08:00:00Z", "leftAt": "2026-11-20T09:00:00Z"},
    ],
)
def test_a_stay_has_a_member_and_two_instants(story: Story, entry: dict[str, object]) -> None:
    path = f"/v1/activities/{story.plan()}/online-attendance"

    status, problem = call("PUT", path, story.secretary, {"entries": [entry]})

    assert (status, problem["code"]) == (422, "invalid")


def test_there_is_no_list_before_the_start_nor_after_the_submission(story: Story) -> None:
    before = send(story.plan(starts=HOUR), (story.members[0], 0, 30))
    after = send(story.submitted(), (story.members[0], 0, 30))

    assert (before[0], before[1]["code"]) == (409, "not_open_yet")
    assert (after[0], after[1]["code"]) == (409, "wrong_state")


def test_more_than_five_hundred_stays_are_refused(story: Story) -> None:
    status, problem = send(story.plan(), *[(story.members[0], 0, 1)] * 501)

    assert (status, problem["fields"]) == (422, [{"field": "body.entries", "code": "too_long"}])


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("stranger", 404), ("county", 403)])
def test_only_the_secretary_sends_it(story: Story, subject: str, expected: int) -> None:
    status, _ = send(story.plan(), (story.members[0], 0, 30), by=subject)

    assert status == expected
