"""A branch's year, as it is seen and written."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.ids import new_id
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, enroll, respond, review, submit, to_next_month
from tests.trust.faults import sends

PATH = "/v1/activities/year-plan"


def show(story: Story, subject: str | None = "member", **query: Any) -> tuple[int, Any]:
    return call("GET", PATH, subject, query={"branchId": story.branch.id} | query)


def write(story: Story, *entries: dict[str, Any], year: int = 2027, **rest: Any) -> dict[str, Any]:
    query = {"branchId": story.branch.id, "year": str(year)}
    return respond("PUT", PATH, story.secretary, {"entries": list(entries)}, query=query, **rest)


def entry(month: str = "2027-03", kind: str = "THEME_DAY", title: str = "植树") -> dict[str, Any]:
    return {"month": month, "type": kind, "title": title}


def line(plan: dict[str, Any], kind: str, day: date) -> dict[str, Any]:
    return next(d for d in plan["duties"] if d["type"] == kind and d["startsOn"] <= f"{day}" <= d["endsOn"])


def test_a_branch_sees_before_the_period_ends_what_is_missing_in_it(story: Story) -> None:
    status, plan = show(story)

    today = business_day(now())
    assert status == 200
    assert (plan["branchId"], plan["year"], plan["entries"], plan["version"]) == (story.branch.id, today.year, [], 0)
    assert {d["type"] for d in plan["missing"]} == {
        "THEME_DAY", "GENERAL_ASSEMBLY", "PARTY_LECTURE", "ORG_LIFE_MEETING", "DEMOCRATIC_APPRAISAL", "TALK",
    }  # fmt: skip
    assert all(d["startsOn"] <= f"{today}" <= d["endsOn"] and d["progress"] == "MISSING" for d in plan["missing"])


def test_of_a_branch_that_was_closed_nothing_is_missing_that_began_later(story: Story) -> None:
    place = Organisation.demand(Organisation.partition(story.branch.id), "NOW")
    place.closed_on = "2025-02-10"
    place.save()

    months = [one["period"] for one in show(story, "county", year="2025")[1]["duties"] if one["type"] == "THEME_DAY"]

    assert months == ["2025-01", "2025-02"]
    assert show(story, "county", year="2026")[1]["duties"] == []


def test_a_duty_goes_its_way_from_the_plan_to_the_approval(story: Story) -> None:
    day = business_day(now() - HOUR)
    activity_id = story.ready()
    steps = [line(show(story, year=str(day.year))[1], "THEME_DAY", day)]
    submit(activity_id)
    review(activity_id, story.township)
    review(activity_id, story.county)
    steps.append(line(show(story, year=str(day.year))[1], "THEME_DAY", day))

    assert [(s["held"], s["approved"], s["progress"]) for s in steps] == [(1, 0, "HELD"), (1, 1, "APPROVED")]


def test_what_is_to_come_is_planned_until_it_is_called_off(story: Story) -> None:
    ahead = to_next_month()
    day = business_day(now() + ahead)
    activity_id = story.plan(starts=ahead)
    planned = line(show(story, year=str(day.year))[1], "THEME_DAY", day)

    call("POST", f"/v1/activities/{activity_id}/cancel", story.secretary)
    called_off = line(show(story, year=str(day.year))[1], "THEME_DAY", day)

    assert (planned["planned"], planned["missing"], planned["unplanned"], planned["progress"]) == (1, 1, 0, "PLANNED")
    assert (called_off["planned"], called_off["progress"]) == (0, "MISSING")


def test_a_branch_of_seven_has_a_committee_that_meets(story: Story) -> None:
    before = {d["type"] for d in show(story)[1]["duties"]}

    enroll(story.branch, [new_id() for _ in range(4)])

    assert {d["type"] for d in show(story)[1]["duties"]} - before == {"COMMITTEE_MEETING"}


def test_the_branch_writes_its_year_and_sees_what_became_of_it(story: Story) -> None:
    ahead = to_next_month()
    day = business_day(now() + ahead)
    activity_id = story.plan(starts=ahead)

    answer = write(story, entry(f"{day:%Y-%m}"), entry(f"{day:%Y}-12", "TALK", "谈心"), year=day.year)
    status, plan = show(story, year=str(day.year))

    assert (answer["statusCode"], answer["headers"]["ETag"]) == (200, '"1"')
    assert (status, plan["version"]) == (200, 1)
    assert plan["entries"] == [
        {"month": f"{day:%Y-%m}", "type": "THEME_DAY", "title": "植树", "activityId": activity_id},
        {"month": f"{day:%Y}-12", "type": "TALK", "title": "谈心", "activityId": None},
    ]
    recent = recorded(story.branch.id)[-1]
    assert (recent["event"], recent["data"]) == (
        "YearPlanSet",
        {"branchId": story.branch.id, "year": day.year, "entries": 2},
    )


def test_a_year_is_written_as_a_whole(story: Story) -> None:
    write(story, entry("2027-03"), entry("2027-04"))
    write(story, entry("2027-05"))

    _, plan = show(story, year="2027")

    assert [e["month"] for e in plan["entries"]] == ["2027-05"]
    assert line(plan, "THEME_DAY", date(2027, 5, 1))["intended"] == 1


def test_an_old_version_is_not_overwritten_and_a_key_is_answered_again(story: Story) -> None:
    first = write(story, entry(), headers={"if-match": '"0"', "idempotency-key": "once"})
    again = write(story, entry(), headers={"if-match": '"0"', "idempotency-key": "once"})
    stale = write(story, entry("2027-09"), headers={"if-match": '"0"'})

    assert (first["statusCode"], again["body"]) == (200, first["body"])
    assert stale["statusCode"] == 412


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ([entry("2026-12")], "entries.0.month"),
        ([entry("2027-13")], "body.entries.0.month"),
        ([entry(kind="PARTY")], "body.entries.0.type"),
        ([entry(title="")], "body.entries.0.title"),
        ([entry(title="植\u200b树")], "body.entries.0.title"),
        ([entry()] * 151, "body.entries"),
        ("all", "body.entries"),
    ],
)
def test_a_year_that_breaks_a_rule_names_the_field(story: Story, entries: Any, field: str) -> None:
    query = {"branchId": story.branch.id, "year": "2027"}

    status, problem = call("PUT", PATH, story.secretary, {"entries": entries}, query=query)

    assert (status, problem["code"]) == (422, "invalid")
    assert field in [fault["field"] for fault in problem["fields"]]
    assert recorded(story.branch.id) == []


@pytest.mark.parametrize("year", ["1999", "2101", "next"])
def test_a_year_out_of_reach_is_refused(story: Story, year: str) -> None:
    assert show(story, year=year)[0] == 422


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("member", 200), ("county", 200), ("stranger", 404), ("secretary", 200)]
)
def test_the_branch_and_those_above_see_its_year(story: Story, subject: str | None, expected: int) -> None:
    assert show(story, subject)[0] == expected


@pytest.mark.parametrize(("subject", "expected"), [("member", 403), ("county", 403), ("stranger", 404)])
def test_only_the_secretary_writes_it(story: Story, subject: str, expected: int) -> None:
    query = {"branchId": story.branch.id, "year": "2027"}

    assert call("PUT", PATH, subject, {"entries": []}, query=query)[0] == expected


def test_a_full_year_costs_two_reads(story: Story) -> None:
    for number in range(12):
        story.plan(starts=HOUR * (number + 1))
    show(story)

    with sends() as calls:
        status, _ = show(story)

    assert status == 200
    assert calls.seen == ["BatchGetItem", "Query"]


def test_the_first_and_the_last_instant_of_a_month_are_listed_in_it(story: Story) -> None:
    """Midnight in China is eleven or so hours of another day in UTC."""
    day = business_day(now() + to_next_month())
    first = datetime(day.year, day.month, 1, tzinfo=UTC) - timedelta(hours=8)
    opens, before = story.plan(starts=first - now() + HOUR / 60), story.plan(starts=first - now() - HOUR / 60)

    _, page = call("GET", "/v1/activities", story.member, query={"branchId": story.branch.id, "month": f"{day:%Y-%m}"})
    _, earlier = call("GET", "/v1/activities", story.member, query={"branchId": story.branch.id})

    assert [item["id"] for item in page["items"]] == [opens]
    assert before in [item["id"] for item in earlier["items"]]
