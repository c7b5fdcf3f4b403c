"""Review by exception: clean records together, flagged and drawn ones singly; and how long it all took."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from functions.activities import reviewing
from functions.activities.photo_tables import Photo
from functions.activities.tables import Activity
from kernel.authority import Role
from kernel.clock import business_day, now, stamp
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, plan_body, review, submit
from tests.trust.faults import sends

ALLOWED: dict[str, Any] = {"bulk": True, "samplePercent": 5}


@pytest.fixture
def county(story: Story) -> Iterator[Story]:
    """A county that allows review in bulk, in which nothing is drawn."""
    builders.account("admin", (Role.COUNTY_ADMIN, story.tree.county))
    assert rule(story.tree.county.id, **ALLOWED)[0] == 200
    with mock.patch("functions.activities.record_rules.sampled", return_value=False):
        yield story


def rule(organisation_id: str, by: str = "admin", **body: Any) -> tuple[int, Any]:
    headers = body.pop("headers", None)
    return call("PUT", "/v1/reviews/rules", by, {"organisationId": organisation_id} | body, headers=headers)


def rules_at(organisation_id: str, by: str = "admin") -> tuple[int, Any]:
    return call("GET", "/v1/reviews/rules", by, query={"organisationId": organisation_id})


def clean(story: Story, kind: str = "GROUP_MEETING") -> str:
    """A record that was planned in time, and has nothing to look at."""
    activity_id = story.plan(type=kind)
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    activity.starts_at = stamp(now() + timedelta(seconds=30))  # as if it had been planned before it began
    activity.save()
    story.call_roll(activity_id, "PRESENT", "PRESENT", "PRESENT")
    story.minute(activity_id)
    assert submit(activity_id)[0] == 200
    return activity_id


def bulk(story: Story, *activities: str, by: str = "township", where: Any = None) -> tuple[int, Any]:
    body = {"organisationId": (where or story.tree.township).id, "activityIds": list(activities)}
    return call("POST", "/v1/reviews/bulk", by, body)


def outcomes(answer: Any) -> list[tuple[str, Any]]:
    return [(one["outcome"], one["reasons"] or one["code"] or one["state"]) for one in answer["items"]]


def test_clean_records_pass_and_each_leaves_its_own_entry(county: Story) -> None:
    first, second = clean(county), clean(county)

    status, answer = bulk(county, first, second)
    _, final = bulk(county, first, second, by="county", where=county.tree.county)

    assert status == 200
    assert outcomes(answer) == [("PASSED", "COUNTY_REVIEW")] * 2
    assert outcomes(final) == [("PASSED", "APPROVED")] * 2
    entries = [e for e in recorded(county.branch.id) if e["action"] == "activities.approve_in_bulk"]
    assert [e["subject"] for e in entries if e["event"] == "ActivityReviewed"] == [first, second, first, second]
    listed = call("GET", f"/v1/activities/{first}/reviews", "member")[1]["items"]
    assert [(one["stage"], one["inBulk"]) for one in listed] == [("first", True), ("final", True)]


def test_flagged_records_are_looked_at_and_the_flags_stand_in_the_queue(county: Story) -> None:
    late = county.submitted("PRESENT", "LEAVE_SICK", "LEAVE_SICK")

    _, answer = bulk(county, late)
    query = {"organisationId": county.tree.township.id}
    (waiting,) = call("GET", "/v1/reviews", "township", query=query)[1]["items"]

    flags = ["LATE_ENTRY", "LOW_ATTENDANCE", "NO_PHOTOS"]
    assert outcomes(answer) == [("LOOK", flags)]
    assert waiting["flags"] == flags
    assert review(late, county.township)[0] == 201


def test_a_returned_record_is_looked_at_when_it_comes_again(county: Story) -> None:
    again = clean(county)
    review(again, county.township, "return", "改。")
    submit(again)

    assert outcomes(bulk(county, again)[1]) == [("LOOK", ["RESUBMITTED"])]


def test_what_the_votes_the_photos_and_the_signatures_say_is_flagged(county: Story) -> None:
    activity_id = county.plan(type="GENERAL_ASSEMBLY")
    county.call_roll(activity_id, "PRESENT", "MADE_UP", "MADE_UP")
    county.minute(activity_id, resolutions=[{"text": "同意。"}])
    seen: dict[str, Any] = {
        "photo_id": new_id(),
        "content_type": "image/png",
        "size_bytes": 9,
        "sha256": "0" * 64,
        "announced_at": "",
        "nonce": "0",
    }
    Photo(
        f"ACTIVITY#{activity_id}",
        Photo.slot(1),
        state="ACCEPTED",
        checks=[{"code": "SAME_FILE", "strength": 100}],
        **seen,
        version=1,
    ).save()
    submit(activity_id)

    assert outcomes(bulk(county, activity_id)[1]) == [("LOOK", ["LATE_ENTRY", "NO_QUORUM", "UNSIGNED", "PHOTO_CHECKS"])]


def test_what_is_drawn_is_looked_at_though_it_is_clean(county: Story) -> None:
    drawn = clean(county)

    with mock.patch("functions.activities.record_rules.sampled", lambda _, __, share: share == 5):
        _, answer = bulk(county, drawn)

    assert outcomes(answer) == [("LOOK", ["SAMPLED"])]
    assert answer["samplePercent"] == 5


def test_each_record_is_answered_for_itself(county: Story) -> None:
    builders.account("other", (Role.REVIEWER, county.tree.other_township))
    good, passed, missing = clean(county), clean(county), new_id()
    bulk(county, passed)

    status, answer = bulk(county, passed, missing, good, good)

    assert status == 200
    assert outcomes(answer) == [("REFUSED", "wrong_state"), ("REFUSED", "not_found"), ("PASSED", "COUNTY_REVIEW")]
    assert outcomes(bulk(county, good, by="other", where=county.tree.other_township)[1]) == [("REFUSED", "not_found")]


def test_who_handed_in_passes_nothing_in_bulk(county: Story) -> None:
    builders.account("secretary", (Role.SECRETARY, county.branch), (Role.REVIEWER, county.tree.township))

    assert outcomes(bulk(county, clean(county), by="secretary")[1]) == [("REFUSED", "forbidden")]


def test_one_that_fails_holds_up_no_other(county: Story) -> None:
    first, second = clean(county), clean(county)
    decide = reviewing.decide

    def failing(act: Any, record: Any, body: Any, **rest: Any) -> Any:
        if record.activity.id == first:
            record.activity.version -= 1  # somebody else was quicker
        return decide(act, record, body, **rest)

    with mock.patch.object(reviewing, "decide", failing):
        _, answer = bulk(county, first, second)

    assert outcomes(answer) == [("REFUSED", "changed_meanwhile"), ("PASSED", "COUNTY_REVIEW")]
    assert Activity.demand(Activity.partition(first), "NOW").state == "SUBMITTED"


def test_it_is_off_until_a_committee_allows_it(story: Story) -> None:
    status, problem = bulk(story, story.submitted())

    assert (status, problem["code"]) == (409, "bulk_review_off")


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("member", 403), ("secretary", 404), ("county", 403), ("stranger", 404)]
)
def test_only_the_committees_own_reviewer_passes_in_bulk(county: Story, subject: Any, expected: int) -> None:
    assert bulk(county, new_id(), by=subject)[0] == expected


@pytest.mark.parametrize("ids", [[], ["x"], [None], ["😀"], [new_id() for _ in range(26)], "x", None])
def test_lists_that_make_no_sense_are_refused(county: Story, ids: Any) -> None:
    body = {"organisationId": county.tree.township.id, "activityIds": ids}

    assert call("POST", "/v1/reviews/bulk", "township", body)[0] == 422


def test_the_nearest_committee_that_ruled_anything_decides(county: Story) -> None:
    tree = county.tree
    before = rules_at(tree.branch.id)[1]

    _, set_ = rule(tree.township.id, entryDays=0)
    at_branch, at_county = rules_at(tree.branch.id)[1], rules_at(tree.county.id)[1]

    assert before == {"entryDays": 3, "bulk": True, "samplePercent": 5, "setBy": tree.county.id, "version": 0}
    assert set_ == {"entryDays": 0, "bulk": False, "samplePercent": 20, "setBy": tree.township.id, "version": 1}
    assert (at_branch["setBy"], at_county["setBy"]) == (tree.township.id, tree.county.id)
    assert recorded(tree.township.id)[-1]["data"] == {
        "organisationId": tree.township.id,
        "entryDays": 0,
        "bulk": False,
        "samplePercent": 20,
    }


@pytest.mark.parametrize(("days", "late", "status"), [(0, 1, 422), (3, 71, 201), (3, 73, 422), (30, 29 * 24, 201)])
def test_an_activity_is_entered_for_as_long_as_the_committee_rules(
    county: Story, days: int, late: int, status: int
) -> None:
    rule(county.tree.township.id, entryDays=days)

    told, answer = call("POST", "/v1/activities", "secretary", plan_body(county.branch, -late * HOUR, HOUR / 2))

    assert told == status
    assert (answer.get("lagDays") is not None) is (status == 201)


def test_a_plan_is_not_moved_into_a_past_in_which_it_could_have_been_entered(county: Story) -> None:
    rule(county.tree.township.id, entryDays=30)
    activity_id = county.plan(starts=24 * HOUR)
    day_before = stamp(now() - 25 * HOUR)

    status, problem = call("PATCH", f"/v1/activities/{activity_id}", "secretary", {"startsAt": day_before})

    assert (status, problem["fields"][0]) == (422, {"field": "startsAt", "code": "out_of_range"})


def test_rules_rest_on_the_version_that_was_read(county: Story) -> None:
    stale = rule(county.tree.county.id, headers={"if-match": '"9"'})

    assert (stale[0], stale[1]["code"]) == (412, "stale_version")


@pytest.mark.parametrize("body", [{"entryDays": -1}, {"entryDays": 366}, {"samplePercent": 4}, {"bulk": "x"}, {"x": 1}])
def test_rules_that_make_no_sense_are_refused(county: Story, body: dict[str, Any]) -> None:
    assert rule(county.tree.county.id, **body)[0] == 422


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("township", 403), ("member", 403), ("nobody", 404)])
def test_only_the_county_administration_rules(county: Story, subject: Any, expected: int) -> None:
    builders.account("nobody")

    assert rule(county.tree.township.id, by=subject)[0] == expected


def test_turn_around_is_counted_with_each_decision_where_it_was_made(county: Story) -> None:
    slow, quick, returned = clean(county), clean(county), clean(county)
    activity = Activity.demand(Activity.partition(slow), "NOW")
    activity.waits_since = stamp(now() - 50 * HOUR)
    activity.save()
    review(slow, county.township)
    bulk(county, quick)
    review(returned, county.township, "return", "改。")
    review(slow, county.county)

    def months(where: Any, by: str) -> Any:
        return call("GET", "/v1/reviews/turnaround", by, query={"organisationId": where.id})[1]["items"]

    month = f"{business_day(now()):%Y-%m}"
    assert months(county.tree.township, "township") == [
        {"month": month, "approved": 2, "returned": 1, "inBulk": 1, "medianHours": 1, "p90Hours": 72}
    ]
    assert months(county.tree.county, "admin") == [
        {"month": month, "approved": 1, "returned": 0, "inBulk": 0, "medianHours": 1, "p90Hours": 1}
    ]


def test_a_decision_that_is_refused_is_not_counted(county: Story) -> None:
    activity_id = clean(county)
    review(activity_id, county.township)

    review(activity_id, county.township)

    query = {"organisationId": county.tree.township.id}
    assert call("GET", "/v1/reviews/turnaround", "township", query=query)[1]["items"][0]["approved"] == 1


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("secretary", 404), ("stranger", 404)])
def test_turn_around_is_for_the_committee_and_those_above(county: Story, subject: Any, expected: int) -> None:
    query = {"organisationId": county.tree.township.id}

    assert call("GET", "/v1/reviews/turnaround", subject, query=query)[0] == expected


def test_a_bulk_of_two_costs_three_reads_and_a_transaction_each(county: Story) -> None:
    first, second = clean(county), clean(county)
    call("GET", "/v1/reviews", "township", query={"organisationId": county.tree.township.id})

    with sends() as calls:
        bulk(county, first, second)

    each = ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"]
    assert calls.seen == ["BatchGetItem", "BatchGetItem", *each, *each]
