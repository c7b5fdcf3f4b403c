"""Positions, service centres, the map, what the public reads, and coverage."""

from typing import Any

import pytest

from functions.organisations.app import lambda_handler
from functions.organisations.app_public import lambda_handler as public
from functions.organisations.datum import to_gcj02
from kernel.authority import Role
from kernel.ids import new_id
from tests.builders import Tree, account, answer, recorded, request
from tests.conftest import Context
from tests.integration.organisations import desk
from tests.integration.organisations.desk import TODAY, ago, ask
from tests.integration.organisations.test_leading import chosen, elect, election

pytestmark = pytest.mark.usefixtures("account")

SPOT: dict[str, Any] = {"lat": 25.904305, "lng": 112.203287, "verifiedOn": "2026-10-01"}
CENTRE: dict[str, Any] = {
    "name": "某镇党群服务中心",
    "address": "某镇政府院内",
    "hours": "周一至周五 8:30-17:30",
    "services": [{"name": "组织关系转接", "items": ["转入", "转出"]}, {"name": "党费咨询", "items": []}],
} | SPOT


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    desk.admin_of(made)
    return made


def read(path: str, **query: str) -> tuple[int, Any]:
    return answer(public(request("GET", f"/v1/public/centres{path}", subject=None, query=query), Context()))


def opened(tree: Tree) -> dict[str, Any]:
    status, told = ask("POST", f"{tree.township.id}/centres", "admin", CENTRE)
    assert status == 201, told
    return dict(told)


def test_a_position_is_kept_with_the_day_on_which_it_was_seen(tree: Tree) -> None:
    status, told = ask("PUT", f"{tree.branch.id}/position", "admin", SPOT)

    wanted = {"organisationId": tree.branch.id, "datum": "wgs84", "version": 2} | SPOT
    assert (status, told) == (200, wanted)
    assert [e["action"] for e in recorded(tree.branch.id)] == ["organisations.place"]
    assert ask("GET", f"{tree.branch.id}/history")[1]["items"][0]["action"] is None


@pytest.mark.parametrize(
    "wrong",
    [{"lat": 91}, {"lat": True}, {"lng": "east"}, {"lng": "112.2"}, {"verifiedOn": None}, {"verifiedOn": "1899-12-31"}],
)
def test_an_ill_made_position_is_refused(tree: Tree, wrong: dict[str, Any]) -> None:
    assert ask("PUT", f"{tree.branch.id}/position", "admin", SPOT | wrong)[0] == 422


def test_a_position_of_a_day_to_come_is_refused(tree: Tree) -> None:
    status, told = ask("PUT", f"{tree.branch.id}/position", "admin", SPOT | {"verifiedOn": ago(-1)})

    assert (status, told["code"]) == (422, "effective_in_future")


def test_a_centre_is_opened_changed_and_closed(tree: Tree) -> None:
    made = opened(tree)
    place = f"{tree.township.id}/centres/{made['id']}"

    assert made == CENTRE | {"id": made["id"], "organisationId": tree.township.id, "datum": "wgs84", "version": 1}
    changed = ask("PUT", place, "admin", CENTRE | {"name": "另名"})
    assert changed == (200, made | {"name": "另名", "version": 2})
    assert read(f"/{made['id']}") == changed
    assert ask("DELETE", place, "admin")[0] == 200
    assert (read(f"/{made['id']}")[0], read("", organisationId=tree.county.id)[1]["items"]) == (404, [])
    assert ask("PUT", place, "admin", CENTRE)[0] == 404
    assert ask("PUT", f"{tree.branch.id}/centres/{made['id']}", "admin", CENTRE)[0] == 404
    assert [e["action"].rpartition(".")[2] for e in recorded(tree.township.id)] == ["centre", "centre", "close"]


def test_what_rests_on_an_old_version_is_refused_and_changes_nothing(tree: Tree) -> None:
    made = opened(tree)
    bodies: dict[str, Any] = {
        f"{tree.township.id}/position": SPOT,
        f"{tree.township.id}/term": {"startsOn": "2024-01-01"},
        f"{tree.township.id}/centres/{made['id']}": CENTRE,
    }

    for path, body in bodies.items():
        event = request("PUT", f"/v1/organisations/{path}", subject="admin", body=body, headers={"if-match": '"7"'})
        status, told = answer(lambda_handler(event, Context()))
        assert (status, told["code"]) == (412, "stale_version"), path

    assert len(recorded(tree.township.id)) == 1


def test_the_centres_of_what_is_closed_are_closed_with_it(tree: Tree) -> None:
    made = [ask("POST", f"{tree.branch.id}/centres", "admin", CENTRE)[1]["id"] for _ in range(2)]

    assert desk.merge(tree.branch.id, tree.sister.id)[0] == 201

    assert [read(f"/{centre}")[0] for centre in made] == [404, 404]
    assert read("", organisationId=tree.county.id)[1]["items"] == []


def test_an_organisation_has_twenty_centres_at_most(tree: Tree) -> None:
    told = [ask("POST", f"{tree.township.id}/centres", "admin", CENTRE) for _ in range(21)]

    assert {status for status, _ in told[:20]} == {201}
    assert (told[20][0], told[20][1]["code"]) == (409, "too_many_centres")


def test_anybody_reads_the_centres_without_a_token(tree: Tree) -> None:
    made = opened(tree)
    ask("POST", f"{tree.branch.id}/centres", "admin", CENTRE)

    first = read("", organisationId=tree.county.id, limit="1")[1]
    second = read("", organisationId=tree.county.id, limit="1", cursor=first["next"])[1]

    assert first["items"] == [
        {name: made[name] for name in ("id", "organisationId", "name", "lat", "lng", "datum", "verifiedOn")}
    ]
    assert [(len(second["items"]), second["next"])] == [(1, None)]
    assert read("", organisationId=new_id())[0] == 404
    assert read("")[0] == 422
    mars = read(f"/{made['id']}", datum="gcj02")[1]
    assert ((mars["lat"], mars["lng"]), mars["datum"]) == (to_gcj02(SPOT["lat"], SPOT["lng"]), "gcj02")


def test_the_map_shows_positions_and_centres_with_their_freshness(tree: Tree) -> None:
    made = opened(tree)
    ask("PUT", f"{tree.branch.id}/position", "admin", SPOT | {"verifiedOn": ago(400)})
    ask("PUT", f"{tree.county.id}/position", "admin", SPOT | {"verifiedOn": ago(3)})

    status, told = ask("GET", f"{tree.county.id}/map")

    assert (status, told["type"], told["datum"], told["next"]) == (200, "FeatureCollection", "wgs84", None)
    assert [f["id"] for f in told["features"]] == [tree.county.id, made["id"], tree.branch.id]
    assert told["features"][2] == {
        "type": "Feature",
        "id": tree.branch.id,
        "geometry": {"type": "Point", "coordinates": [SPOT["lng"], SPOT["lat"]]},
        "properties": {
            "what": "organisation",
            "organisationId": tree.branch.id,
            "name": tree.branch.name,
            "kind": "BRANCH",
            "verifiedOn": ago(400),
            "daysSince": 400,
            "fresh": False,
        },
    }
    lat, lng = to_gcj02(SPOT["lat"], SPOT["lng"])
    shifted = ask("GET", f"{tree.branch.id}/map", datum="gcj02")[1]
    assert shifted["features"][0]["geometry"]["coordinates"] == [lng, lat]
    page = ask("GET", f"{tree.county.id}/map", limit="1")[1]
    rest = ask("GET", f"{tree.county.id}/map", limit="1", cursor=page["next"])[1]
    assert [f["id"] for f in (*page["features"], *rest["features"])] == [f["id"] for f in told["features"]]


def coverage(tree: Tree, of: str, **query: str) -> dict[str, Any]:
    status, told = ask("GET", f"{tree.county.id}/coverage", "admin", of=of, **query)
    assert status == 200, told
    return dict(told)


def test_coverage_says_how_many_of_how_many_and_which_have_not(tree: Tree) -> None:
    ask("PUT", f"{tree.branch.id}/position", "admin", SPOT | {"verifiedOn": ago(400)})
    ask("PUT", f"{tree.sister.id}/position", "admin", SPOT | {"verifiedOn": ago(4)})
    ask("PUT", f"{tree.branch.id}/term", "admin", {"startsOn": ago(30)})
    ask("PUT", f"{tree.sister.id}/term", "admin", {"startsOn": "2019-01-01"})
    opened(tree)
    people = desk.enrol(tree.branch, "FULL")
    elect(tree.branch, election(ago(2), [chosen(tree, "SECRETARY", people[0])], entitled=1, present=1))

    counted = {of: coverage(tree, of) for of in ("positions", "fresh-positions", "terms", "secretaries", "centres")}

    assert {of: (c["numerator"], c["denominator"]) for of, c in counted.items()} == {
        "positions": (2, 3),
        "fresh-positions": (1, 3),
        "terms": (1, 6),
        "secretaries": (1, 6),
        "centres": (1, 2),
    }
    assert counted["positions"]["missing"] == [
        {
            "id": tree.far_branch.id,
            "code": tree.far_branch.code,
            "name": tree.far_branch.name,
            "kind": "BRANCH",
            "path": tree.far_branch.path,
        }
    ]
    assert (counted["positions"]["asOf"], counted["positions"]["of"]) == (TODAY.isoformat(), "positions")
    first = coverage(tree, "terms", limit="3")
    second = coverage(tree, "terms", limit="3", cursor=first["next"])
    assert [*first["missing"], *second["missing"]] == counted["terms"]["missing"]
    assert (second["next"], second["denominator"]) == (None, 6)


def test_what_is_closed_or_carried_is_counted_once_and_where_it_is(tree: Tree) -> None:
    desk.dissolve(tree.sister.id)
    desk.move(tree.township.id, tree.other_township.id)

    told = ask("GET", f"{tree.other_township.id}/coverage", "admin", of="positions")[1]

    assert (told["numerator"], told["denominator"]) == (0, 2)


def test_who_may_place_and_who_may_see_the_map(tree: Tree) -> None:
    secretary = account("secretary", (Role.SECRETARY, tree.branch))
    reviewer = account("reviewer", (Role.REVIEWER, tree.township))
    member = account("member", member_id=new_id(), branch=tree.branch)
    place = f"{tree.branch.id}/position"

    assert [ask("PUT", place, by, SPOT)[0] for by in (secretary, reviewer, member, "nobody", None)] == [
        200,
        403,
        403,
        404,
        401,
    ]
    assert [ask("GET", f"{tree.branch.id}/map", by)[0] for by in (secretary, reviewer, member, None)] == [
        200,
        200,
        200,
        401,
    ]
    assert ask("GET", f"{tree.township.id}/coverage", member, of="terms")[0] == 403
    assert ask("GET", f"{tree.township.id}/coverage", "admin", of="happiness")[0] == 422
