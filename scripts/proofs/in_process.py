"""The API in one process, on an account in memory with everything arranged that the trust matrix asks for.

    with served("secretary@OWN@BRANCH") as (url, names): ...

A bearer token is a subject's name. What the gateway does to a request is done as it does it; one request at a time.
"""

import json
import logging
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from moto import mock_aws

from kernel import aws
from kernel.clock import now
from scripts.local.process import HOST, free_port
from tests import cloud, swift
from tests.conftest import Context
from tests.template.house import OPEN_ROUTES
from tests.template_reader import environment, resources
from tests.trust.asking import handlers
from tests.trust.places import arrange

REFUSED = {"message": "Unauthorized"}
UNKNOWN = {"message": "Not Found"}
ONE_AT_A_TIME = threading.Lock()
"""What is in memory is not made for threads."""
JSON = {"Content-Type": "application/json"}


def doors() -> list[tuple[re.Pattern[str], str]]:
    """Every route as a pattern over method and path; one that spells out more comes first."""
    routes = sorted(handlers(), key=lambda route: (route.count("<"), route))
    return [(re.compile(re.sub(r"<\w+>", "[^/]+", route)), route) for route in routes]


class Desk(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    known: list[tuple[re.Pattern[str], str]]
    signed_in: tuple[str, ...] = ()

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        parts = urlsplit(self.path)
        route = next((name for door, name in self.known if door.fullmatch(f"{self.command} {parts.path}")), None)
        subject = self._subject()
        if not parts.path.startswith("/v1/") or route is None:
            self._send(404, UNKNOWN, JSON)
        elif subject is None and not OPEN_ROUTES.fullmatch(route.replace("<", "{").replace(">", "}")):
            self._send(401, REFUSED, JSON)
        else:
            with ONE_AT_A_TIME:
                told = handlers()[route](self._event(route, subject, parts, body), Context())
            self._send(told["statusCode"], told.get("body", ""), told["headers"])

    def __getattr__(self, name: str) -> Any:
        """Whatever method is asked for, it is answered here."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def _subject(self) -> str | None:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        return token if scheme.lower() == "bearer" and token in self.signed_in else None

    def _event(self, route: str, subject: str | None, parts: Any, body: bytes) -> dict[str, Any]:
        context: dict[str, Any] = {
            "http": {"method": self.command, "path": parts.path, "sourceIp": HOST, "userAgent": "fuzz"},
            "stage": "$default",
            "requestId": "request",
            "timeEpoch": int(now().timestamp() * 1000),
        }
        if subject is not None:
            claims = {"sub": subject, "token_use": "access", "client_id": "pages"}
            context["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
        return {
            "version": "2.0",
            "routeKey": route,
            "rawPath": unquote(parts.path),
            "rawQueryString": parts.query,
            "queryStringParameters": dict(parse_qsl(parts.query, keep_blank_values=True)),
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "requestContext": context,
            "body": body.decode("utf-8", "replace") if body else None,
            "isBase64Encoded": False,
        }

    def _send(self, status: int, body: Any, headers: dict[str, str]) -> None:
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value if isinstance(value, str) else ", ".join(value))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def served(*subjects: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The URL, for as long as the block lasts, and the ids of what is there; these subjects' names are tokens."""
    swift.hasten()
    with mock_aws():
        aws.forget()
        cloud.build()
        logical = resources("AWS::S3::Bucket")
        os.environ.update({n: cloud.bucket_name(v) for n, v in environment().items() if v in logical})
        names = arrange().names
        Desk.known, Desk.signed_in = doors(), subjects
        server = ThreadingHTTPServer((HOST, free_port()), Desk)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        logging.disable(logging.INFO)
        yield f"http://{HOST}:{server.server_port}", names
        logging.disable(logging.NOTSET)
        server.shutdown()
        server.server_close()
    aws.forget()
