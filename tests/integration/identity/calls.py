"""Calls of the front door that several tests make."""

from typing import Any

from functions.identity.app import lambda_handler
from kernel.authority import Role
from tests.builders import answer, request


def call(context: Any, method: str, path: str, **more: Any) -> tuple[int, Any]:
    return answer(lambda_handler(request(method, path, **more), context))


def give(context: Any, by: str | None, to: str, role: Role, where: str, **more: Any) -> tuple[int, Any]:
    body = {"subject": to, "role": role, "organisationId": where}
    return call(context, "POST", "/v1/grants", subject=by, body=body, **more)
