"""Requests at the instants at which people send them, whether the last one was answered or not.

How long a request took counts from the instant at which it was to be sent: who has to wait for a free line waits too.
The loud county has lines of its own, and the quiet ones have theirs: the emulator starts a process for each request
that is on its way, and two cores carry no more than so many.
"""

import json
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import urllib3

LINES = 8
SECONDS_TO_ANSWER = 60.0
UNANSWERED = 0


@dataclass(frozen=True)
class Request:
    """`token` is a bearer token; `about` says what is written, for whoever looks for it afterwards."""

    kind: str
    method: str
    path: str
    token: str
    body: dict[str, Any] | None = None
    about: str = ""


@dataclass(frozen=True)
class Answered:
    """`milliseconds` from the instant at which it was to be sent; status 0: no answer came."""

    county: int
    request: Request
    status: int
    milliseconds: float
    body: Any


class Requests(Protocol):
    """A county, as it asks: `rates` are requests a second by kind; the next one is made in the moment of sending."""

    number: int
    is_loud: bool
    rates: dict[str, float]

    def next(self, kind: str) -> Request: ...


def instants(rate: float, seconds: float, chance: random.Random) -> Iterator[float]:
    """When requests come that know nothing of each other, so many a second in the mean."""
    at = chance.expovariate(rate)
    while at < seconds:
        yield at
        at += chance.expovariate(rate)


class Load:
    """Sends to one API."""

    def __init__(self, url: str, seed: int) -> None:
        self._url, self._chance = url, random.Random(seed)  # noqa: S311 - when people ask, no secret
        timeout = urllib3.Timeout(SECONDS_TO_ANSWER)
        self._http = urllib3.PoolManager(maxsize=2 * LINES, block=True, timeout=timeout, retries=False)

    def sent(self, counties: Sequence[Requests], seconds: float) -> list[Answered]:
        """What these counties ask in so many seconds, once all of it is answered."""
        due = sorted(
            (at, number, kind)
            for number, county in enumerate(counties)
            for kind, rate in county.rates.items()
            for at in instants(rate, seconds, self._chance)
        )
        began, answers = time.monotonic(), []
        with ThreadPoolExecutor(LINES) as loud, ThreadPoolExecutor(LINES) as quiet:
            for at, number, kind in due:
                time.sleep(max(0.0, began + at - time.monotonic()))
                lines = loud if counties[number].is_loud else quiet
                answers.append(lines.submit(self._answered, counties[number], kind, began + at))
        return [answer.result() for answer in answers]

    def _answered(self, county: Requests, kind: str, due: float) -> Answered:
        request = county.next(kind)
        headers = {"content-type": "application/json", "authorization": f"Bearer {request.token}"}
        body = None if request.body is None else json.dumps(request.body).encode()
        try:
            told = self._http.request(request.method, self._url + request.path, body=body, headers=headers)
            status, content = int(told.status), told.data
        except urllib3.exceptions.HTTPError:
            status, content = UNANSWERED, b""
        took = (time.monotonic() - due) * 1000
        return Answered(county.number, request, status, took, json.loads(content) if content[:1] == b"{" else None)
