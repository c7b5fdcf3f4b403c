"""Cities and provinces: exact as of the night, from what the counties published; a member's rank there."""

import random
from typing import Any

import pytest

from functions.ranking import packing, running, standing
from functions.ranking.histogram import decode
from functions.ranking.rules import TOP_KEPT
from functions.ranking.running import Job
from functions.ranking.tables import Current, RankRow
from kernel.authority import Role
from kernel.clock import stamp
from kernel.directory import Organisation
from kernel.errors import Busy
from kernel.journal import Act
from tests.builders import account, recorded
from tests.integration.ranking.county import SEASON, minutes
from tests.integration.ranking.months import NIGHT, NOVEMBER
from tests.integration.ranking.province import Province, night, place_of
from tests.integration.ranking.runs import call
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def province() -> Province:
    standing.WARM.clear()
    return Province(random.Random(7))  # noqa: S311 - the same province every time


def row(province: Province, name: str) -> RankRow:
    current = Current.demand(*Current.key_of(SEASON, province.id("P")))
    return RankRow.demand(*RankRow.key_of(SEASON, province.id(name), current.as_of))


def check(province: Province) -> None:
    for name in ("P", "A", "B"):
        everybody, told = province.everybody(name), row(province, name)
        histogram = decode(told.histogram)
        assert (int(told.members), int(told.total)) == (len(everybody), sum(everybody.values()))
        assert all(histogram.rank(points) == province.rank(name, points) for points in {*everybody.values(), -1, 99})
        best = sorted((points for points in everybody.values() if points > 0), reverse=True)
        assert [points for _, points in packing.top_of(told)] == best[:TOP_KEPT]
        assert all(everybody[member] == points for member, points in packing.top_of(told))
        below = {t.organisation_id: (t.members, t.total) for t in packing.board_of(told)}
        assert below == {
            province.id(n): (len(found), sum(found.values()))
            for n, above in province.parents.items()
            if above == name and (found := province.everybody(n)) is not None
        }


def test_a_night_ranks_cities_and_the_province_as_an_oracle_does_and_a_moved_county_the_night_after(
    province: Province,
) -> None:
    assert night(minutes(30)) == {"organisations": 3}
    check(province)

    province.move("A1", "B")
    assert night(minutes(40)) == {"organisations": 3}
    check(province)


def test_a_night_that_is_repeated_changes_nothing(province: Province) -> None:
    night(minutes(30))
    before = row(province, "P").serialize()

    night(minutes(30))

    assert row(province, "P").serialize() == before
    assert len(recorded(province.id("P"))) == 1


def test_a_province_of_whose_counties_one_was_not_ranked_keeps_the_night_before(province: Province) -> None:
    night(minutes(30))

    with pytest.raises(Busy):
        night(minutes(40), without=province.id("A2"))

    assert Current.demand(*Current.key_of(SEASON, province.id("P"))).as_of == stamp(minutes(30))


def member_of(province: Province, branch: str) -> str:
    member = next(iter(province.points[branch]))
    account("member", member_id=member, branch=place_of(province, branch))
    return member


def own() -> dict[str, Any]:
    status, told = call("GET", "/v1/me/standing", subject="member")
    assert status == 200
    return dict(told)


def test_a_standing_is_exact_at_every_level_for_the_instant_that_the_level_states(province: Province) -> None:
    member = member_of(province, "A1-1")
    night(minutes(30))
    at_night = {name: province.rank(name, province.points["A1-1"][member]) for name in ("A", "P")}
    before = province.points["A1-1"][member]
    province.give("A1-1", member, 7, minutes(35), counts=True)
    job = Job.of(province.id("A1"), SEASON, minutes(40))
    running.run(Act("system:test", cause=job.run_id), job)
    at_noon = {name: province.rank(name, before + 7) for name in ("A1-1", "A1")}
    province.give("A1-1", member, 100, minutes(50), counts=False)

    told = own()

    levels = {level["organisationId"]: level for level in told["levels"]}
    assert told["points"] == before + 107
    assert {name: levels[province.id(name)]["rank"] for name in at_noon} == at_noon
    assert {name: levels[province.id(name)]["rank"] for name in at_night} == at_night
    assert [levels[province.id(name)]["points"] for name in ("A1", "P")] == [before + 7, before]
    assert [levels[province.id(name)]["level"] for name in ("A", "P")] == ["CITY", "PROVINCE"]


def test_a_standing_at_four_levels_costs_two_calls_cold_and_one_warm(province: Province) -> None:
    member_of(province, "A1-1")
    night(minutes(30))

    with sends() as cold:
        own()
    with sends() as warm:
        own()

    assert cold.seen[-2:] == ["BatchGetItem", "BatchGetItem"]
    assert len(cold.seen) == 4  # two of them are authority's
    assert warm.seen == ["BatchGetItem"]


def test_the_board_of_a_province_shows_its_cities_and_its_best(province: Province) -> None:
    night(minutes(30))
    top = Organisation.demand(Organisation.partition(province.id("P")), "NOW")
    account("above", (Role.COUNTY_ADMIN, top))

    _, cities = call("GET", f"/v1/rankings/{top.id}", subject="above", query={"of": "organisations"})
    _, best = call("GET", f"/v1/rankings/{top.id}", subject="above")

    assert {line["organisationId"] for line in cities["items"]} == {province.id(name) for name in ("A", "B", "D")}
    assert best["asOf"] == stamp(minutes(30)).replace(".000Z", "Z")
    assert best["items"][0]["points"] == max(province.everybody("P").values())


def test_without_cities_a_night_has_nothing_above_to_rank() -> None:
    assert night(minutes(30)) == {"organisations": 0}


def test_a_month_that_closes_is_ranked_above_the_counties_as_well() -> None:
    province = Province(random.Random(7), season="2026")  # noqa: S311 - the same province every time
    member_of(province, "A1-1")

    night(NOVEMBER + NIGHT)

    status, told = call("GET", "/v1/rankings/seasons/2026-10", subject="member")
    assert status == 200
    ranks = {level["organisationId"]: level["rank"] for level in told["levels"]}
    assert {name: ranks[province.id(name)] for name in ("A1", "A", "P")} == {
        name: province.rank(name, told["points"]) for name in ("A1", "A", "P")
    }


def test_a_list_above_the_county_is_not_appealed_against(province: Province) -> None:
    member_of(province, "A1-1")
    body = {"organisationId": province.id("P"), "words": "积分未计。"}

    status, problem = call("POST", "/v1/rankings/appeals", subject="member", body=body)

    assert (status, problem["code"]) == (409, "no_county")
