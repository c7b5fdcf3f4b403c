"""Page and API on one origin: a small server beside the emulator, so that no page needs CORS.

    python -m scripts.local.front start|stop|status [--state DIR] [--port N]

`/v1/…` goes to the deployed API, `/openapi.json` is the document of this checkout, `/docs` reads it, `POST /token`
(`{"user", "password"}`) signs a person in, `/` lists the people in `people.json` of the state directory.
"""

import argparse
import http.client
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from scripts.local import deploy, emulator
from scripts.local.emulator import DEFAULT_STATE, Emulator
from scripts.local.pages import ASSETS, DOCS, asset, index
from scripts.local.people import People
from scripts.local.process import HOST, ROOT, Background, Running

DEFAULT_PORT = 8080
API_SECONDS = 60.0
LARGEST_BODY = 12 * 1024 * 1024
HTML = "text/html; charset=utf-8"
# Between this server and its neighbour only (RFC 9110 7.6.1).
HOP = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "host", "content-length"}


class Front(ThreadingHTTPServer):
    """The server for one deployed stack."""

    daemon_threads = True

    def __init__(self, running: Emulator, outputs: dict[str, str], port: int) -> None:
        super().__init__((HOST, port), Desk)
        self.upstream = running.port
        self.prefix = emulator.api_path(outputs["ApiId"])
        self.people = People(running, outputs)
        self.listed = running.state / "people.json"


class Desk(BaseHTTPRequestHandler):
    """One request."""

    server: Front
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/":
            self._send(200, index(self.server.listed).encode(), HTML)
        elif path == "/docs":
            self._send(200, DOCS.encode(), HTML)
        elif path in ASSETS:
            self._send(200, asset(path), ASSETS[path])
        elif path == "/openapi.json" and (ROOT / "openapi.json").exists():
            self._send(200, (ROOT / "openapi.json").read_bytes(), "application/json")
        else:
            self._pass_on()

    def do_POST(self) -> None:
        if self.path == "/token":
            self._sign_in()
        else:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._is_for_us() and self.path.startswith("/v1/"):
            self._proxy()
        else:
            self.close_connection = True
            self._send_json(404, {"error": "not found"})

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = do_TRACE = _pass_on  # noqa: N815 - the names http.server looks for

    def _is_for_us(self) -> bool:
        """A page elsewhere whose name is made to point here (DNS rebinding) is turned away."""
        return self.headers.get("Host", "").partition(":")[0] in (HOST, "localhost")

    def _proxy(self) -> None:
        upstream = http.client.HTTPConnection(HOST, self.server.upstream, timeout=API_SECONDS)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        try:
            upstream.request(self.command, self.server.prefix + self.path, self._body(), headers)
            answer = upstream.getresponse()
            self._send(answer.status, answer.read(), "", answer.getheaders())
        except (OSError, http.client.HTTPException) as error:
            self._send_json(502, {"error": f"the emulator does not answer: {error}"})
        finally:
            upstream.close()

    def _sign_in(self) -> None:
        try:
            wanted = json.loads(self._body())
            signed = self.server.people.sign_in(wanted["user"], wanted["password"])
        except (ValueError, KeyError, TypeError):
            self._send_json(400, {"error": "a JSON object with user and password is expected"})
        except ClientError as error:
            self._send_json(401, {"error": error.response["Error"]["Message"]})
        else:
            left = int(signed.expires - time.time())
            self._send_json(200, {"accessToken": signed.access, "subject": signed.sub, "expiresIn": left})

    def _body(self) -> bytes:
        return self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY))

    def _send_json(self, status: int, document: Any) -> None:
        self._send(status, json.dumps(document, ensure_ascii=False).encode(), "application/json")

    def _send(self, status: int, body: bytes, content_type: str, headers: list[tuple[str, str]] | None = None) -> None:
        self.send_response_only(status)
        for name, value in headers or [("Content-Type", content_type), ("Cache-Control", "no-cache")]:
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the emulator's log has the requests."""


def start(state: Path = DEFAULT_STATE, port: int = DEFAULT_PORT) -> Running:
    """Start the server for the stack on `state`, or return the one that already runs."""
    process = background(state)
    arguments = ("serve", "--state", str(state.resolve()), "--port", str(port))
    return process.running() or process.start(port, dict(os.environ), *arguments)


def stop(state: Path = DEFAULT_STATE) -> bool:
    """Stop it; False if none ran."""
    return background(state).stop()


def background(state: Path) -> Background:
    """The server as a background process."""
    return Background(state.resolve(), "front", "scripts.local.front", "/docs")


def serve(state: Path, port: int) -> None:
    """Serve until told to end."""
    running = emulator.status(state)
    stack = running and deploy.described(running.client("cloudformation"), deploy.STACK)
    if running is None or not stack:
        sys.exit("no stack runs on this state directory: start the emulator and deploy first")
    Front(running, deploy.outputs(stack), port).serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=["start", "stop", "status", "serve"])
    parser.add_argument("--state", type=Path, default=DEFAULT_STATE)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    chosen = parser.parse_args()
    if chosen.act == "serve":
        serve(chosen.state, chosen.port)
    elif chosen.act == "stop":
        print("stopped" if stop(chosen.state) else "was not running")
    else:
        found = start(chosen.state, chosen.port) if chosen.act == "start" else background(chosen.state).running()
        print(f"http://{HOST}:{found.port} (process {found.pid})" if found else "not running")


if __name__ == "__main__":
    main()
