"""Servers on the loopback interface that stand in for services of somebody else: each says what it answers, no more."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SLOW_SECONDS = 30.0


@dataclass(frozen=True)
class Asked:
    """A POST with JSON in it."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found


@dataclass(frozen=True)
class Said:
    status: int
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class StandIn:
    """`url` is where it answers, while it runs; `stopped` ends whoever is slow on purpose."""

    url: str = field(default="", init=False)
    stopped: threading.Event = field(default_factory=threading.Event, init=False)

    def say(self, asked: Asked) -> Said | None:
        """None hangs up without a word."""
        raise NotImplementedError

    def say_nothing_for_long(self) -> Said | None:
        self.stopped.wait(SLOW_SECONDS)
        return None


def server(stand_in: StandIn, port: int = 0) -> ThreadingHTTPServer:
    """Not yet running."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            said = stand_in.say(Asked(self.path, dict(self.headers), raw))
            if said is None:
                self.close_connection = True
                return
            self.send_response(said.status)
            for name, value in {**said.headers, "Content-Length": str(len(said.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests hold numbers and addresses of people: nothing is logged."""

    httpd = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    stand_in.url = f"http://127.0.0.1:{httpd.server_port}"
    return httpd


@contextmanager
def running(stand_in: StandIn) -> Iterator[str]:
    """Its URL, for as long as the block."""
    httpd = server(stand_in)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield stand_in.url
    finally:
        stand_in.stopped.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def started(stand_in: StandIn) -> str:
    """Its URL, for as long as the process."""
    threading.Thread(target=server(stand_in).serve_forever, daemon=True).start()
    return stand_in.url
