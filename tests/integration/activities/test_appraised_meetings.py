"""The meeting in which a branch appraises its members: its year, and what becomes of the grades with its record."""

from datetime import date

import pytest

from functions.activities.tables import Activity
from kernel.clock import now, stamp, start_of
from tests.integration.activities.appraisals import Year
from tests.integration.activities.story import HOUR, Story, call, review, submit


@pytest.fixture
def year(story: Story) -> Year:
    return Year(story)


def approve_meeting(year: Year) -> None:
    """The record of the meeting is handed in and passes both reviews."""
    stored = Activity.demand(Activity.partition(year.activity), "NOW")
    stored.ends_at = stamp(now())
    stored.save()
    speeches = [{"memberId": year.story.members[0], "gist": "批评与自我批评。"}]
    assert year.story.minute(year.activity, speeches=speeches)[0] == 200
    assert submit(year.activity)[0] == 200
    assert [review(year.activity, by)[0] for by in ("township", "county")] == [201, 201]


def withdraw_meeting(year: Year) -> None:
    path = f"/v1/activities/{year.activity}/withdrawal"
    assert call("POST", path, "county", {"reason": "审核有误。"})[0] == 201


def progress(year: Year) -> str:
    """How far the yearly appraisal is in the plan of the branch's year."""
    query = {"branchId": year.branch, "year": str(year.appraisal["year"])}
    duties = call("GET", "/v1/activities/year-plan", "secretary", query=query)[1]["duties"]
    return next(str(line["progress"]) for line in duties if line["type"] == "DEMOCRATIC_APPRAISAL")


def test_the_year_counts_an_appraisal_that_joined_the_organisational_life_meeting(year: Year) -> None:
    before = progress(year)
    year.approved()
    graded = progress(year)
    approve_meeting(year)
    after = progress(year)
    withdraw_meeting(year)

    assert (before, graded, after, progress(year)) == ("PLANNED", "APPROVED", "APPROVED", "MISSING")


def test_an_approved_record_is_no_appraisal_without_approved_grades(year: Year) -> None:
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB")
    approve_meeting(year)

    recorded_alone = progress(year)
    year.review()

    assert (recorded_alone, progress(year)) == ("HELD", "APPROVED")


def test_stars_count_grades_that_were_approved_in_a_meeting_that_stands(year: Year) -> None:
    def counted() -> int:
        query = {"branchId": year.branch, "year": str(year.appraisal["year"])}
        criteria = call("GET", "/v1/activities/stars", "secretary", query=query)[1]["criteria"]
        return next(int(one["counted"]) for one in criteria if one["code"] == "DEMOCRATIC_APPRAISAL")

    before = counted()
    year.approved()
    graded = counted()
    approve_meeting(year)
    withdraw_meeting(year)

    assert (before, graded, counted()) == (0, 1, 0)


def test_a_meeting_of_the_appraisals_own_kind_is_one_duty_that_its_grades_settle(story: Story) -> None:
    year = Year(story, kind="DEMOCRATIC_APPRAISAL")
    before = progress(year)
    year.approved()

    query = {"branchId": year.branch, "year": str(year.appraisal["year"])}
    duties = call("GET", "/v1/activities/year-plan", "secretary", query=query)[1]["duties"]
    [line] = [line for line in duties if line["type"] == "DEMOCRATIC_APPRAISAL"]
    assert (before, line["progress"], line["held"] + line["planned"]) == ("PLANNED", "APPROVED", 1)


def test_grades_given_in_a_meeting_that_was_called_off_are_neither_proposed_nor_approved(year: Year) -> None:
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB")
    call("POST", f"/v1/activities/{year.activity}/cancel", "secretary")

    approved, returned = year.review(), year.review(decision="return", reason="会议已取消。")
    proposed = year.propose("AABBBB")

    assert [(status, told.get("code")) for status, told in (approved, returned, proposed)] == [
        (409, "wrong_state"),
        (201, None),
        (409, "wrong_state"),
    ]


@pytest.mark.parametrize("approved", [True, False])
def test_where_the_meeting_is_void_the_year_is_appraised_in_another(year: Year, approved: bool) -> None:
    if approved:
        year.approved()
        approve_meeting(year)
        withdraw_meeting(year)
    else:
        year.graded_all(["AABBBB"] * 4)
        year.propose("AABBBB")
        call("POST", f"/v1/activities/{year.activity}/cancel", "secretary")
    year.activity = year.story.plan(-HOUR / 4, HOUR, type="ORG_LIFE_MEETING")
    year.call_in(*["PRESENT"] * 6)

    status, told = call("POST", "/v1/activities/appraisals", "secretary", {"activityId": year.activity})
    waiting = call(
        "GET", "/v1/activities/appraisals", "township", query={"organisationId": year.story.tree.township.id}
    )

    assert (status, told["state"], told["activityId"]) == (201, "OPEN", year.activity)
    assert told["grades"] is told["ballotId"] is told["stageId"] is told["reason"] is told["decidedAt"] is None
    assert waiting[1]["items"] == []
    assert year.approved()["state"] == "APPROVED"


def test_no_ballot_is_opened_in_a_meeting_that_was_moved_into_another_year(story: Story) -> None:
    year = Year(story)
    stored = Activity.demand(Activity.partition(year.activity), "NOW")
    at = start_of(date(year.appraisal["year"] - 1, 12, 31)) + 23 * HOUR  # in China; of the same day by UTC
    stored.starts_at, stored.ends_at = stamp(at), stamp(at + 2 * HOUR)
    stored.save()

    assert year.begin_ballot()[1]["code"] == "wrong_state"
    stored.starts_at = stamp(at + HOUR)  # the first moment of the year
    stored.save()
    assert year.begin_ballot()[0] == 201
