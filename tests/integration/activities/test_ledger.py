"""The ledger of a branch's month, as inspectors ask for it."""

from typing import Any

import pytest

from functions.activities.tables import Activity
from kernel.clock import business_day, now
from kernel.ids import new_id
from tests.integration.activities import uploads
from tests.integration.activities.dispute_story import approved, dispute, rule
from tests.integration.activities.story import HOUR, Story, call, review, submit

NOBODY: dict[str, Any] = {
    "expected": 0,
    "attended": 0,
    "percent": None,
    "leave": {},
    "absent": 0,
    "exempt": 0,
    "observers": 0,
    "unrecorded": 0,
}


def ledger(story: Story, by: str = "secretary", **query: str) -> tuple[int, Any]:
    return call("GET", "/v1/activities/ledger", by, query={"branchId": story.branch.id} | query)


def of_this_month(story: Story) -> Any:
    """By the month in which an activity of an hour ago began."""
    status, answer = ledger(story, month=f"{business_day(now() - HOUR):%Y-%m}")
    assert status == 200, answer
    return answer


def test_a_line_holds_what_an_inspector_asks_of_a_record(story: Story) -> None:
    activity_id = story.plan(starts=-HOUR)
    uploads.photograph(story, activity_id, uploads.JPEG)
    story.call_roll(activity_id, "PRESENT", "LEAVE_SICK")
    story.minute(activity_id)
    submit(activity_id)
    review(activity_id, story.township)
    review(activity_id, story.county)

    [line] = of_this_month(story)["items"]

    for instant in ("startsAt", "endsAt", "submittedAt"):
        assert line.pop(instant) <= now().isoformat()
    assert line == {
        "activityId": activity_id,
        "type": "THEME_DAY",
        "title": "主题党日",
        "place": "村部会议室",
        "link": None,
        "state": "APPROVED",
        "host": story.members[0],
        "recorder": story.members[1],
        "numbers": NOBODY | {"expected": 3, "attended": 1, "percent": 33, "leave": {"LEAVE_SICK": 1}, "unrecorded": 1},
        "photos": 1,
        "rounds": 1,
        "waitsSince": None,
        "minutesVersions": 1,
        "corrections": 0,
        "lagDays": (business_day(now()) - business_day(now() - HOUR)).days,
        "flags": ["LATE_ENTRY", "LOW_ATTENDANCE", "PHOTO_CHECKS"],
    }


def test_what_the_branch_may_still_change_has_no_numbers(story: Story) -> None:
    story.ready()
    returned = story.submitted()
    review(returned, story.township, "return", "请补充。")

    lines = of_this_month(story)["items"]

    assert [(line["state"], line["numbers"], line["photos"], line["host"]) for line in lines] == [
        ("PLANNED", None, None, None),
        ("RETURNED", None, None, None),
    ]


def test_totals_leave_out_what_was_called_off_or_withdrawn(story: Story) -> None:
    approved(story, "PRESENT", "ABSENT_NO_REASON", "EXEMPT")
    withdrawn = approved(story)
    call("POST", f"/v1/activities/{withdrawn}/withdrawal", "county", {"reason": "审核有误。"})
    call("POST", f"/v1/activities/{story.plan()}/cancel", "secretary")
    story.submitted("PRESENT", "LEAVE_SICK", "LEAVE_OFFICIAL")

    totals = of_this_month(story)["totals"]

    assert totals == {
        "activities": 4,
        "byState": {"APPROVED": 1, "WITHDRAWN": 1, "CANCELLED": 1, "SUBMITTED": 1},
        "byType": {"THEME_DAY": 2},
        "numbers": NOBODY
        | {
            "expected": 5,
            "attended": 2,
            "percent": 40,
            "leave": {"LEAVE_SICK": 1, "LEAVE_OFFICIAL": 1},
            "absent": 1,
            "exempt": 1,
        },
        "photos": 0,
        "enteredLate": 2,
    }


def test_a_ruling_and_a_correction_of_minutes_show(story: Story) -> None:
    activity_id = approved(story, "ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    rule(story, activity_id, "county")
    path = f"/v1/activities/{activity_id}/minutes/corrections"
    assert call("POST", path, "secretary", story.minutes(summary="学习。", reason="笔误。"))[0] == 201

    [line] = of_this_month(story)["items"]

    assert (line["numbers"]["attended"], line["numbers"]["absent"]) == (3, 0)
    assert (line["corrections"], line["minutesVersions"]) == (1, 2)


def test_duties_of_the_month_say_what_is_met_and_what_is_missing(story: Story) -> None:
    approved(story)

    answer = of_this_month(story)

    progress = {line["type"]: line["progress"] for line in answer["duties"]}
    assert progress["THEME_DAY"] == "APPROVED"
    assert {"GENERAL_ASSEMBLY", "PARTY_LECTURE", "ORG_LIFE_MEETING"} <= {line["type"] for line in answer["missing"]}
    assert "THEME_DAY" not in {line["type"] for line in answer["missing"]}


def test_an_empty_month_is_empty_and_a_committee_owes_nothing(story: Story) -> None:
    status, empty = ledger(story, month="2000-02")
    committee = call("GET", "/v1/activities/ledger", "township", query={"branchId": story.tree.township.id})

    assert (status, empty["items"], empty["totals"]["numbers"]) == (200, [], NOBODY)
    assert (committee[0], committee[1]["duties"]) == (200, [])


@pytest.mark.parametrize("month", ["2026-13", "2100-01", "9999-12", "2026", "x", "", "１２０１-01", "0000-01"])
def test_a_month_that_is_none_is_refused(story: Story, month: str) -> None:
    assert ledger(story, month=month)[0] == 422


def test_who_sees_the_branch_sees_its_ledger(story: Story) -> None:
    assert [ledger(story, who)[0] for who in ("member", "secretary", "county", "stranger")] == [200, 200, 200, 404]


def test_a_month_of_more_than_a_hundred_is_whole(story: Story) -> None:
    stored = Activity.demand(Activity.partition(story.plan()), "NOW")
    with Activity.batch_write() as batch:
        for _ in range(120):
            another = Activity.from_raw_data(stored.serialize())
            another.pk = Activity.partition(new_id())
            batch.save(another)

    answer = of_this_month(story)

    assert (len(answer["items"]), answer["totals"]["activities"]) == (121, 121)
