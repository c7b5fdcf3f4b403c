"""What the code says of itself: its routes, the events that each domain publishes, and those that a module handles."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kernel.events import PUBLISHED
from scripts.openapi_export import apps, routes

ROOT = Path(__file__).parents[2]
DOMAINS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/__init__.py"))


class CodeRoute(NamedTuple):
    method: str
    path: str
    module: str

    @property
    def domain(self) -> str:
        return self.module.split(".")[1]


def code_routes() -> list[CodeRoute]:
    """Every route of every API function, with its placeholders emptied: `GET /v1/members/{}`."""
    return [
        CodeRoute(route.method, plain(route.openapi_path), module)
        for module, app in apps().items()
        for route in routes(app)
    ]


def plain(path: str) -> str:
    """A path without the names of its placeholders and without a query."""
    return re.sub(r"\{[^}]*\}", "{}", path.partition("?")[0]).rstrip("/")


@cache
def publishers() -> dict[str, set[str]]:
    """Event → the domains that make one."""
    found: dict[str, set[str]] = {event: set() for event in PUBLISHED}
    for domain in DOMAINS:
        for called in _calls((ROOT / "functions" / domain).rglob("*.py")):
            if called in found:
                found[called].add(domain)
    return found


def _calls(files: Iterator[Path]) -> Iterator[str]:
    """The names that are called as `Name(…)` or `module.Name(…)`."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def handled(module: str) -> set[str]:
    """The events that a trigger's module knows: those that it imports from the page of events."""
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text())
    imported = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "kernel.events")
    return {alias.name for node in imported for alias in node.names} & PUBLISHED.keys()
