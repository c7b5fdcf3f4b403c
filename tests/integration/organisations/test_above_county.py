"""Cities and provinces: what stood below them on any day, their maps, centres and coverage, tree by tree."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from functions.organisations.app_public import lambda_handler as public
from kernel import authority
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.table import encode_cursor
from tests.builders import account, answer, request
from tests.conftest import Context
from tests.integration.organisations import desk
from tests.integration.organisations.desk import ago, ask
from tests.integration.organisations.province import Province, shown
from tests.integration.organisations.test_placing import CENTRE, SPOT
from tests.trials import examples
from tests.trust import engine
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")
EMPTY: list[Any] = []

STEPS = st.tuples(
    st.sampled_from(["move", "move", "rename", "found", "dissolve", "job"]),
    st.integers(0, 20),
    st.integers(0, 3),
    st.integers(0, 3),
)


@pytest.fixture(autouse=True)
def empty(account: None) -> None:
    EMPTY.append(engine.snapshot())
    authority.PRINCIPALS.cached.clear()


def step(province: Province, act: str, which: int, where: int, day: int) -> None:
    standing = province.oracle.on(ago(0))
    ids = sorted(standing)
    counties = [place for place in ids if province.levels[place] == "COUNTY"]
    what, under = ids[which % len(ids)], [*province.cities, province.top, *counties][where]
    if act == "move" and counties:
        province.move(counties[which % len(counties)], under, day)
    elif act == "found":
        province.found(under, "COUNTY" if province.levels[under] != "COUNTY" else "BRANCH", day)
    elif act == "rename":
        province.rename(what, day)
    elif act == "dissolve":
        province.dissolve(what, day)
    else:
        province.work()


@pytest.mark.no_cover
@settings(
    max_examples=examples(6),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(STEPS, min_size=4, max_size=9))
def test_the_tree_of_a_province_is_the_oracles_on_every_day(steps: list[tuple[str, int, int, int]]) -> None:
    engine.restore(EMPTY[-1])
    authority.PRINCIPALS.cached.clear()
    desk.notes()
    day = 40
    province, days = Province(day), {0, day}

    for act, which, where, gap in steps:
        day -= gap
        days.add(day)
        step(province, act, which, where, day)

    assert province.differences(days) == []


def test_a_county_stood_below_its_former_city_under_its_former_name() -> None:
    province = Province(40)
    first, second = province.cities
    county = province.counties[0]
    name = province.oracle.on(ago(0))[county].name
    province.rename(county, 20)
    province.move(county, second, 10)

    before, after = shown(first, asOf=ago(30)), shown(second, asOf=ago(5))

    assert [told for path, told in before.items() if county in path] == [name]
    assert [told for path, told in after.items() if county in path] == [province.oracle.on(ago(0))[county].name]
    assert not [path for path in shown(first, deep="true", asOf=ago(10)) if county in path]
    assert [path for path in shown(first, deep="true", asOf=ago(11)) if county in path]
    assert ask("GET", f"{province.top}/children", asOf=ago(41))[0] == 404


def placed(province: Province) -> list[str]:
    """Branches with a position and a centre: of two counties, of a city, of the province, and the province itself."""
    ids = sorted(place for place, level in province.levels.items() if level == "BRANCH")
    for place in (*ids[:3], province.top):
        assert ask("PUT", f"{place}/position", "admin", SPOT)[0] == 200
        assert ask("POST", f"{place}/centres", "admin", CENTRE)[0] == 201
    return sorted([*ids[:3], province.top])


def parts(path: str, **query: str) -> list[dict[str, Any]]:
    found = []
    while True:
        status, page = ask("GET", path, "admin", **query)
        assert status == 200, page
        found.append(page)
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]


def test_the_map_of_a_province_comes_county_by_county() -> None:
    province = Province(40)
    wanted = placed(province)

    shown = [f for page in parts(f"{province.top}/map", limit="2") for f in page["features"]]

    assert sorted(f["id"] for f in shown if f["properties"]["what"] == "organisation") == wanted
    assert sorted(f["properties"]["organisationId"] for f in shown if f["properties"]["what"] == "centre") == wanted


def test_anybody_reads_the_centres_of_a_province() -> None:
    province, query, found = Province(40), dict[str, str](), list[str]()
    wanted = placed(province)
    query["organisationId"] = province.top

    while True:
        status, page = answer(public(request("GET", "/v1/public/centres", subject=None, query=query), Context()))
        assert status == 200
        found += [centre["organisationId"] for centre in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]

    assert sorted(found) == wanted


def test_coverage_of_a_province_is_counted_county_by_county() -> None:
    province = Province(40)
    gone = province.found(province.top, "COUNTY", 30)
    province.dissolve(gone, 20)
    del province.levels[gone]

    found = parts(f"{province.top}/coverage", of="secretaries", limit="1")

    counts = {page["treeId"]: (page["numerator"], page["denominator"]) for page in found}
    trees = [*province.cities, *province.counties, province.top]
    assert counts.keys() == set(trees)
    assert sum(denominator for _, denominator in counts.values()) == len(province.levels)
    assert sorted(one["id"] for page in found for one in page["missing"]) == sorted(province.levels)
    assert {page["organisationId"] for page in found} == {province.top}


def test_every_part_of_a_list_above_the_county_is_three_reads_at_most() -> None:
    province = Province(40)
    province.rename(province.counties[0], 20)
    top, seen = province.top, dict[str, int]()
    ask("GET", top)
    for path, query in (
        ("children", {}),
        ("children", {"deep": "true"}),
        ("children", {"asOf": ago(30)}),
        ("children", {"deep": "true", "asOf": ago(30)}),
        ("map", {}),
        ("coverage", {"of": "terms"}),
    ):
        cursor: dict[str, str] = {}
        while True:
            with sends() as calls:
                page = ask("GET", f"{top}/{path}", "admin", **query, **cursor, limit="1")[1]
            name = " ".join((path, *query))
            seen[name] = max(seen.get(name, 0), len(calls.seen))
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}

    assert seen == dict.fromkeys(seen, 3)
    assert len(seen) == 6


def test_a_cursor_leads_to_no_tree_outside() -> None:
    province = Province(40)
    first, second = (Organisation.demand(f"ORG#{city}", "NOW") for city in province.cities)
    near = account("near", (Role.COUNTY_ADMIN, first))

    for cursor in ({"tree": second.path}, {"tree": second.path, "after": second.path}, {"tree": 1}, {"tree": "/"}):
        told = encode_cursor(cursor)
        assert ask("GET", f"{first.id}/children", near, deep="true", cursor=str(told))[0] == 400
    beside = encode_cursor({"tree": f"{first.path}{province.counties[1]}/"})
    page = ask("GET", f"{first.id}/children", near, deep="true", cursor=str(beside))[1]
    assert all(item["path"].startswith(first.path) for item in page["items"])
    assert ask("GET", f"{province.top}/children", near, deep="true")[0] == 404


def test_a_city_does_not_move() -> None:
    province = Province(40)

    status, told = desk.move(province.cities[0], province.cities[1])

    assert (status, told["code"]) == (409, "above_county")
