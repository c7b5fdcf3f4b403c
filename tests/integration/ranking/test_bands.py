"""Thresholds that a committee sets for its subtree: from a day on, on the record, used by the next run."""

import random
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from functions.ranking import running, standing
from functions.ranking.running import Job
from kernel.authority import Role
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.journal import Act
from tests.builders import account, recorded
from tests.integration.ranking.county import SEASON, County, member, minutes
from tests.integration.ranking.province import Province, night, place_of
from tests.integration.ranking.runs import call, rank

pytestmark = pytest.mark.usefixtures("account")

TODAY = business_day(minutes(0))
ABSOLUTE = {"effectiveOn": TODAY.isoformat(), "basis": "POINTS", "gold": 300, "silver": 200, "yellow": 1, "warning": 50}


def put(organisation_id: str, body: Any = None, subject: str | None = "admin", **headers: str) -> tuple[int, Any]:
    """On the day of the runs, which are of the last two hours."""
    path = f"/v1/rankings/{organisation_id}/bands"
    with mock.patch("functions.ranking.banding.business_day", return_value=TODAY):
        return call("PUT", path, subject=subject, body=ABSOLUTE | (body or {}), headers=headers)


def own(subject: str = "member") -> dict[str, dict[str, Any]]:
    standing.WARM.clear()
    _, told = call("GET", "/v1/me/standing", subject=subject)
    return {level["organisationId"]: level for level in told["levels"]}


def test_thresholds_are_set_read_and_on_the_record(county: County) -> None:
    township = county.tree.township.id

    status, told = put(township)

    assert status == 200
    assert told["items"] == [ABSOLUTE]
    assert call("GET", f"/v1/rankings/{township}/bands", subject="admin")[1]["items"] == [ABSOLUTE]
    (entry,) = recorded(township)
    assert (entry["event"], entry["data"]["basis"], entry["data"]["gold"]) == ("BandsSet", "POINTS", 300)


def test_the_next_run_uses_what_is_nearest_and_in_force_and_published_runs_stay(county: County) -> None:
    tree = county.tree
    account("member", member_id=member(tree.branch, 1), branch=tree.branch)
    rank(tree, minutes(30))
    before = own()
    put(tree.county.id, {"effectiveOn": (TODAY + timedelta(days=1)).isoformat()})
    put(tree.township.id)
    assert own() == before

    rank(tree, minutes(40))

    after = own()
    assert {after[o.id]["band"] for o in (tree.branch, tree.township)} == {"yellow"}
    assert after[tree.county.id] == before[tree.county.id] | {"asOf": after[tree.county.id]["asOf"]}
    assert [after[tree.township.id][name] for name in ("warning", "toNext")] == [
        True,
        200 - after[tree.township.id]["points"],
    ]


def test_counties_follow_what_the_city_or_the_province_has_set() -> None:
    province = Province(random.Random(7))  # noqa: S311 - the same province every time
    branch = place_of(province, "A1-1")
    account("member", member_id=next(iter(province.points["A1-1"])), branch=branch)
    account("above", (Role.COUNTY_ADMIN, Organisation.demand(Organisation.partition(province.id("P")), "NOW")))
    put(province.id("P"), {"gold": 900, "silver": 899, "yellow": 0}, subject="above")
    put(province.id("A1"), {"gold": 3, "silver": 2, "yellow": 0}, subject="above")

    night(minutes(30))

    told = own()
    assert told[province.id("P")]["band"] == told[province.id("A")]["band"] == "yellow"
    assert told[province.id("A1")]["band"] == "gold" if told[province.id("A1")]["points"] >= 3 else "yellow"
    job = Job.of(province.id("D"), SEASON, minutes(31))
    running.run(Act("system:test", cause=job.run_id), job)
    _, board = call("GET", f"/v1/rankings/{province.id('D')}", subject="above")
    assert {line["band"] for line in board["items"]} == {"yellow"}


def test_a_set_for_the_same_day_takes_the_place_of_the_one_before_and_the_latest_is_first(county: County) -> None:
    later = (TODAY + timedelta(days=30)).isoformat()
    put(county.tree.county.id)
    put(county.tree.county.id, {"effectiveOn": later})

    _, told = put(county.tree.county.id, {"effectiveOn": later, "gold": 999})

    assert [(item["effectiveOn"], item["gold"]) for item in told["items"]] == [(later, 999), (TODAY.isoformat(), 300)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"gold": 200},
        {"yellow": -1},
        {"gold": 10**7},
        {"basis": "SHARE"},
        {"basis": "BEST"},
        {"gold": "gold"},
        {"effectiveOn": "2020-01-01"},
        {"effectiveOn": None},
        {"unknown": 1},
    ],
)
def test_thresholds_that_make_no_sense_are_refused(county: County, wrong: dict[str, Any]) -> None:
    assert put(county.tree.county.id, wrong)[0] == 422
    assert recorded(county.tree.county.id) == []


def test_who_may_not_and_where_there_is_nothing_to_set_is_refused(county: County) -> None:
    tree = county.tree
    account("reader", (Role.AUDITOR, tree.county))

    assert put(tree.branch.id)[1]["code"] == "no_bands_of_branches"
    assert put(tree.county.id, subject="reader")[0] == 403
    assert put(tree.county.id, subject="elsewhere")[0] == 404
    assert put(tree.county.id, subject=None)[0] == 401


def test_the_same_key_sets_once(county: County) -> None:
    first = put(county.tree.county.id, **{"Idempotency-Key": "once"})

    assert put(county.tree.county.id, **{"Idempotency-Key": "once"}) == first
    assert len(recorded(county.tree.county.id)) == 1


def test_sets_are_limited(county: County) -> None:
    for days in range(20):
        put(county.tree.county.id, {"effectiveOn": (TODAY + timedelta(days=days)).isoformat()})

    assert put(county.tree.county.id, {"effectiveOn": (TODAY + timedelta(days=21)).isoformat()})[1]["code"] == (
        "too_many_bands"
    )
