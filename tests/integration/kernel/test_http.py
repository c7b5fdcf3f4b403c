"""What every route inherits: who may come in, and how a failure looks."""

import time
from typing import Annotated, Any

import pytest
from aws_lambda_powertools.event_handler.openapi.params import Body

from kernel.asking import etag
from kernel.authority import PRINCIPALS, Role, Target
from kernel.directory import Account
from kernel.errors import WrongState
from kernel.events import RoleGranted
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.journal import UnitOfWork
from kernel.model import Command, Model
from tests.builders import Tree, account, answer, recorded, request

pytestmark = pytest.mark.usefixtures("account")

app = create_app()


class Ask(Command):
    number: int
    word: str = ""


class Told(Model):
    number: int
    told_at: str = "now"


@app.post("/v1/things", status_code=201)
def make(caller: Caller, body: Annotated[Ask, Body()]) -> Told:
    tree_county = caller.principal.grants[0].organisation_id
    work = UnitOfWork(caller.act(), chain=tree_county, action="things.make", subject="thing")
    work.record(RoleGranted(subject="x", role="auditor", organisation_id=tree_county))
    told = Told(number=body.number)
    work.commit(told)
    return told


@app.get("/v1/things")
def read(caller: Caller, cursor: Cursor = None, limit: Limit = 20) -> Told:
    caller.may("organisations.read", Target("/elsewhere/"))
    return Told(number=limit, told_at=cursor or "")


@app.get("/v1/broken")
def broken(caller: Caller) -> Told:
    raise RuntimeError(caller.principal.subject)


@app.patch("/v1/state")
def state(caller: Caller) -> Told:
    caller.expect_version(3)
    raise WrongState(state="closed")


def call(event: dict[str, Any], context: Any) -> tuple[int, Any]:
    return answer(serve(app, event, context))


@pytest.fixture
def someone() -> str:
    return account("someone", (Role.COUNTY_ADMIN, Tree().county))


def test_an_answer_is_camel_case_and_may_not_be_stored_by_caches(someone: str, context: Any) -> None:
    response = serve(app, request("POST", "/v1/things", body={"number": 1}), context)

    assert answer(response) == (201, {"number": 1, "toldAt": "now"})
    assert response["headers"]["Cache-Control"] == "no-store"
    assert response["headers"]["X-Content-Type-Options"] == "nosniff"


def test_without_a_subject_nobody_comes_in(context: Any) -> None:
    assert call(request("GET", "/v1/things", subject=None), context)[0] == 401


def test_an_id_token_is_no_key(context: Any) -> None:
    event = request("GET", "/v1/things")
    event["requestContext"]["authorizer"]["jwt"]["claims"]["token_use"] = "id"

    assert call(event, context)[0] == 401


def test_a_stranger_finds_nothing(context: Any) -> None:
    status, problem = call(request("GET", "/v1/things", subject="stranger"), context)

    assert status == 404
    assert problem == {
        "type": "urn:e-branch:problem:not_found",
        "title": "没有找到。",
        "status": 404,
        "code": "not_found",
    }


def test_an_unknown_path_looks_like_a_hidden_object(someone: str, context: Any) -> None:
    hidden = call(request("GET", "/v1/things", subject="stranger"), context)

    assert call(request("GET", "/v1/nowhere"), context) == hidden


def test_the_sentence_is_in_the_language_of_the_caller(context: Any) -> None:
    event = request("GET", "/v1/things", subject="stranger", headers={"accept-language": "en-GB,en;q=0.9"})

    assert call(event, context)[1]["title"] == "Not found."


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({"number": "many"}, 422, [{"field": "body.number", "code": "int_type"}]),
        ({}, 422, [{"field": "body.number", "code": "missing"}]),
        ({"number": 1, "secret": "x"}, 422, [{"field": "body", "code": "extra_forbidden"}]),
        ("{", 400, None),
    ],
)
def test_bad_content_names_the_field_and_never_what_was_sent(
    someone: str, context: Any, body: Any, status: int, fields: Any
) -> None:
    found, problem = call(request("POST", "/v1/things", body=body), context)

    assert (found, problem.get("fields")) == (status, fields)
    assert "many" not in str(problem)
    assert "secret" not in str(problem)


def test_a_huge_body_is_refused_unread(someone: str, context: Any) -> None:
    assert call(request("POST", "/v1/things", body="x" * 300_000), context)[0] == 413


def test_a_body_that_is_not_text_is_malformed(someone: str, context: Any) -> None:
    event = request("POST", "/v1/things", body="!!!") | {"isBase64Encoded": True}

    assert call(event, context)[0] == 400


def test_another_content_type_is_not_supported(someone: str, context: Any) -> None:
    event = request("POST", "/v1/things", body="<a/>", headers={"content-type": "text/xml"})

    assert call(event, context)[0] == 415


def test_a_page_has_at_most_a_hundred_entries(someone: str, context: Any) -> None:
    assert call(request("GET", "/v1/things", query={"limit": "101"}), context)[0] == 422


def test_the_unexpected_is_a_bare_500(someone: str, context: Any, caplog: pytest.LogCaptureFixture) -> None:
    status, problem = call(request("GET", "/v1/broken"), context)

    assert status == 500
    assert problem == {
        "type": "urn:e-branch:problem:internal",
        "title": "系统出错，请稍后再试。",
        "status": 500,
        "code": "internal",
    }
    logged = str([record.__dict__ for record in caplog.records])
    assert "RuntimeError" in logged
    assert "someone" not in logged


def test_an_old_version_is_stale(someone: str, context: Any) -> None:
    assert call(request("PATCH", "/v1/state", headers={"if-match": etag(2)}), context)[0] == 412
    assert call(request("PATCH", "/v1/state", headers={"if-match": etag(3)}), context)[0] == 409


def test_a_repeated_key_gets_the_first_answer_and_does_nothing(someone: str, context: Any) -> None:
    tree = Tree()
    event = request("POST", "/v1/things", body={"number": 1}, headers={"idempotency-key": "k"})
    first = call(event, context)

    again = serve(app, event, context)

    assert answer(again) == first
    assert again["headers"]["Idempotent-Replayed"] == "true"
    assert len(recorded(tree.county.id)) == 1


def test_a_repeated_key_with_another_body_is_refused(someone: str, context: Any) -> None:
    call(request("POST", "/v1/things", body={"number": 1}, headers={"idempotency-key": "k"}), context)

    status, problem = call(request("POST", "/v1/things", body={"number": 2}, headers={"idempotency-key": "k"}), context)

    assert (status, problem["code"]) == (422, "idempotency_key_reused")


def test_an_overlong_key_is_malformed(someone: str, context: Any) -> None:
    event = request("POST", "/v1/things", body={"number": 1}, headers={"idempotency-key": "k" * 256})

    assert call(event, context)[0] == 400


def test_a_grant_that_ended_is_forgotten_within_a_minute(someone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = time.time()
    monkeypatch.setattr("kernel.authority.time.time", lambda: at)
    assert PRINCIPALS.load(someone).grants
    Account(Account.partition(someone), grants=[], version=2).save()

    monkeypatch.setattr("kernel.authority.time.time", lambda: at + 59)
    assert PRINCIPALS.load(someone).grants, "read again for every request"
    monkeypatch.setattr("kernel.authority.time.time", lambda: at + 60)
    assert not PRINCIPALS.load(someone).grants


def test_a_caller_is_known_by_the_wall_clock_and_the_expired_are_dropped_on_a_miss(
    someone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    PRINCIPALS.load(someone)
    an_hour_on = time.time() + 3600

    monkeypatch.setattr("kernel.authority.time.time", lambda: an_hour_on)
    PRINCIPALS.load("other")

    assert set(PRINCIPALS.cached) == {"other"}
