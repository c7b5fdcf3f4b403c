from typing import Any

import pytest

from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import new_id
from kernel.record import UNPLACED, Entry, Head
from tests import builders
from tests.builders import Tree, account
from tests.integration.journal.acts import act, get, receipt, seal
from tests.trust.faults import sends


def entries(where: Organisation, **query: Any) -> tuple[int, Any]:
    return get(f"/v1/journal/{where.id}", **query)


def seqs(body: Any) -> list[int]:
    return [item["record"]["seq"] for item in body["items"]]


def test_the_entries_of_an_organisation_come_newest_first_as_they_were_written(tree: Tree) -> None:
    act(tree.branch.id, events=3)

    status, body = entries(tree.branch)

    rows = list(Entry.query(Entry.partition(tree.branch.id, int(Head.demand(tree.branch.id).in_year))))
    assert status == 200
    assert body == {
        "items": [{"record": row.content(), "digest": row.digest} for row in reversed(rows)],
        "asOf": body["asOf"],
        "next": None,
    }


@pytest.mark.parametrize(("order", "expected"), [("newest", [[5, 4], [3, 2], [1]]), ("oldest", [[1, 2], [3, 4], [5]])])
def test_pages_go_on_where_the_last_one_ended(tree: Tree, order: str, expected: list[list[int]]) -> None:
    act(tree.branch.id, events=5)

    pages: list[list[int]] = []
    cursor: dict[str, Any] = {}
    for _ in expected:
        _, body = entries(tree.branch, limit=2, order=order, **cursor)
        pages.append(seqs(body))
        cursor = {"cursor": body["next"]}

    assert pages == expected
    assert cursor == {"cursor": None}


def test_another_year_is_another_page(tree: Tree) -> None:
    act(tree.branch.id)

    assert entries(tree.branch, year=2020)[1]["items"] == []


@pytest.mark.parametrize("cursor", ["%%%", "e30", "eyJzZXEiOiJ4In0", "eyJzZXEiOjB9", "WzFd"])
def test_a_cursor_that_we_did_not_make_is_refused(tree: Tree, cursor: str) -> None:
    status, body = entries(tree.branch, cursor=cursor)

    assert (status, body["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    ("query", "field"),
    [({"limit": 101}, "limit"), ({"limit": 0}, "limit"), ({"order": "up"}, "order"), ({"year": 1}, "year")],
)
def test_queries_out_of_range_are_refused(tree: Tree, query: dict[str, Any], field: str) -> None:
    status, body = entries(tree.branch, **query)

    assert (status, body["code"]) == (422, "invalid")
    assert [f["field"] for f in body["fields"]] == [f"query.{field}"]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (None, 401),
        ("auditor", 200),
        ("secretary", 200),
        ("reviewer", 403),
        ("member", 403),
        ("neighbour", 404),
        ("nobody", 404),
        ("stranger", 404),
    ],
)
def test_who_may_read_a_chain(tree: Tree, subject: str | None, expected: int) -> None:
    assert get(f"/v1/journal/{tree.branch.id}", subject)[0] == expected


@pytest.mark.parametrize(
    ("role", "place", "expected"),
    [
        (Role.AUDITOR, "county", 200),
        (Role.SECURITY, "county", 200),
        (Role.AUDITOR, "township", 404),
        (Role.COUNTY_ADMIN, "county", 404),
    ],
)
def test_acts_that_belong_to_no_organisation_are_shown_to_those_who_watch_the_root(
    tree: Tree, role: Role, place: str, expected: int
) -> None:
    ids = act(UNPLACED, events=2)
    account("watching", (role, getattr(tree, place)))

    status, body = get("/v1/journal/unplaced", "watching")

    assert status == expected
    shown = [item["record"]["id"] for item in body.get("items", [])]
    assert shown == (ids[::-1] if expected == 200 else [])


def test_acts_that_belong_to_no_organisation_come_in_pages(tree: Tree) -> None:
    act(UNPLACED, events=3)

    first = get("/v1/journal/unplaced", order="oldest", limit=2)[1]
    rest = get("/v1/journal/unplaced", order="oldest", limit=2, cursor=first["next"])[1]

    assert (seqs(first), seqs(rest), rest["next"]) == ([1, 2], [3], None)
    assert get("/v1/journal/unplaced", year=2024)[1]["items"] == []


@pytest.mark.parametrize(
    ("subject", "expected"),
    [(None, 401), ("auditor", 200), ("secretary", 200), ("member", 200), ("reviewer", 403), ("neighbour", 404)],
)
def test_who_may_have_a_receipt(tree: Tree, subject: str | None, expected: int) -> None:
    (event_id,) = act(tree.branch.id)

    assert receipt(event_id, subject)[0] == expected


def test_what_does_not_exist_is_not_found(tree: Tree) -> None:
    stray = act(new_id())[0]

    assert get(f"/v1/journal/{new_id()}")[0] == 404
    assert receipt(new_id())[0] == 404
    assert receipt(stray)[0] == 404
    assert get("/v1/journal/entries/x")[0] == 404
    assert get("/v1/journal/no-id")[0] == 422


def test_calls_of_the_routes(tree: Tree) -> None:
    (event_id,) = act(tree.branch.id)
    seal()
    entries(tree.branch)

    with sends() as list_calls:
        entries(tree.branch)
    with sends() as receipt_from_above:
        receipt(event_id)
    receipt(event_id, "member")
    with sends() as own_receipt:
        receipt(event_id, "member")

    assert list_calls.seen == ["BatchGetItem", "Query"]
    assert receipt_from_above.seen == ["GetItem", "BatchGetItem", "Query", "GetObject", "Query"]
    assert own_receipt.seen == ["GetItem", "Query", "GetObject", "Query"]


def test_recorded_reads_a_chain_as_the_route_does(tree: Tree) -> None:
    act(tree.branch.id, events=2)

    assert [item["record"] for item in entries(tree.branch, order="oldest")[1]["items"]] == list(
        builders.recorded(tree.branch.id)
    )
