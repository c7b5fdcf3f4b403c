"""Bad input on every route: a problem with the right status, and nothing half-done.

Each part of a request that would succeed (each element of the path, each value of the query, each field of the body)
is replaced by what no client should send; the rest stays as it was.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.ranking import standing
from kernel.authority import PRINCIPALS
from kernel.table import encode_cursor
from tests.trust import engine
from tests.trust.asking import ask, call
from tests.trust.matrix import ALLOWED, ROWS, Row, cells
from tests.trust.places import World

Kept = Any
REFUSALS = {400, 404, 409, 412, 413, 415, 422, 429}
"""What bad input may be answered with. 401 and 403 are about the caller, 5xx are ours."""
NOBODY = "01KB0000000000000000000000"
TEXTS = ("", "x", "😀", "\ud800", "a\u0000b", "../..", NOBODY, "长" * 20_000)
VALUES: tuple[Any, ...] = (None, True, -1, 10**40, 1.5, [], [None], {"a": {"b": []}}, *TEXTS)
PATHS = ("x", "%00", "..%2F..", "%ED%A0%80", NOBODY, "9" * 2000)
PLACES = ({"sk": ""}, {"at": 1}, {"after": None}, {"from": -1}, {"before": "\ud800"}, {"pk": "x", "sk": {}})
CURSORS = tuple(encode_cursor(place) or "" for place in PLACES)
EVERYWHERE = ("cursor", "limit", "asOf", "unknown")
ON_RECORD = {"POST /v1/me/binding": "whoever tries names and numbers leaves a trace"}
"""Routes whose refusals are on the record, and why."""
BODIES = ("", "{", "[]", "null", "7", '"text"', "[[[]]]", '{"unknown": 1}', "\ufeff{}", "NaN", '{"a": 1e999}')


def spoilt(row: Row) -> Iterator[tuple[str, Row]]:
    """What is bad about it, and the row with it."""
    for name in row.path:
        yield from ((f"path {name} {bad[:9]}", replace(row, path=row.path | {name: bad})) for bad in PATHS)
    for name in (*row.query, *(() if row.writes else EVERYWHERE)):
        for bad in (*TEXTS, *(CURSORS if name == "cursor" else ())):
            yield f"query {name} {bad[:24]!a}", replace(row, query=row.query | {name: bad})
    if row.body is not None:
        yield from ((f"body {text}", replace(row, body=text)) for text in BODIES)
        yield from ((place, replace(row, body=body)) for place, body in _bodies(row.body))


def _bodies(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The body with one of its fields, at any depth, replaced or left out."""
    for field, value in body.items():
        yield f"without {field}", {name: other for name, other in body.items() if name != field}
        yield from ((f"{field} {str(bad)[:9]!a}", body | {field: bad}) for bad in VALUES)
        if isinstance(value, dict):
            yield from ((f"{field}.{place}", body | {field: inner}) for place, inner in _bodies(value))
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from ((f"{field}[].{place}", body | {field: [inner]}) for place, inner in _bodies(value[0]))
            yield f"{field} twice", body | {field: value * 2}
            yield f"{field} many", body | {field: value * 3000}


def who_may(world: World, kept: Kept, row: Row) -> str | None:
    """The first caller who succeeds; afterwards nothing has happened."""
    for cell in cells(row):
        if cell.status == ALLOWED:
            status, _ = ask(world, row, cell.subject)
            engine.restore(kept)
            PRINCIPALS.cached.clear()
            standing.WARM.clear()
            if status // 100 == 2:
                return cell.subject
    raise AssertionError(f"nobody succeeds with {row.name}")


def complaint(answer: dict[str, Any], entries: int) -> str | None:
    """What is wrong with an answer to bad input; a value that is good after all may do what it says."""
    status = answer["statusCode"]
    if status // 100 == 2:
        return None
    if status not in REFUSALS:
        return f"answered with {status}"
    if answer["headers"]["Content-Type"] != "application/problem+json":
        return "no problem document"
    problem = json.loads(answer["body"])
    if not (problem["code"] and problem["status"] == status):
        return "a problem without its code"
    return "refused, but there is an entry in the record" if entries else None


@pytest.mark.parametrize("row", [row for row in ROWS if not row.signed], ids=lambda row: row.name)
def test_every_route_refuses_what_no_client_should_send(row: Row, world: World, arranged: tuple[World, Kept]) -> None:
    kept, found = arranged[1], []
    subject = who_may(world, kept, row)
    for what, bad in spoilt(row):
        before = engine.count("JournalTable")
        answer = call(world, bad, subject)
        said = complaint(answer, 0 if row.route in ON_RECORD else engine.count("JournalTable") - before)
        found += [f"{row.name}, {what}: {said}"] if said else []
        if row.writes and answer["statusCode"] // 100 == 2:
            engine.restore(kept)
            PRINCIPALS.cached.clear()

    assert found == []
