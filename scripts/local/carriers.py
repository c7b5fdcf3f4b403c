"""A stand-in for carriers over HTTP: WeChat's template messages and a county's own service; keeps what it was sent.

python -m scripts.local.carriers PORT      prints each message's place and size, never its text
"""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Fault = Literal["", "away", "refuse", "garble", "slow", "stale token"]
SLOW_SECONDS = 30.0
TOKEN_PATH, WECHAT_PATH = "/cgi-bin/stable_token", "/cgi-bin/message/template/send"


@dataclass(frozen=True)
class Sent:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    raw: bytes


@dataclass
class Carriers:
    """`sent` are messages in the order in which they came; `tokens` counts how often one was asked for."""

    fault: Fault = ""
    sent: list[Sent] = field(default_factory=list)
    tokens: int = 0
    url: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if path.startswith(TOKEN_PATH):
            self.tokens += 1
            return {"access_token": f"token-{self.tokens}", "expires_in": 7200}
        if path.startswith(WECHAT_PATH):
            if self.fault == "stale token":
                self.fault = ""
                return {"errcode": 40001, "errmsg": "invalid credential"}
            code = 40003 if self.fault == "refuse" else 0
            return {"errcode": code, "errmsg": "", "msgid": len(self.sent)}
        return {"taken": body.get("key")}


def server(carriers: Carriers, port: int = 0) -> ThreadingHTTPServer:
    """A server on the loopback interface alone; not yet running."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            body: dict[str, Any] = json.loads(raw)
            if carriers.fault == "slow" and not self.path.startswith(TOKEN_PATH):
                carriers.stopped.wait(SLOW_SECONDS)
                return
            if carriers.fault == "away":
                self._answer(503, b"{}")
                return
            if not self.path.startswith(TOKEN_PATH):
                carriers.sent.append(Sent(self.path, dict(self.headers), body, raw))
            refused = carriers.fault == "refuse" and not self.path.startswith("/cgi-bin/")
            said = json.dumps(carriers.answer(self.path, body)).encode()
            self._answer(422 if refused else 200, b"no json" if carriers.fault == "garble" else said)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests hold addresses: nothing is logged."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


@contextmanager
def running(carriers: Carriers) -> Iterator[str]:
    """The root URL of a server that runs as long as the block (tests)."""
    httpd = server(carriers)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    carriers.url = f"http://127.0.0.1:{httpd.server_port}"
    try:
        yield carriers.url
    finally:
        carriers.stopped.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def main() -> None:
    print(f"carriers on 127.0.0.1:{sys.argv[1]}")
    server(Carriers(), int(sys.argv[1])).serve_forever()


if __name__ == "__main__":
    main()
