"""A first event for each function: the sample file of its trigger, or a request of a stranger."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


def sample(name: str, function: dict[str, Any]) -> Any:
    """`events/<domain>/<module>.json` where the function has a trigger; else a request."""
    _, domain, module, _ = function["Handler"].split(".")
    file = ROOT / "events" / domain / f"{module}.json"
    return json.loads(file.read_text()) if file.exists() else stranger(f"/v1/{domain}/{name}")


def stranger(path: str) -> dict[str, Any]:
    claims = {"sub": "stranger", "token_use": "access"}
    return {
        "version": "2.0",
        "routeKey": f"GET {path}",
        "rawPath": path,
        "rawQueryString": "",
        "queryStringParameters": {},
        "headers": {"content-type": "application/json"},
        "requestContext": {
            "http": {"method": "GET", "path": path, "sourceIp": "192.0.2.1", "protocol": "HTTP/1.1", "userAgent": "b"},
            "stage": "$default",
            "requestId": "r",
            "authorizer": {"jwt": {"claims": claims, "scopes": None}},
        },
        "body": None,
        "isBase64Encoded": False,
    }


def environment(template: dict[str, Any], function: dict[str, Any]) -> dict[str, str]:
    """The function's variables, references replaced by the names they refer to."""
    shared = template["Globals"]["Function"]["Environment"]["Variables"]
    own = function.get("Environment", {}).get("Variables", {})
    return {name: _plain(value) for name, value in (shared | own).items()}


def _plain(value: Any) -> str:
    while isinstance(value, dict | list):
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
    return str(value)
