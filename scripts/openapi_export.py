"""One OpenAPI document for the whole API: made from the code of every API function, merged, committed, compared."""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import Route

from kernel.grouped import GroupedResolver
from scripts.openapi_operations import camel, finish, problem_responses

ROOT = Path(__file__).parent.parent
FILE = ROOT / "openapi.json"
DESCRIPTION = """The cloud behind grassroots Party-branch work.

Every answer that is not a success is a problem document (`application/problem+json`) with a stable `code`. Writes take
an `Idempotency-Key`; what can be edited carries an `ETag` and takes `If-Match`. Lists are paged by `cursor`.
"""
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "A sentence in the caller's language (Accept-Language: zh-CN, en)"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; for programs"},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "code": {"type": "string"}},
            },
        },
    },
}
TOKEN = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "An access token of the issuer"}


def apps() -> dict[str, GroupedResolver]:
    """Every resolver in `functions/*/app.py` and `functions/*/app_*.py`, by module name."""
    paths = sorted([*(ROOT / "functions").glob("*/app.py"), *(ROOT / "functions").glob("*/app_*.py")])
    names = [f"functions.{path.parent.name}.{path.stem}" for path in paths]
    found = {name: importlib.import_module(name).app for name in names}
    for app in found.values():
        app.load_all()
    return found


def routes(app: GroupedResolver) -> list[Route]:
    """Every route of a resolver; Powertools keeps them under two private names."""
    return [*app._static_routes, *app._dynamic_routes]


def document() -> dict[str, Any]:
    """The merged document. Raises `ValueError` where two functions claim one operation, its name, or a schema's."""
    merged: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "E-Branch", "version": "1", "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "paths": {},
        "components": {
            "schemas": {"ProblemDocument": PROBLEM},
            "responses": problem_responses(),
            "securitySchemes": {"token": TOKEN},
        },
    }
    for name, app in apps().items():
        _merge(merged, app, name)
    merged["paths"] = dict(sorted(merged["paths"].items()))
    merged["components"]["schemas"] = dict(sorted(merged["components"]["schemas"].items()))
    _require_distinct_names(merged)
    return merged


def _merge(merged: dict[str, Any], app: GroupedResolver, name: str) -> None:
    part = json.loads(app.get_openapi_json_schema(title=name, version="1"))
    for route in routes(app):
        path, method = route.openapi_path, route.method.lower()
        known = merged["paths"].setdefault(camel(path), {})
        if method in known:
            raise ValueError(f"{method} {path} belongs to two functions")
        known[method] = finish(part["paths"][path][method], route, name.split(".")[1], keeps_answers=app.keeps_answers)
    schemas = merged["components"]["schemas"]
    for title, schema in part.get("components", {}).get("schemas", {}).items():
        if title.endswith("ValidationError"):
            continue
        if schemas.setdefault(title, _mended(schema)) != schema:
            raise ValueError(f"schema {title} means two things; the second stands in {name}")


def _mended(schema: dict[str, Any]) -> dict[str, Any]:
    """Without a default that stands for "not sent": the property's own rule would refuse it from a caller."""
    for told in schema.get("properties", {}).values():
        if told.get("default") == "" and told.get("minLength"):
            del told["default"]
    return schema


def _require_distinct_names(merged: dict[str, Any]) -> None:
    names = [operation["operationId"] for operations in merged["paths"].values() for operation in operations.values()]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"operations share a name: {twice}")


def text() -> str:
    """The document as it is committed."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    sys.path[:0] = [str(ROOT), str(ROOT / "layers/kernel/python")]
    os.environ.setdefault("AWS_DEFAULT_REGION", "cn-north-1")
    if "--check" in sys.argv:
        return int(FILE.read_text() != text())
    FILE.write_text(text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
