"""The stars of a branch's year: computed criterion by criterion, and given by the county's committee."""

from typing import Any

import pytest

from functions.activities.tables import Activity
from kernel.authority import Role
from kernel.clock import business_day, now, stamp, start_of
from tests import builders
from tests.builders import recorded
from tests.integration.activities.dispute_story import approved
from tests.integration.activities.story import HOUR, Story, call

YEAR = business_day(now() - HOUR).year


@pytest.fixture
def admin(story: Story) -> str:
    return builders.account("admin", (Role.COUNTY_ADMIN, story.tree.county))


def shown(story: Story, by: str = "secretary", **query: str) -> tuple[int, Any]:
    return call("GET", "/v1/activities/stars", by, query={"branchId": story.branch.id} | query)


def confirm(story: Story, body: Any, by: str = "admin", year: int = YEAR - 1, **rest: Any) -> tuple[int, Any]:
    query = {"branchId": story.branch.id, "year": str(year)}
    return call("PUT", "/v1/activities/stars", by, body, query=query, **rest)


def criterion(answer: Any, code: str) -> Any:
    return next(one for one in answer["criteria"] if one["code"] == code)


def in_last_year(activity_id: str) -> None:
    """As if it had been held in January of the year before."""
    stored = Activity.demand(Activity.partition(activity_id), "NOW")
    at = start_of(business_day(now()).replace(year=YEAR - 1, month=1, day=15))
    stored.branch_year = Activity.year_of(stored.branch_id, YEAR - 1)
    stored.starts_at, stored.ends_at = stamp(at), stamp(at + HOUR)
    stored.save()


def test_each_criterion_says_its_numbers(story: Story) -> None:
    approved(story, "PRESENT", "PRESENT", "ABSENT_NO_REASON")
    story.submitted()

    status, answer = shown(story, year=str(YEAR))

    assert (status, answer["confirmed"], answer["proposed"], answer["version"]) == (200, None, 1, 0)
    assert criterion(answer, "THEME_DAY") == {
        "code": "THEME_DAY",
        "zh": "按期开展主题党日",
        "en": "Held in every period: theme Party day",
        "unit": "PERCENT",
        "counted": 1,
        "of": 12,
        "percent": 8,
        "target": 100,
        "points": 20,
        "met": False,
    }
    attendance, at_once = criterion(answer, "ATTENDANCE"), criterion(answer, "PASSED_AT_ONCE")
    assert (attendance["counted"], attendance["of"], attendance["percent"], attendance["met"]) == (2, 3, 66, False)
    assert (at_once["counted"], at_once["of"], at_once["met"]) == (1, 1, True)
    assert criterion(answer, "NONE_WITHDRAWN")["met"]


def test_only_reviewed_records_count(story: Story) -> None:
    before = shown(story, year=str(YEAR))[1]
    story.submitted()

    after = shown(story, year=str(YEAR))[1]

    assert after["criteria"] == before["criteria"]


def test_a_withdrawn_approval_counts_against_honest_records(story: Story) -> None:
    withdrawn = approved(story)
    call("POST", f"/v1/activities/{withdrawn}/withdrawal", "county", {"reason": "审核有误。"})

    answer = shown(story, year=str(YEAR))[1]

    assert (criterion(answer, "NONE_WITHDRAWN")["counted"], criterion(answer, "NONE_WITHDRAWN")["met"]) == (1, False)
    assert criterion(answer, "THEME_DAY")["counted"] == 0


def test_the_county_gives_the_stars_of_a_year_that_is_over(story: Story, admin: str) -> None:
    in_last_year(approved(story))
    proposed = shown(story, year=str(YEAR - 1))[1]

    status, answer = confirm(story, {"stars": proposed["proposed"]})

    assert status == 200
    given = answer["confirmed"]
    assert (given["stars"], given["proposed"], given["score"]) == (1, 1, proposed["score"])
    assert set(given["missed"]) == {one["code"] for one in proposed["criteria"] if not one["met"]}
    told = recorded(story.branch.id)[-1]
    assert (told["event"], told["data"]["stars"], told["data"]["year"]) == ("StarsRated", 1, YEAR - 1)
    assert set(told["data"]["missed"]) == set(given["missed"])
    assert shown(story, "member", year=str(YEAR - 1))[1]["confirmed"] == given


def test_other_stars_than_proposed_need_a_reason_that_no_event_tells(story: Story, admin: str) -> None:
    without = confirm(story, {"stars": 4})
    status, answer = confirm(story, {"stars": 4, "reason": "获市级先进基层党组织。"})

    assert (without[0], without[1]["fields"]) == (422, [{"field": "reason", "code": "missing"}])
    assert (status, answer["confirmed"]["stars"], answer["confirmed"]["proposed"]) == (200, 4, 1)
    assert "先进" not in str(recorded(story.branch.id))


def test_stars_may_be_given_anew_by_who_has_seen_those_that_stand(story: Story, admin: str) -> None:
    confirm(story, {"stars": 1})

    stale = confirm(story, {"stars": 2, "reason": "复核。"}, headers={"If-Match": '"0"'})
    again = confirm(story, {"stars": 2, "reason": "复核。"}, headers={"If-Match": '"1"'})

    assert (stale[0], again[0], again[1]["version"]) == (412, 200, 2)
    assert [entry["data"]["stars"] for entry in recorded(story.branch.id)] == [1, 2]


def test_a_year_that_runs_has_no_stars_yet(story: Story, admin: str) -> None:
    assert confirm(story, {"stars": 1}, year=business_day(now()).year)[0] == 409


def test_only_the_countys_administrators_give_stars(story: Story, admin: str) -> None:
    builders.account("of-township", (Role.COUNTY_ADMIN, story.tree.township))

    by = {who: confirm(story, {"stars": 1}, who)[0] for who in ("secretary", "county", "of-township", "stranger")}

    assert by == {"secretary": 403, "county": 403, "of-township": 403, "stranger": 404}


def test_a_committee_is_not_rated(story: Story, admin: str) -> None:
    query = {"branchId": story.tree.township.id, "year": str(YEAR - 1)}

    status, answer = call("PUT", "/v1/activities/stars", "admin", {"stars": 1}, query=query)

    assert (status, answer["fields"]) == (422, [{"field": "branchId", "code": "not_a_branch"}])


def test_an_idempotency_key_gives_stars_once(story: Story, admin: str) -> None:
    key = {"Idempotency-Key": "stars-1"}

    first, again = (confirm(story, {"stars": 1}, headers=key) for _ in range(2))

    assert first == again
    assert len(recorded(story.branch.id)) == 1


@pytest.mark.parametrize("body", [{}, {"stars": 0}, {"stars": 6}, {"stars": "x"}, {"stars": 1, "more": 1}, [1]])
def test_bad_stars_are_refused(story: Story, admin: str, body: Any) -> None:
    assert confirm(story, body)[0] == 422


def test_the_nearest_committee_says_how_branches_are_rated(story: Story, admin: str) -> None:
    approved(story, "PRESENT", "PRESENT", "ABSENT_NO_REASON")
    rules = {"organisationId": story.tree.county.id, "targets": {"ATTENDANCE": 60}, "points": {"THEME_DAY": 0}}

    status, put = call("PUT", "/v1/activities/stars/rules", "admin", rules)
    seen = call("GET", "/v1/activities/stars/rules", "member", query={"organisationId": story.tree.township.id})
    answer = shown(story, year=str(YEAR))[1]

    assert (status, put["version"], put["stars"]) == (200, 1, [90, 80, 70, 60])
    assert (seen[0], seen[1]["setBy"], seen[1]["targets"]) == (200, story.tree.county.id, {"ATTENDANCE": 60})
    assert (answer["setBy"], criterion(answer, "ATTENDANCE")["met"]) == (story.tree.county.id, True)
    assert criterion(answer, "THEME_DAY")["points"] == 0
    assert recorded(story.tree.county.id)[-1]["event"] == "StarRulesSet"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"targets": {"THEME_DAY": 50}}, "targets.THEME_DAY"),
        ({"points": {"DUES": 5}}, "points.DUES"),
        ({"stars": [60, 70, 80, 90]}, "stars"),
    ],
)
def test_rules_that_make_no_sense_are_refused(story: Story, admin: str, changes: Any, field: str) -> None:
    body = {"organisationId": story.tree.county.id} | changes

    status, answer = call("PUT", "/v1/activities/stars/rules", "admin", body)

    assert (status, answer["fields"]) == (422, [{"field": field, "code": "out_of_range"}])


@pytest.mark.parametrize("changes", [{"points": {"TALK": 101}}, {"stars": [1, 2]}, {"targets": []}, {"more": 1}])
def test_rules_of_the_wrong_shape_are_refused(story: Story, admin: str, changes: Any) -> None:
    body = {"organisationId": story.tree.county.id} | changes

    assert call("PUT", "/v1/activities/stars/rules", "admin", body)[0] == 422
