"""What every operation of the API shares, and what its route function says about it."""

import inspect
import re
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Route

Operation = dict[str, Any]

PUBLIC = {"/v1/health"}
OPEN = "/v1/public/"
"""Below this nobody is asked for a token; what else these routes ask for, they refuse by themselves."""
OF_THE_GATEWAY = {"401", "413", "429", "500", "503"}
"""What the gateway answers too, in its own words, before any function is called."""
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
    "429": "Quota, or too fast; come again after Retry-After",
    "500": "Our fault",
    "503": "Busy; try again",
}
OF_A_BODY = {"413", "415"}
OF_A_WRITE = {"412"}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body again get the first answer for seven days, and nothing is done twice",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the version that is to be changed; 412 if it is no longer that",
    "schema": {"type": "string"},
}
ETAG = {"description": "The version; send it as If-Match", "schema": {"type": "string"}}
REPLAYED = {
    "description": "`true` where this is the kept answer of an earlier request",
    "schema": {"type": "string", "enum": ["true"]},
}


def finish(operation: Operation, route: Route, domain: str, *, keeps_answers: bool) -> Operation:
    """The operation under its domain, with its name, headers, token and problems."""
    keyed = _is_write(route) and keeps_answers
    return operation | {
        "operationId": operation_id(domain, route.func.__name__),
        "summary": summary(route),
        "tags": [domain],
        "parameters": _parameters(operation, route, keyed=keyed),
        "responses": _successes(operation, route, keyed=keyed) | _problems(operation, route),
        "security": [] if is_open(route.openapi_path) else [{"token": []}],
    }


def problem_responses() -> dict[str, Any]:
    """The problem documents, which operations refer to."""
    ours = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
    words = {"type": "object", "properties": {"message": {"type": "string"}}, "required": ["message"]}
    others = {"application/json": {"schema": words}}
    return {
        f"Problem{code}": {"description": text, "content": ours | (others if code in OF_THE_GATEWAY else {})}
        for code, text in PROBLEMS.items()
    }


def is_open(path: str) -> bool:
    """Whether the gateway asks for no token."""
    return path in PUBLIC or path.startswith(OPEN)


def operation_id(domain: str, function: str) -> str:
    """`activities`, `call_roll` → `activitiesCallRoll`; the domain is not said twice."""
    words = [word for word in function.split("_") if word not in (domain, domain.removesuffix("s"))] or ["list"]
    return domain + "".join(word.capitalize() for word in words)


def summary(route: Route) -> str:
    """The first sentence of the route function, else its name as words."""
    said = inspect.getdoc(route.func)
    return said.splitlines()[0].removesuffix(".") if said else route.func.__name__.replace("_", " ").capitalize()


def camel(path: str) -> str:
    """Placeholders as the API spells names: `{activity_id}` → `{activityId}`."""
    return re.sub(r"_([a-z])(?=[^{}]*\})", lambda found: found.group(1).upper(), path)


def is_tagged(route: Route) -> bool:
    """Whether the answer carries an ETag: such a route returns a `Response` of its own making, and no file."""
    returned: Any = route.func.__annotations__["return"]
    return get_origin(returned) is Response and get_args(returned) != (str,)


def _is_write(route: Route) -> bool:
    return route.method != "GET"


def _parameters(operation: Operation, route: Route, *, keyed: bool) -> list[Any]:
    found = [p | {"name": _outside(p)} for p in operation.get("parameters", [])]
    if keyed:
        found.append(IDEMPOTENCY_KEY)
    if _is_write(route) and is_tagged(route) and "{" in route.openapi_path:
        found.append(IF_MATCH)
    return found


def _outside(parameter: Mapping[str, Any]) -> str:
    name: str = parameter["name"]
    return camel(f"{{{name}}}")[1:-1] if parameter["in"] == "path" else name


def _successes(operation: Operation, route: Route, *, keyed: bool) -> dict[str, Any]:
    headers = {"ETag": ETAG} if is_tagged(route) else {}
    if keyed:
        headers["Idempotent-Replayed"] = REPLAYED
    answers = {code: said for code, said in operation["responses"].items() if code.startswith("2")}
    return {code: said | ({"headers": headers} if headers else {}) for code, said in answers.items()}


def _problems(operation: Operation, route: Route) -> dict[str, Any]:
    never: set[str] = set() if "requestBody" in operation else set(OF_A_BODY)
    never |= set() if _is_write(route) else OF_A_WRITE
    if route.openapi_path in PUBLIC:
        never = set(PROBLEMS) - {"500"}
    return {code: {"$ref": f"#/components/responses/Problem{code}"} for code in PROBLEMS if code not in never}
