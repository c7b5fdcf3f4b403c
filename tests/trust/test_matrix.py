"""Every route, asked by everybody from everywhere: who may is answered, who may not learns nothing."""

import re
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from kernel import authority
from kernel.authority import ACTIONS, PRINCIPALS, Grant, Principal, Role, Rule, Scope
from tests.trust import engine
from tests.trust.asking import ask, handlers
from tests.trust.figures import figure
from tests.trust.matrix import ALLOWED, PAGES, ROWS, Cell, Row, cells
from tests.trust.places import World
from tests.trust.trees import Level, Relation, caller

Kept = Any
STATES = (409, 412, 422)
"""What a write that is allowed may answer beside a success: the object is not in the right state for it."""
CODES = {401: "unauthenticated", 403: "forbidden", 404: "not_found"}


def complaint(row: Row, cell: Cell, status: int, body: dict[str, Any], entries: int) -> str | None:
    """What is wrong with an answer; None if it is as the table says."""
    where = f"{row.name} by {cell.subject}: {status}"
    if cell.status != ALLOWED:
        as_it_should = status == cell.status and body["code"] == CODES[status] and "fields" not in body
        return None if as_it_should else f"{where} {body.get('code')} instead of {cell.status}"
    if status // 100 != 2 and not (row.writes and status in STATES):
        return f"{where} {body.get('code')} instead of a success"
    if row.writes and status // 100 == 2 and not entries:
        return f"{where}, but no entry in the record"
    return None


def entries() -> int:
    return engine.count("JournalTable")


def walk(world: World, kept: Kept, row: Row) -> tuple[list[str], int]:
    """Every cell of a row: the complaints, and how many successes there were."""
    complaints, successes = [], 0
    for cell in cells(row):
        before = entries()
        status, body = ask(world, row, cell.subject)
        said = complaint(row, cell, status, body, entries() - before)
        complaints += [said] if said else []
        if status // 100 == 2:
            successes += 1
            if row.writes:
                engine.restore(kept)
    return complaints, successes


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {row.route for row in ROWS} == set(handlers())


def test_every_row_stands_on_a_page_of_its_domain() -> None:
    on_page = [(domain, row) for domain, pages in PAGES.items() for page in pages for row in page.ROWS]

    answered = {row.name: handlers()[row.route].__module__ for _, row in on_page}
    assert [row.name for domain, row in on_page if not answered[row.name].startswith(f"functions.{domain}.")] == []


def test_a_route_without_a_row_is_named() -> None:
    with_one_more = set(handlers()) | {"GET /v1/secrets"}

    assert with_one_more - {row.route for row in ROWS} == {"GET /v1/secrets"}


def test_no_row_stands_twice() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_rows_fill_every_place_of_their_paths() -> None:
    assert [row.name for row in ROWS if set(re.findall(r"<(\w+)>", row.route)) != set(row.path)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_caller_is_answered_as_the_table_says(row: Row, world: World, arranged: tuple[World, Kept]) -> None:
    complaints, successes = walk(world, arranged[1], row)

    figure("matrix_requests", sum(1 for _ in cells(row)))
    assert complaints == []
    assert successes > 0 or row.signed, "nobody succeeded: the arrangement does not carry this route"


def test_the_submitter_never_approves(world: World) -> None:
    row = next(row for row in ROWS if row.name.endswith("/reviews first"))

    own = Row(row.route, path={"activity_id": "$own"}, body=row.body)

    assert ask(world, own, "submitter")[0] == 403
    assert ask(world, own, caller(Role.REVIEWER, Relation.PARENT, Level.BRANCH))[0] == 201


def test_what_is_out_of_sight_looks_like_what_does_not_exist(world: World) -> None:
    row = next(row for row in ROWS if row.route == "GET /v1/members/<member_id>")
    stranger = caller(Role.SECRETARY, Relation.SIBLING, Level.BRANCH)

    missing = Row(row.route, path={"member_id": "01KB0000000000000000000000"})

    assert ask(world, row, stranger) == ask(world, missing, stranger)


def test_the_matrix_is_large_enough() -> None:
    assert sum(1 for row in ROWS for _ in cells(row)) >= 1700


def found_with(world: World, kept: Kept, action: str, rule: Rule, route: str) -> list[str]:
    """What the matrix says while one rule of the product is wrong."""
    row = next(row for row in ROWS if row.route == route)
    with mock.patch.dict(ACTIONS, {action: rule}):
        return walk(world, kept, row)[0]


def test_a_role_too_many_is_caught(world: World, arranged: tuple[World, Kept]) -> None:
    wrong = Rule((*ACTIONS["members.correct"].allow, (Role.SYSTEM, Scope.SUBTREE)))

    said = found_with(world, arranged[1], "members.correct", wrong, "PATCH /v1/members/<member_id>")

    assert len(said) == 3
    assert all("by system@" in line for line in said)


def test_a_scope_too_wide_is_caught(world: World, arranged: tuple[World, Kept]) -> None:
    wrong = Rule((*ACTIONS["members.read"].allow, (Role.MEMBER, Scope.OWN_BRANCH)))

    said = found_with(world, arranged[1], "members.read", wrong, "GET /v1/members/<member_id>")

    assert said == ["GET /v1/members/<member_id> by member@COLLEAGUE: 200 None instead of 403"]


@pytest.mark.parametrize(
    ("wrong", "caught"),
    [
        (lambda organisation_id, path: path.endswith(f"/{organisation_id}/"), "PARENT"),  # no subtree any more
        (lambda *_: True, "OTHER_COUNTY"),
    ],
    ids=["no subtree", "everything"],
)
def test_a_path_wrongly_covered_is_caught(
    wrong: Callable[[str, str], bool], caught: str, world: World, arranged: tuple[World, Kept]
) -> None:
    row = next(row for row in ROWS if row.route == "GET /v1/points/branches/<branch_id>")

    with mock.patch("kernel.authority.covers", wrong):
        said = walk(world, arranged[1], row)[0]

    assert any(f"@{caught}@" in line for line in said)


def prefix_passes(organisation_id: str, path: str) -> bool:
    return f"/{organisation_id}" in path


def test_a_sibling_whose_id_is_a_prefix_would_be_caught(world: World, arranged: tuple[World, Kept]) -> None:
    row = next(row for row in ROWS if row.route == "GET /v1/members")

    with mock.patch("kernel.authority.covers", prefix_passes):
        said = walk(world, arranged[1], row)[0]

    assert any("secretary@PREFIX@BRANCH: 200" in line for line in said)


def test_a_grant_that_outlives_its_revocation_is_caught(world: World, arranged: tuple[World, Kept]) -> None:
    subject = caller(Role.SECRETARY, Relation.REVOKED, Level.BRANCH)
    kept_alive = Principal(subject, grants=(Grant(Role.SECRETARY, world.trees.branch.id),))
    PRINCIPALS.cached[subject] = authority._Cached(kept_alive, float("inf"))
    row = next(row for row in ROWS if row.route == "GET /v1/members")

    said = walk(world, arranged[1], row)[0]

    assert said == [f"GET /v1/members by {subject}: 200 None instead of 404"]


def test_a_write_without_an_entry_is_caught() -> None:
    row = next(row for row in ROWS if row.route == "PUT /v1/points/rules")

    said = complaint(row, Cell("somebody", ALLOWED), 200, {}, entries=0)

    assert said is not None
    assert said.endswith("no entry in the record")
