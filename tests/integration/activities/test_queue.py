"""What waits for a committee."""

from datetime import timedelta

import pytest

from functions.activities.tables import Activity
from kernel.clock import now, stamp
from kernel.directory import Organisation
from tests.integration.activities.story import Story, call, review


def test_a_committees_queue_holds_what_waits_for_it_oldest_first(story: Story) -> None:
    first, second, third = (story.submitted() for _ in range(3))
    review(second, story.township)
    query = {"organisationId": story.tree.township.id, "limit": "1"}

    status, page = call("GET", "/v1/reviews", story.township, query=query)
    _, rest = call("GET", "/v1/reviews", story.township, query=query | {"cursor": page["next"]})
    _, county = call("GET", "/v1/reviews", story.county, query={"organisationId": story.tree.county.id})

    assert status == 200
    assert page["items"] == [
        {
            "activityId": first,
            "branchId": story.branch.id,
            "type": "THEME_DAY",
            "title": "主题党日",
            "startsAt": page["items"][0]["startsAt"],
            "state": "SUBMITTED",
            "round": 1,
            "submittedAt": page["items"][0]["submittedAt"],
            "waitingSince": page["items"][0]["submittedAt"],
            "waitingHours": 0,
            "lagDays": page["items"][0]["lagDays"],
            "flags": ["LATE_ENTRY", "NO_PHOTOS"],
        }
    ]
    assert [item["activityId"] for item in rest["items"]] == [third]
    assert [(item["activityId"], item["state"]) for item in county["items"]] == [(second, "COUNTY_REVIEW")]


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("secretary", 404), ("member", 403), ("stranger", 404)])
def test_a_queue_is_for_its_reviewers(story: Story, subject: str | None, expected: int) -> None:
    query = {"organisationId": story.tree.township.id}

    assert call("GET", "/v1/reviews", subject, query=query)[0] == expected


def test_what_is_approved_waits_nowhere(story: Story) -> None:
    activity_id = story.reviewed_first()
    review(activity_id, story.county)

    queues = [
        call("GET", "/v1/reviews", story.county, query={"organisationId": where.id})[1]["items"]
        for where in (story.tree.township, story.tree.county)
    ]

    assert queues == [[], []]


def test_a_queue_says_for_how_many_whole_hours_each_has_waited_at_this_committee(story: Story) -> None:
    waits = story.submitted()
    stored = Activity.demand(Activity.partition(waits), "NOW")
    stored.waits_since = stamp(now() - timedelta(hours=49, minutes=59))
    stored.save()

    def hours(at: Organisation, by: str) -> list[int]:
        items = call("GET", "/v1/reviews", by, query={"organisationId": at.id})[1]["items"]
        return [item["waitingHours"] for item in items]

    before = hours(story.tree.township, "township")
    review(waits, story.township)

    assert (before, hours(story.tree.county, "county")) == ([49], [0])
