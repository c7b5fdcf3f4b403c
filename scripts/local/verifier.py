"""A stand-in for the external verifier of identities: knows the people it is told, and can be told to fail.

python -m scripts.local.verifier PORT [FILE]      FILE: lines of `ID number,name`; everybody else is UNKNOWN
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

Fault = Literal["", "refuse", "garble", "hang up", "slow", "redirect"]
SLOW_SECONDS = 30.0


@dataclass
class Verifier:
    """`people`: ID number → name. `asked` counts the questions, `tokens` holds what callers showed."""

    people: dict[str, str] = field(default_factory=dict)
    fault: Fault = ""
    asked: int = 0
    tokens: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def verdict(self, name: str, id_number: str) -> str:
        known = self.people.get(id_number)
        return "UNKNOWN" if known is None else "AGREES" if known == name else "DIFFERS"


def server(verifier: Verifier, port: int = 0) -> ThreadingHTTPServer:
    """A server on the loopback interface alone; not yet running."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            verifier.asked += 1
            verifier.tokens.append(self.headers.get("Authorization", ""))
            match verifier.fault:
                case "hang up":
                    self.close_connection = True
                    return
                case "slow":
                    verifier.stopped.wait(SLOW_SECONDS)
                    return
                case "refuse":
                    self._answer(500, b"{}")
                case "garble":
                    self._answer(200, b'{"verdict": "PERHAPS"}')
                case "redirect":
                    self._answer(302, b"", Location=self.path)
                case _:
                    said = {"verdict": verifier.verdict(body["name"], body["idNumber"])}
                    self._answer(200, json.dumps(said).encode())

        def _answer(self, status: int, body: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests hold ID numbers: nothing is logged."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


@contextmanager
def running(verifier: Verifier) -> Iterator[str]:
    """The URL of a server that runs as long as the block (tests)."""
    httpd = server(verifier)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}/checks"
    finally:
        verifier.stopped.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def main() -> None:
    lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines() if len(sys.argv) > 2 else []
    people = dict((line.split(",", 1)) for line in lines if "," in line)
    print(f"verifier on 127.0.0.1:{sys.argv[1]}, {len(people)} people, since {time.strftime('%H:%M')}")
    server(Verifier(people), int(sys.argv[1])).serve_forever()


if __name__ == "__main__":
    main()
