"""How long records wait for a committee: counted with each decision."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from functions.activities.tables import Activity
from kernel.clock import business_day, now, stamp
from tests.integration.activities.clean_records import allow, bulk, clean
from tests.integration.activities.story import HOUR, Story, call, review


@pytest.fixture
def county(story: Story) -> Iterator[Story]:
    """A county that allows review in bulk, in which nothing is drawn."""
    with mock.patch("functions.activities.record_rules.sampled", return_value=False):
        yield allow(story)


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
