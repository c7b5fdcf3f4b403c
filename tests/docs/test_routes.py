"""The gateway leads every request to the function that knows it: each route has one owner, and no owner is idle."""

import pytest

from tests.docs.code import CodeRoute, code_routes
from tests.docs.declared import TemplateRoute, owners, template_routes


def name(route: CodeRoute | TemplateRoute) -> str:
    return f"{route.method} {route.path}"


@pytest.mark.parametrize("route", code_routes(), ids=name)
def test_every_route_of_the_code_is_led_to_its_function(route: CodeRoute) -> None:
    assert [owner.module for owner in owners(route.method, route.path)] == [route.module]


@pytest.mark.parametrize("route", template_routes(), ids=name)
def test_every_route_of_the_template_is_of_use(route: TemplateRoute) -> None:
    led = [code for code in code_routes() if owners(code.method, code.path) == [route]]

    assert led, f"no route of the code comes in by {name(route)}"


def test_no_two_functions_have_the_same_route() -> None:
    keys = [(route.method, route.path) for route in code_routes()]

    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_a_whole_path_is_preferred_to_a_greedy_one_and_the_own_method_to_any() -> None:
    greedy = TemplateRoute("ANY", "/v1/things/{proxy+}", "all")
    one = TemplateRoute("ANY", "/v1/things/{id}", "one")
    special = TemplateRoute("ANY", "/v1/things/special", "special")
    get = TemplateRoute("GET", "/v1/things/special", "get")

    taking = [route for route in (greedy, one, special, get) if route.takes("GET", "/v1/things/special")]

    assert [route.module for route in sorted(taking, key=TemplateRoute.rank)] == ["all", "one", "special", "get"]
    assert not greedy.takes("GET", "/v1/things")
    assert not one.takes("GET", "/v1/things/x/below")
    assert not get.takes("POST", "/v1/things/special")
