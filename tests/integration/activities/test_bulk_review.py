"""Review by exception: clean records together, flagged and drawn ones singly."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from functions.activities.attendance.tables import Attendance
from functions.activities.photos.tables import Photo
from functions.activities.reviews import reviewing
from functions.activities.tables import Activity
from kernel.authority import PRINCIPALS, Role
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.clean_records import allow, bulk, clean, outcomes
from tests.integration.activities.story import Story, call, review, submit
from tests.trust.faults import sends


@pytest.fixture
def county(story: Story) -> Iterator[Story]:
    """A county that allows review in bulk, in which nothing is drawn."""
    with mock.patch("functions.activities.record_rules.sampled", return_value=False):
        yield allow(story)


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


def test_a_reviewer_of_both_committees_passes_for_each_only_what_waits_for_it(county: Story) -> None:
    tree = county.tree
    builders.account("both", (Role.REVIEWER, tree.township), (Role.REVIEWER, tree.county))
    at_county = clean(county)
    bulk(county, at_county)

    told = bulk(county, at_county, by="both")[1], bulk(county, clean(county), by="both", where=tree.county)[1]

    assert [outcomes(one) for one in told] == [[("REFUSED", "wrong_state")]] * 2


def test_what_somebody_signed_in_behind_is_not_passed_in_bulk(county: Story) -> None:
    activity_id, late = clean(county), new_id()
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    Attendance.to(activity, late, state="LATE", method="CODE", at="").save()

    assert outcomes(bulk(county, activity_id)[1]) == [("REFUSED", "attendance_differs")]


def test_a_full_list_with_doublets_is_answered_once_for_each(county: Story) -> None:
    good = clean(county)

    status, answer = bulk(county, *[good] * 25)

    assert (status, outcomes(answer)) == (200, [("PASSED", "COUNTY_REVIEW")])


def test_who_hands_in_does_not_know_before_what_is_drawn(county: Story) -> None:
    drawn = clean(county)
    stored = Activity.demand(Activity.partition(drawn), "NOW")

    with mock.patch("functions.activities.record_rules.sampled", return_value=True) as draw:
        bulk(county, drawn)

    draw.assert_called_once_with(drawn, stored.submitted_at, 5)


def test_who_handed_in_passes_nothing_in_bulk(county: Story) -> None:
    builders.account("secretary", (Role.SECRETARY, county.branch), (Role.REVIEWER, county.tree.township))

    assert outcomes(bulk(county, clean(county), by="secretary")[1]) == [("REFUSED", "forbidden")]


def test_who_handed_in_an_earlier_round_decides_on_none(county: Story) -> None:
    again = clean(county)
    review(again, county.township, "return", "改。")
    builders.account("second", (Role.SECRETARY, county.branch))
    submit(again, "second")
    builders.account("secretary", (Role.SECRETARY, county.branch), (Role.REVIEWER, county.tree.township))
    PRINCIPALS.cached.clear()

    assert review(again, "secretary")[0] == 403
    assert outcomes(bulk(county, again, by="secretary")[1]) == [("REFUSED", "forbidden")]
    assert review(again, county.township)[0] == 201


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


def test_a_bulk_of_two_costs_three_reads_and_a_transaction_each(county: Story) -> None:
    first, second = clean(county), clean(county)
    call("GET", "/v1/reviews", "township", query={"organisationId": county.tree.township.id})

    with sends() as calls:
        bulk(county, first, second)

    each = ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"]
    assert calls.seen == ["BatchGetItem", "BatchGetItem", *each, *each]
