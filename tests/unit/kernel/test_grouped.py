"""Routes that are loaded when a path of theirs is first asked for."""

import subprocess
import sys
from typing import Any

import pytest

from functions.activities.app import GROUPS
from kernel.grouped import GroupedResolver
from scripts.openapi_export import apps, routes
from tests.conftest import Context
from tests.template_reader import ROOT

STARTED = """
import sys
from functions.activities import app
print(*(name for name in sys.modules if name.endswith("routes")))
"""


def answered(app: GroupedResolver, path: str) -> int:
    event: dict[str, Any] = {
        "version": "2.0",
        "rawPath": path,
        "headers": {},
        "requestContext": {"http": {"method": "GET", "path": path}, "stage": "$default"},
    }
    return int(app.resolve(event, Context())["statusCode"])


@pytest.fixture
def app(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> GroupedResolver:
    """Two groups, one of which cannot be loaded; the step `both` is in either."""
    package = tmp_path / "some_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "good.py").write_text("def add_to(app):\n    app.get('/v1/good/<name>')(lambda name: name)\n")
    (package / "bad.py").write_text("raise RuntimeError\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    made = GroupedResolver()
    made.group("some_package", {"good": ["good"], "bad": ["bad"]})
    return made


def test_a_group_is_there_for_the_first_request_and_is_loaded_once(app: GroupedResolver) -> None:
    before = len(routes(app))

    told = [answered(app, "/v1/good/one"), answered(app, "/v1/good/two"), answered(app, "/v1/other")]

    assert (before, told, len(routes(app))) == (0, [200, 200, 404], 1)


def test_a_group_that_cannot_be_loaded_is_tried_again_and_not_forgotten(app: GroupedResolver) -> None:
    for _ in range(2):
        with pytest.raises(RuntimeError):
            answered(app, "/v1/bad")


def test_every_route_of_organisation_life_is_loaded_by_a_step_of_its_path() -> None:
    for route in routes(apps()["functions.activities.app"]):
        module = str(route.func.__module__).removeprefix("functions.activities.")
        steps = GROUPS.get(module, [])
        assert module == "app" or set(steps) & set(route.openapi_path.split("/")), f"{route.openapi_path}: {module}"


def test_organisation_life_starts_without_the_routes_that_few_need() -> None:
    done = subprocess.run(  # noqa: S603 - this interpreter and a text of ours
        [sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True, env=environment()
    )

    assert done.stdout.split() == []


def environment() -> dict[str, str]:
    return {"PYTHONPATH": f"{ROOT}:{ROOT / 'layers/kernel/python'}", "AWS_DEFAULT_REGION": "cn-north-1"}
