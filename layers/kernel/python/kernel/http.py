"""The front door of every API function: who calls, what was sent, and a problem document for what fails.

A route parses by its types, calls one service function and returns a model:

    app = create_app()

    @app.post("/v1/activities", status_code=201)
    def plan(caller: Caller, body: Annotated[PlanActivity, Body()]) -> ActivityOut:
        return service.plan(caller, body)

    def lambda_handler(event, context):
        return serve(app, event, context)
"""

import base64
import json
import logging
from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.depends import Depends
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.request import Request

from kernel import problems
from kernel.asking import Asking, etag
from kernel.authority import PRINCIPALS
from kernel.errors import (
    DomainError,
    KeyReused,
    Malformed,
    NotFound,
    TooLarge,
    Unauthenticated,
    UnsupportedType,
)
from kernel.grouped import GroupedResolver
from kernel.idempotency import Answer, Replayed, Slot
from kernel.log import log
from kernel.pace import Pace
from kernel.tracebacks import frames, name

LARGEST_BODY = 256 * 1024
LONGEST_KEY = 255
CONFLICTS = (409, 412)
JSON = "application/json"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=63072000",
}

Cursor = Annotated[str | None, Query(description="Where the last page ended", max_length=2048)]
Limit = Annotated[int, Query(description="At most so many", ge=1, le=100)]


def _asking(request: Request) -> Asking:
    event = request.resolved_event
    subject = _subject(event.raw_event)
    return Asking(PRINCIPALS.load(subject), _slot(event.raw_event, subject), event.headers.get("if-match"))


Caller = Annotated[Asking, Depends(_asking)]


def _subject(event: Mapping[str, Any]) -> str:
    """The subject that the gateway's authorizer verified. An id token is no key to the API."""
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    if claims.get("token_use", "access") != "access":
        raise Unauthenticated
    return str(claims.get("sub", ""))


def _slot(event: Mapping[str, Any], subject: str) -> Slot | None:
    key = _headers(event).get("idempotency-key")
    http = event["requestContext"]["http"]
    if key is None or http["method"] == "GET":
        return None
    if not 0 < len(key) <= LONGEST_KEY:
        raise Malformed(field="Idempotency-Key")
    asked = "\n".join(filter(None, (event.get("rawQueryString"), event.get("body"))))
    return Slot.of(subject, f"{http['method']} {event['rawPath']}", key, asked)


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    """The request's headers under their names in lower case."""
    return {name.lower(): value for name, value in event["headers"].items()}


def create_app(*, keeps_answers: bool = True) -> GroupedResolver:
    """A resolver that validates what comes in and answers every domain error with a problem document.

    Where no answer is kept none is looked for either: such a function has no right to.
    """
    app = GroupedResolver(enable_validation=True, serializer=_json, response_validation_error_http_code=500)
    app.keeps_answers = keeps_answers
    answers = _Answers(app)
    app.exception_handler(DomainError)(answers.problem)
    app.exception_handler(Replayed)(answers.replayed)
    app.exception_handler(RequestValidationError)(
        lambda error: answers.problem(problems.from_validation(error.errors()))
    )
    app.exception_handler(RequestUnsupportedContentType)(lambda _: answers.problem(UnsupportedType()))
    app.exception_handler(NotFoundError)(lambda _: answers.problem(NotFound()))
    return app


class _Answers:
    """What a resolver answers instead: a problem, or what it answered when the request came first."""

    def __init__(self, app: GroupedResolver) -> None:
        self._app = app

    def problem(self, error: DomainError) -> Response[str]:
        request = self._app.current_event
        try:
            if self._app.keeps_answers and (answer := _told_before(error, request.raw_event)):
                return self.replayed(answer)
        except KeyReused as reused:
            error = reused
        shape = problems.plain(error, problems.language_of(request.headers.get("accept-language")))
        return Response(error.status, problems.CONTENT_TYPE, shape["body"], headers=shape["headers"])

    def invalid(self, error: RequestValidationError) -> Response[str]:
        return self.problem(problems.from_validation(error.errors()))

    def replayed(self, error: Replayed) -> Response[str]:
        status = self._app.context["_route"].status_code
        headers: dict[str, str | list[str]] = {"Idempotent-Replayed": "true"}
        if isinstance(error.answer, dict) and "version" in error.answer:
            headers["ETag"] = etag(error.answer["version"])
        return Response(status, JSON, _json(error.answer), headers=headers)


def _told_before(error: DomainError, event: Mapping[str, Any]) -> Replayed | None:
    """The kept answer, when a repeated request meets the state that its first sending left behind.

    Raises `KeyReused` if the key came with another body.
    """
    if error.status not in CONFLICTS and not error.repeatable:
        return None
    slot = _slot(event, _subject(event))
    stored = Answer.find(slot.pk) if slot else None
    return Replayed(slot.open(stored)) if slot and stored else None


def serve(app: APIGatewayHttpResolver, event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Resolve one request. The unexpected becomes a bare 500 and a log line that an alarm counts."""
    try:
        answer = _answer(app, event, context)
    except Exception as error:  # noqa: BLE001 - the outermost wrapper: nothing may reach the caller but a bare 500
        log("unexpected", level=logging.ERROR, error=name(error), trace=frames(error))
        answer = problems.plain(DomainError(), "zh")
    answer["headers"] = HEADERS | answer.get("headers", {})
    log("request", route=event.get("routeKey"), status=answer["statusCode"])
    return answer


def _answer(app: APIGatewayHttpResolver, event: dict[str, Any], context: Any) -> dict[str, Any]:
    headers, body = _headers(event), event.get("body")
    try:
        _demand_subject(event)
        _demand_pace(event)
        if body:
            _demand_json(body, headers, encoded=event.get("isBase64Encoded", False))
    except DomainError as error:
        return problems.plain(error, problems.language_of(headers.get("accept-language")))
    if body:
        event = event | {"headers": headers | {"content-type": JSON}}  # the resolver knows it in this spelling alone
    return app.resolve(event, context)


def _demand_subject(event: Mapping[str, Any]) -> None:
    """Raises `Unauthenticated` for a token that the gateway took and that is no key, before anything else is told."""
    if "authorizer" in event["requestContext"] and not _subject(event):
        raise Unauthenticated


def _demand_pace(event: Mapping[str, Any]) -> None:
    """Raises `TooFast`, before anything is read for the caller. Who has no token meets the gateway's limits alone."""
    if subject := _subject(event):
        Pace.stated().demand(subject)


def _demand_json(body: str, headers: Mapping[str, str], *, encoded: bool) -> None:
    """Raises `TooLarge`, `UnsupportedType` or `Malformed`, whatever the route makes of the body."""
    if len(body) > LARGEST_BODY:
        raise TooLarge
    if (headers.get("content-type") or JSON).partition(";")[0].strip().lower() != JSON:
        raise UnsupportedType
    try:
        json.loads(base64.b64decode(body, validate=True).decode() if encoded else body)
    except (ValueError, RecursionError) as error:
        raise Malformed from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
