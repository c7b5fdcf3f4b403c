"""One account that asks too fast is told so, when to come again, and takes nothing from the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import http, pace
from kernel.errors import TooFast
from kernel.pace import Pace
from tests.builders import answer, request
from tests.conftest import Context

RATE = 5
AT_ONCE = RATE * pace.SECONDS_SAVED


@pytest.fixture
def exhausted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that has no answer left for anybody's account."""
    none_left = Pace(0.001)
    monkeypatch.setattr(Pace, "stated", lambda: none_left)


def ask_without_end(made: Pace, subject: str) -> int:
    """How many were answered in one instant."""
    for answered in range(10 * AT_ONCE):
        try:
            made.demand(subject, 0.0)
        except TooFast:
            return answered
    return 10 * AT_ONCE


def test_a_page_that_opens_and_a_person_who_reads_on_are_never_slowed_down() -> None:
    made = Pace(RATE)

    for second in range(600):
        for _ in range(RATE):
            made.demand("someone", float(second))


def test_who_asks_without_end_is_refused_and_the_others_are_not() -> None:
    made = Pace(RATE)
    ask_without_end(made, "loud")

    assert ask_without_end(made, "loud") == 0
    assert ask_without_end(made, "quiet") == AT_ONCE


def test_who_comes_again_when_told_is_answered() -> None:
    made = Pace(RATE)
    ask_without_end(made, "someone")
    assert TooFast.retry_after is not None

    for _ in range(RATE * TooFast.retry_after):
        made.demand("someone", float(TooFast.retry_after))


@given(st.lists(st.floats(0, 60), min_size=1, max_size=1000).map(sorted))
def test_in_no_minute_more_is_answered_than_was_saved_and_came_meanwhile(instants: list[float]) -> None:
    made, answered = Pace(RATE), 0
    for at in instants:
        try:
            made.demand("someone", at)
            answered += 1
        except TooFast:
            continue

    assert answered <= AT_ONCE + RATE * (instants[-1] - instants[0]) + 1


def test_only_so_many_accounts_are_remembered() -> None:
    made = Pace(RATE)

    for number in range(2 * pace.REMEMBERED):
        made.demand(str(number), 0.0)

    assert len(made._left) == pace.REMEMBERED


def test_without_a_rate_nobody_is_slowed_down() -> None:
    made = Pace(0)

    for _ in range(10_000):
        made.demand("someone", 0.0)


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh-CN", "操作过于频繁，请稍后再试。"), ("en", "Too many requests. Please try again later.")],
)
def test_whoever_is_too_fast_is_told_when_to_come_again(exhausted: None, language: str, title: str) -> None:
    app = http.create_app()

    told = http.serve(app, request("GET", "/v1/nowhere", headers={"accept-language": language}), Context())

    assert answer(told) == (
        429,
        {"type": "urn:e-branch:problem:too_fast", "title": title, "status": 429, "code": "too_fast"},
    )
    assert told["headers"]["Retry-After"] == "5"
    assert told["headers"]["Content-Type"] == "application/problem+json"


def test_nothing_is_looked_at_for_whoever_is_too_fast(exhausted: None) -> None:
    app, asked = http.create_app(), list[int]()
    app.post("/v1/things")(lambda: asked.append(1))

    told = http.serve(app, request("POST", "/v1/things", body={}), Context())

    assert (told["statusCode"], asked) == (429, [])


def test_who_has_no_token_is_left_to_the_gateway(exhausted: None) -> None:
    app = http.create_app()

    told = http.serve(app, request("GET", "/v1/nowhere", subject=None), Context())

    assert told["statusCode"] == 404
