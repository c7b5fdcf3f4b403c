"""A first event for each function: the sample file of its trigger, or a request that looks its caller up."""

import json
from pathlib import Path
from typing import Any

import msgspec

from kernel.parcel import Packer
from scripts.bench.acts.organisations import branch
from tests.integration.members.people import row

ROOT = Path(__file__).parent.parent.parent
SOMETHING = "01KB0000000000000000000001"
# A route of each domain, or of one of its functions, that asks for its caller and for what it is about: what a first
# request has to load.
ROUTES = {
    "activities": f"/v1/activities/{SOMETHING}",
    "identity": "/v1/me",
    "journal": f"/v1/journal/{SOMETHING}",
    "members": "/v1/me/dossier",
    "notices": "/v1/me/notices",
    "notices.app_contacts": "/v1/me/notices/contacts",
    "organisations": f"/v1/organisations/{SOMETHING}",
    "organisations.app_public": f"/v1/public/centres/{SOMETHING}",
    "points": f"/v1/points/branches/{SOMETHING}",
    "ranking": f"/v1/rankings/{SOMETHING}",
    "rosters": f"/v1/rosters/{SOMETHING}",
}
STUB_KEY = bytes(32)  # what the stub answers where KMS is asked to open a key


def sample(function: dict[str, Any]) -> Any:
    """`events/<domain>/<module>.json` where there is one; else a request."""
    _, domain, module, _ = function["Handler"].split(".")
    file = ROOT / "events" / domain / f"{module}.json"
    if file.exists():
        return openable(domain, json.loads(file.read_text()))
    return stranger(ROUTES.get(f"{domain}.{module}", ROUTES[domain]))


def openable(domain: str, event: dict[str, Any]) -> dict[str, Any]:
    """The parcels of a sample sealed under the stub's key, with a row in them: the committed ones hold nothing."""
    for record in event.get("Records", []):
        message = json.loads(record.get("body", "null"))
        if isinstance(message, dict) and "sealed" in message:
            rows = [msgspec.to_builtins(row(2) if domain == "members" else branch(11))]
            packer = Packer(message["rosterId"], STUB_KEY, message["key"])
            record["body"] = json.dumps(message | {"sealed": packer.pack(message["chunk"], rows)})
    return event


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
    """The function's variables, references replaced by the names they refer to, or the number that a parameter has."""
    shared = template["Globals"]["Function"]["Environment"]["Variables"]
    own = function.get("Environment", {}).get("Variables", {})
    numbers = {name: str(p["Default"]) for name, p in template["Parameters"].items() if p["Type"] == "Number"}
    named = {name: _plain(value) for name, value in (shared | own).items()}
    return {name: numbers.get(value, value) for name, value in named.items()}


def _plain(value: Any) -> str:
    while isinstance(value, dict | list):
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
    return str(value)
