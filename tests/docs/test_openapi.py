"""openapi.json is what the code says, and says it well."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from scripts.openapi_export import FILE, document, text
from tests.docs.code import code_routes, plain
from tests.template.house import OPEN_ROUTES


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return document()


def operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def empty_descriptions(value: Any, at: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("description") == "":
            yield at
        for key, inner in value.items():
            yield from empty_descriptions(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from empty_descriptions(inner, f"{at}/{number}")


def test_the_committed_document_is_what_the_code_says() -> None:
    assert FILE.exists(), "run scripts/openapi"
    assert FILE.read_text() == text(), "run scripts/openapi"


def test_the_document_is_openapi_3_1(made: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(made).iter_errors()] == []


def test_every_route_of_the_code_is_in_it_and_nothing_else(made: dict[str, Any]) -> None:
    described = {(method, plain(path)) for method, path, _ in operations(made)}

    assert described == {(route.method, route.path) for route in code_routes()}


def test_names_are_distinct_and_can_be_read(made: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(made)]

    assert len(names) == len(set(names))
    assert [name for name in names if not name.isalpha() or not name[0].islower()] == []


def test_every_operation_says_what_it_does(made: dict[str, Any]) -> None:
    silent = [
        f"{method} {path}"
        for method, path, operation in operations(made)
        if len(operation.get("summary", "").split()) < 2 or "/v1/" in operation["summary"]
    ]

    assert silent == [], "the route's function needs a docstring"


def test_no_description_is_empty(made: dict[str, Any]) -> None:
    assert list(empty_descriptions(made)) == []


def patterns(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (inner for key, inner in value.items() if key == "pattern" and isinstance(inner, str))
        for inner in value.values():
            yield from patterns(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from patterns(inner)


def test_digits_and_letters_are_spelled_out(made: dict[str, Any]) -> None:
    """`\\d` and `\\w` take those of every script; a full-width digit is in no key and in no date."""
    assert sorted({pattern for pattern in patterns(made) if re.search(r"\\[dw]", pattern)}) == []


def test_open_is_what_the_gateway_asks_no_token_for(made: dict[str, Any]) -> None:
    every = {f"{method} {path}": operation for method, path, operation in operations(made)}
    opened = {name for name, operation in every.items() if operation["security"] == []}

    assert opened == {name for name in every if OPEN_ROUTES.fullmatch(name)}
    assert "GET /v1/health" in opened


def test_headers_are_where_they_are_used(made: dict[str, Any]) -> None:
    taken = {
        header: {o["operationId"] for _, _, o in operations(made) for p in o["parameters"] if p["name"] == header}
        for header in ("If-Match", "Idempotency-Key")
    }
    tagged = {o["operationId"] for _, _, o in operations(made) if "ETag" in json.dumps(o["responses"])}

    assert taken["If-Match"] <= tagged
    assert {"membersCorrect", "organisationsChange", "identitySwitch"} <= taken["If-Match"]
    assert "membersReveal" not in taken["Idempotency-Key"]
    assert "membersList" not in taken["Idempotency-Key"]
