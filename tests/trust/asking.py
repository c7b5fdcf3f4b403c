"""Calls of any route, of the objects that `places` arranged."""

import importlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

from scripts.openapi_export import apps, routes
from tests.builders import request
from tests.conftest import Context
from tests.trust.matrix import Row
from tests.trust.places import World


@cache
def handlers() -> dict[str, Callable[..., dict[str, Any]]]:
    """Route → the function that answers it, from the resolvers themselves."""
    return {
        f"{route.method} {route.path}": importlib.import_module(module).lambda_handler
        for module, app in apps().items()
        for route in routes(app)
    }


def ask(world: World, row: Row, subject: str | None) -> tuple[int, dict[str, Any]]:
    """Status and body; of a file, nothing of it."""
    told = call(world, row, subject)
    return told["statusCode"], json.loads(told["body"]) if "json" in told["headers"]["Content-Type"] else {}


def call(world: World, row: Row, subject: str | None, **headers: str) -> dict[str, Any]:
    """The answer as the function gives it; a body that is text is sent as it is. `headers` with `_` for `-`."""
    method, path = row.route.split(" ")
    for name, value in row.path.items():
        path = path.replace(f"<{name}>", world.meant(value))
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = {"body": world.meant(row.body), "query": world.meant(row.query), "headers": sent}
    event = request(method, path, subject=subject, **asked)
    return handlers()[row.route](event, Context())
