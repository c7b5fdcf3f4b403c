"""A month that is asked for is one of the calendar; the ends of time are no reason to fail."""

import pytest

from tests.integration.activities.story import Story, call

pytestmark = pytest.mark.usefixtures("account")


@pytest.mark.parametrize("path", ["/v1/activities", "/v1/activities/visits"])
@pytest.mark.parametrize("month", ["0000-01", "9999-12", "2026-13", "2026-00", "2026-1", "２０２６-01", ""])
def test_a_month_of_no_calendar_is_refused(path: str, month: str) -> None:
    story = Story()

    status, told = call("GET", path, story.secretary, query={"branchId": story.branch.id, "month": month})

    assert (status, told["code"]) == (422, "invalid")


@pytest.mark.parametrize("month", ["1999-12", "2026-02", "2099-12"])
def test_a_month_of_the_calendar_is_listed(month: str) -> None:
    story = Story()

    told = call("GET", "/v1/activities", story.secretary, query={"branchId": story.branch.id, "month": month})

    assert told[0] == 200
