"""No principal reads outside of its subtree: random callers ask for everything of a random branch by every route."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kernel import vault
from kernel.authority import PRINCIPALS, Role
from kernel.directory import Organisation, covers
from tests.builders import account
from tests.integration.members.homes import Place, settled
from tests.trials import examples
from tests.trust import engine
from tests.trust.asking import ask, handlers
from tests.trust.matrix import ROWS, Row
from tests.trust.places import World
from tests.trust.trees import Trees

GRANTED = [role for role in Role if role is not Role.MEMBER]
ELSEWHERE = ("POST /v1/me/binding", "POST /v1/members/<member_id>/identity-checks")
"""What is answered tells nobody's data: two ids to whoever knows name and number; a verdict, which needs a verifier."""
BESIDE = {"attachedTo", "hostBranchId"}
OF_MEMBERS = [row for row in ROWS if handlers()[row.route].__module__.startswith("functions.members.")]
ASKED = [row for row in OF_MEMBERS if row.route not in ELSEWHERE]

NEAR = ("own branch", "own township")
GRANTABLE = ("province", "city", "county", "township", "branch", "sister", "other_township", "far_branch", "group",
             "other_county", "foreign_township", "foreign_branch", "other_city")  # fmt: skip

Grants = list[tuple[Role, Organisation]]


@dataclass(repr=False)
class County:
    """Two counties in which four branches have everything, and what the tables hold then."""

    trees: Trees
    places: list[Place]
    kept: Any


@pytest.fixture(scope="module")
def county(pristine: Any) -> Iterator[County]:
    engine.restore(pristine)
    PRINCIPALS.cached.clear()
    vault.forget()
    trees = Trees()
    yield County(trees, settled(trees), engine.snapshot())
    engine.restore(pristine)


def told_of(text: str, place: Place) -> list[str]:
    """Who of a branch stands in an answer, by their id or by name."""
    return [who for who, name in place.written.items() if who in text or f'"{name}"' in text]


def granted_at(trees: Trees, target: Place, where: str) -> Organisation:
    """A place of the tree by its name, or the target's branch or township: half of the callers stand near it."""
    township = next(one for one in trees.all() if one.id == target.branch.parent_id)
    found: Organisation = {"own branch": target.branch, "own township": township}.get(where) or getattr(trees, where)
    return found


def covered(grants: Grants, where: Organisation) -> bool:
    return any(covers(place.id, where.path) for _, place in grants)


def outside(text: str, row: Row, county: County, grants: Grants, home: Place | None) -> list[str]:
    """Whoever stands in an answer and is not for this caller: a member is told of themself and who keeps touch."""
    found = []
    for place in county.places:
        seen = covered(grants, place.branch)
        seen |= bool(BESIDE & row.query.keys()) and any(covered(grants, one) for one in place.beside)
        own = {place.people["self"], place.people["colleague"]} if place is home else set()
        found += [who for who in told_of(text, place) if not seen and who not in own]
    return found


def asked_of(row: Row, place: Place, trees: Trees) -> Organisation | None:
    """The organisation by which a row is decided on."""
    names = {"BRANCH": "branch", "TOWNSHIP": "township", "COUNTY": "county"}
    wanted = place.names[names[row.at]] if row.at else None
    return next((one for one in trees.all() if one.id == wanted), None)


def test_every_route_of_members_is_asked_for() -> None:
    routes = {route for route, handler in handlers().items() if handler.__module__.startswith("functions.members.")}

    assert {row.route for row in ASKED} | set(ELSEWHERE) == routes


@given(
    grants=st.lists(
        st.tuples(st.sampled_from(GRANTED), st.sampled_from(NEAR) | st.sampled_from(GRANTABLE)), max_size=2
    ),
    home=st.none() | st.integers(0, 3),
    target=st.integers(0, 3),
)
@example(grants=[(Role.SECRETARY, "own township")], home=None, target=0)
@example(grants=[(Role.COUNTY_ADMIN, "county")], home=3, target=2)
@settings(max_examples=examples(4), deadline=None, suppress_health_check=list(HealthCheck))
def test_nobody_reads_outside_of_their_subtree_by_any_route(
    county: County, grants: list[tuple[Role, str]], home: int | None, target: int
) -> None:
    trees, places, kept = county.trees, county.places, county.kept
    granted = [(role, granted_at(trees, places[target], where)) for role, where in grants]
    engine.restore(kept)
    PRINCIPALS.cached.clear()
    at_home = None if home is None else places[home]
    who, branch = (at_home.people["self"], at_home.branch) if at_home else (None, None)
    account("anyone", *granted, member_id=who, branch=branch)

    for row in ASKED:
        status, body = ask(World(trees, names=places[target].names), row, "anyone")

        assert outside(json.dumps(body, ensure_ascii=False), row, county, granted, at_home) == [], row.name
        where = asked_of(row, places[target], trees)
        if where and not at_home and not covered(granted, where):
            assert status == 404, row.name
        if row.writes and status < 300:
            engine.restore(kept)
