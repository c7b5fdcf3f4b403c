"""The rules of the house for who gets how much, so that one county at many times its peak takes nothing from another.

Nothing on the local cloud throttles; that these limits are stated is seen here, on the template after the SAM
transform, and what is answered to whoever meets the limit of an account in `tests/unit/kernel/test_pace.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from tests.template.house import OPEN_ROUTES, Complaints, Template, named, of_type

OF_THE_ACCOUNT, UNRESERVED = 1000, 100
LONGEST_ANSWER = 0.5
"""Seconds that a warm function works on a request, by a wide margin (its calls: `docs/requests.md`)."""
LOUD = 10.6
"""Requests a second of a county at seven times its peak (`scripts/proofs/overload_counties.py`)."""
SHARE = 0.5
"""Of a function's workers: what one crowd may take of them at most."""


def called_by(template: Template) -> dict[str, str]:
    """Key of a route → the logical id of the function that it leads to."""
    leads = {name: named(i["IntegrationUri"]) or "" for name, _, i in of_type(template, "ApiGatewayV2::Integration")}
    routes = of_type(template, "ApiGatewayV2::Route")
    return {route["RouteKey"]: leads[str(named(route["Target"]))] for _, _, route in routes}


def workers(template: Template) -> dict[str, int]:
    """Logical id of a function → how many of it may run at once."""
    functions = of_type(template, "Lambda::Function")
    return {name: int(function.get("ReservedConcurrentExecutions", 0)) for name, _, function in functions}


def limits(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every route that has limits of its own, and these."""
    for _, _, stage in of_type(template, "ApiGatewayV2::Stage"):
        yield from stage.get("RouteSettings", {}).items()


def open_routes_have_limits_of_their_own(template: Template) -> Complaints:
    """Where no token is asked for, what comes at once leaves half of the function's workers to others."""
    own, called, reserved = dict(limits(template)), called_by(template), workers(template)
    at_once: Counter[str] = Counter()
    for key in filter(OPEN_ROUTES.fullmatch, called):
        limit = own.get(key, {})
        if not limit.get("ThrottlingRateLimit") or not limit.get("ThrottlingBurstLimit"):
            yield f"anybody may flood {key}"
        at_once[called[key]] += limit.get("ThrottlingBurstLimit", 0)
        if limit.get("ThrottlingRateLimit", 0) * LONGEST_ANSWER > reserved[called[key]]:
            yield f"{key} lets in more than {called[key]} answers"
    for function, burst in at_once.items():
        if burst > reserved[function] * SHARE:
            yield f"those without a token take all of {function}"


def limits_are_of_routes_that_are_there(template: Template) -> Complaints:
    """CloudFormation refuses the settings of a route that is not made yet."""
    for name, stage, properties in of_type(template, "ApiGatewayV2::Stage"):
        first = set(stage.get("DependsOn", []))
        made = {r["RouteKey"]: route for route, _, r in of_type(template, "ApiGatewayV2::Route")}
        yield from (f"{name} limits {key} too soon" for key in properties.get("RouteSettings", {})
                    if made.get(key) not in first)  # fmt: skip


def an_account_has_a_pace(template: Template) -> Complaints:
    stated = template["Parameters"].get("AccountRate", {})
    if not 0 < float(stated.get("Default", 0)) < LOUD:
        yield "by itself no account is slowed down"
    for function in sorted(set(called_by(template).values())):
        told = template["Resources"][function]["Properties"]["Environment"]["Variables"]
        if told.get("ACCOUNT_RATE") != {"Ref": "AccountRate"}:
            yield f"{function} knows no pace"


def a_loud_county_leaves_room(template: Template) -> Complaints:
    """Seven times its peak is less than half of what the gateway lets in, and than half of the workers of each function
    that answers members and secretaries on that day."""
    for name, _, stage in of_type(template, "ApiGatewayV2::Stage"):
        if stage.get("DefaultRouteSettings", {}).get("ThrottlingRateLimit", 0) * SHARE < LOUD:
            yield f"{name} lets in one county alone"
    for function in ("ActivitiesApi", "IdentityApi", "PointsApi", "RankingApi", "NoticesApi"):
        if workers(template)[function] * SHARE < LOUD * LONGEST_ANSWER:
            yield f"one county takes all of {function}"


def the_account_has_workers_left(template: Template) -> Complaints:
    if sum(workers(template).values()) > OF_THE_ACCOUNT - UNRESERVED:
        yield "functions reserve more than the account has"
    for name, reserved in workers(template).items():
        if not reserved:
            yield f"{name} takes the workers of others"


RULES: tuple[Callable[[Template], Complaints], ...] = (
    open_routes_have_limits_of_their_own,
    limits_are_of_routes_that_are_there,
    an_account_has_a_pace,
    a_loud_county_leaves_room,
    the_account_has_workers_left,
)
