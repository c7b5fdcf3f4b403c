"""The API as the pages use it: one person, one call, one answer."""

import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import urllib3

from scripts.local.people import People

PATIENCE = 600.0
BETWEEN_LOOKS = 0.25
TROUBLED = (502, 503, 504)
TRIES = 6


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: dict[str, str]


class UnexpectedAnswer(RuntimeError):
    """An answer that the story has no place for; names the route and the problem's code, never the content."""


class Api:
    """The API of one deployed stack; counts the calls that are made, and knows method and path of each."""

    def __init__(self, url: str, people: People) -> None:
        self._url, self._people = url, people
        self._pool = urllib3.PoolManager(maxsize=16, timeout=urllib3.Timeout(connect=5, read=60), retries=False)
        self._counting = threading.Lock()
        self.calls = 0
        self.called: set[tuple[str, str]] = set()

    def call(
        self,
        person: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        expect: tuple[int, ...] = (200, 201, 202, 204),
    ) -> Answer:
        """Raises `UnexpectedAnswer` for a status that is not expected."""
        sent = {"content-type": "application/json", "idempotency-key": uuid.uuid4().hex} | (headers or {})
        if person is not None:
            sent["authorization"] = f"Bearer {self._people.sign_in(person).access}"
        with self._counting:
            self.calls += 1
            self.called.add((method, path.partition("?")[0]))
        text = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        answer = self._answered(method, path, text, sent)
        if answer.status not in expect:
            code = answer.body.get("code") if isinstance(answer.body, dict) else None
            raise UnexpectedAnswer(f"{method} {path}: {answer.status} {code} {_fields(answer.body)}")
        return answer

    def _answered(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """The answer, asked for again while the house is in trouble: a crowded machine lets functions run out of time.

        The key makes a second sending of the same act harmless.
        """
        for attempt in range(TRIES):
            response = self._pool.request(method, self._url + path, body=body, headers=headers)
            if response.status not in TROUBLED:
                break
            time.sleep(2**attempt)
        return Answer(response.status, _parsed(response.data), {k.lower(): v for k, v in response.headers.items()})

    def get(self, person: str, path: str) -> Any:
        return self.call(person, "GET", path).body

    def post(self, person: str, path: str, body: Any = None) -> Any:
        return self.call(person, "POST", path, {} if body is None else body).body

    def put(self, person: str, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self.call(person, "PUT", path, body, headers=headers).body

    def all(self, person: str, path: str) -> list[Any]:
        """Every entry of a paged list."""
        found: list[Any] = []
        cursor: str | None = ""
        while cursor is not None:
            glue = "&" if "?" in path else "?"
            page = self.get(person, path + (f"{glue}cursor={cursor}" if cursor else ""))
            found += page["items"]
            cursor = page.get("next")
        return found

    def upload(self, form: dict[str, Any], content: bytes) -> None:
        """Send a file by a presigned form, as a browser does."""
        fields = {**form["fields"], "file": ("file", content, form["fields"].get("Content-Type", "text/plain"))}
        response = self._pool.request("POST", form["url"], fields=fields)
        if response.status not in (200, 201, 204):
            raise UnexpectedAnswer(f"upload: {response.status}")

    def download(self, url: str) -> bytes:
        """What stands behind a presigned link."""
        response = self._pool.request("GET", url)
        if response.status != 200:
            raise UnexpectedAnswer(f"download: {response.status}")
        return response.data


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError:
        return None


def _fields(body: Any) -> Any:
    return body.get("fields", "") if isinstance(body, dict) else ""


def wait_until[T](
    look: Callable[[], T | None], what: str, patience: float = PATIENCE, pause: float = BETWEEN_LOOKS
) -> T:
    """Look again until there is something to see. Raises `TimeoutError`, naming what never came."""
    deadline = time.monotonic() + patience
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(pause)
