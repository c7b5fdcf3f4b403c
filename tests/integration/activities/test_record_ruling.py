"""What a committee rules of the records of its subtree: review in bulk, and how late an activity may be entered."""

from datetime import date, datetime
from typing import Any

import pytest

from kernel.clock import business_day, now, stamp, start_of
from tests import builders
from tests.builders import recorded
from tests.integration.activities.clean_records import allow, rule
from tests.integration.activities.story import HOUR, Story, call, plan_body


@pytest.fixture
def county(story: Story) -> Story:
    """A county that allows review in bulk."""
    return allow(story)


def rules_at(organisation_id: str, by: str = "admin") -> tuple[int, Any]:
    return call("GET", "/v1/reviews/rules", by, query={"organisationId": organisation_id})


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


def test_midnight_in_china_parts_the_months_and_the_days_of_a_lag(county: Story) -> None:
    rule(county.tree.township.id, entryDays=62)
    midnight = start_of(business_day(now()).replace(day=1))
    minute = HOUR / 60

    def entered(begins: datetime) -> Any:
        times = {"startsAt": stamp(begins), "endsAt": stamp(begins + 20 * minute)}
        return call("POST", "/v1/activities", "secretary", plan_body(county.branch, HOUR, HOUR) | times)[1]

    def listed(day: date) -> list[str]:
        query = {"branchId": county.branch.id, "month": f"{day:%Y-%m}"}
        return [one["id"] for one in call("GET", "/v1/activities", "member", query=query)[1]["items"]]

    before, after = entered(midnight - 10 * minute), entered(midnight)

    days = (business_day(now()) - business_day(midnight)).days
    assert (before["lagDays"], after["lagDays"]) == (days + 1, days)
    last = business_day(midnight - minute)
    assert (listed(last), listed(business_day(midnight))) == ([before["id"]], [after["id"]])
