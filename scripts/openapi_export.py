"""One OpenAPI document for the whole API: made from the code of every API function, merged, committed, compared."""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

ROOT = Path(__file__).parent.parent
FILE = ROOT / "openapi.json"
PUBLIC = {"/v1/health"}
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
PROBLEMS = {
    "400": "Malformed",
    "401": "No token, or not a good one",
    "403": "Visible, but not granted",
    "404": "Missing, or outside the caller's subtree",
    "409": "Wrong state, or changed meanwhile",
    "412": "If-Match names an old version",
    "413": "Too large",
    "415": "Type of content not supported",
    "422": "The content breaks a rule",
    "429": "Quota",
    "500": "Our fault",
    "503": "Busy; try again",
}
KEY = {"name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "maxLength": 255}}


def apps() -> dict[str, APIGatewayHttpResolver]:
    """Every resolver in `functions/*/app.py` and `functions/*/app_*.py`, by module name."""
    paths = sorted([*(ROOT / "functions").glob("*/app.py"), *(ROOT / "functions").glob("*/app_*.py")])
    names = [f"functions.{path.parent.name}.{path.stem}" for path in paths]
    return {name: importlib.import_module(name).app for name in names}


def document() -> dict[str, Any]:
    """The merged document. Raises `ValueError` when two functions claim one operation or disagree on a schema."""
    merged: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "E-Branch", "version": "1", "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "paths": {},
        "components": {
            "schemas": {"Problem": PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }
    for name, app in apps().items():
        part = json.loads(app.get_openapi_json_schema(title=name, version="1"))
        _merge(merged, part, name)
    merged["paths"] = dict(sorted(merged["paths"].items()))
    merged["components"]["schemas"] = dict(sorted(merged["components"]["schemas"].items()))
    return merged


def _merge(merged: dict[str, Any], part: dict[str, Any], name: str) -> None:
    tag = name.split(".")[1]
    for path, operations in part.get("paths", {}).items():
        known = merged["paths"].setdefault(path, {})
        for method, operation in operations.items():
            if method in known:
                raise ValueError(f"{method} {path} belongs to two functions")
            known[method] = _finish(operation, path, method, tag)
    schemas = merged["components"]["schemas"]
    for title, schema in part.get("components", {}).get("schemas", {}).items():
        if title.endswith("ValidationError"):
            continue
        if schemas.setdefault(title, schema) != schema:
            raise ValueError(f"schema {title} means two things; the second stands in {name}")


def _finish(operation: dict[str, Any], path: str, method: str, tag: str) -> dict[str, Any]:
    """What every operation shares: its domain, the token, the key of idempotency, the problems."""
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    answers = {code: said for code, said in operation["responses"].items() if code.startswith("2")}
    answers |= {code: {"description": text, **problem} for code, text in PROBLEMS.items()}
    parameters = operation.get("parameters", [])
    if method != "get":
        parameters = [*parameters, KEY]
    security: list[dict[str, list[str]]] = [] if path in PUBLIC else [{"token": []}]
    return operation | {"tags": [tag], "parameters": parameters, "responses": answers, "security": security}


def main() -> int:
    sys.path[:0] = [str(ROOT), str(ROOT / "layers/kernel/python")]
    os.environ.setdefault("AWS_DEFAULT_REGION", "cn-north-1")
    text = json.dumps(document(), indent=1, ensure_ascii=False) + "\n"
    if "--check" in sys.argv:
        return int(FILE.read_text() != text)
    FILE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
