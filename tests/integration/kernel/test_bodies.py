"""Which bodies come as far as a route: JSON, however its type is spelt, and nothing else."""

import base64
from typing import Annotated, Any

import pytest
from aws_lambda_powertools.event_handler.openapi.params import Body

from kernel.http import create_app, serve
from kernel.model import Command, Model
from tests.builders import answer, request

app = create_app()
FORM = "application/x-www-form-urlencoded"


class Ask(Command):
    number: int


class Told(Model):
    number: int


@app.post("/v1/things")
def make(body: Annotated[Ask, Body()]) -> Told:
    return Told(number=body.number)


@app.delete("/v1/things")
def clear() -> Told:
    return Told(number=0)


def send(context: Any, body: Any, content_type: str | None = "application/json", **more: Any) -> tuple[int, Any]:
    event = request("POST", "/v1/things", body=body) | more
    event["headers"] = {} if content_type is None else {"Content-Type": content_type}
    return answer(serve(app, event, context))


@pytest.mark.parametrize(
    "content_type", [None, "", "application/json", "application/json;charset=utf-8", "APPLICATION/JSON; charset=utf-8"]
)
def test_json_is_read_however_its_type_is_spelt(content_type: str | None, context: Any) -> None:
    assert send(context, {"number": 1}, content_type) == (200, {"number": 1})


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, "number=1"),
        ("multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="number"\r\n\r\n1\r\n--x--'),
        ("multipart/form-data", "number"),
        ("application/jsonlines", '{"number": 1}'),
        ("text/plain", '{"number": 1}'),
    ],
)
def test_a_body_of_any_other_type_is_not_supported(content_type: str, body: str, context: Any) -> None:
    status, told = send(context, body, content_type)

    assert (status, told["code"]) == (415, "unsupported_type")


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 40_000 + "1" + "}" * 40_000, "1" * 5000, " ", "{"],
    ids=["open", "lists", "objects", "digits", "blank", "brace"],
)
def test_what_no_parser_can_read_is_malformed(body: str, context: Any) -> None:
    status, told = send(context, body)

    assert (status, told["code"]) == (400, "malformed")


def test_json_that_is_nested_almost_too_deep_is_refused_and_never_an_error_of_ours(context: Any) -> None:
    statuses = {send(context, '{"number":' + "[" * depth + "]" * depth + "}")[0] for depth in range(50, 12_000, 250)}

    assert statuses <= {400, 422}


def test_a_body_in_base64_is_read_as_what_it_holds(context: Any) -> None:
    def packed(text: bytes) -> tuple[int, Any]:
        return send(context, base64.b64encode(text).decode(), isBase64Encoded=True)

    assert packed(b'{"number": 1}') == (200, {"number": 1})
    assert packed(b"[" * 100_000)[0] == 400
    assert packed(b"\xff")[0] == 400


def test_without_a_body_its_type_does_not_matter(context: Any) -> None:
    event = request("DELETE", "/v1/things", headers={"content-type": FORM})

    assert answer(serve(app, event, context)) == (200, {"number": 0})


def test_a_refused_body_is_explained_in_the_language_of_the_caller(context: Any) -> None:
    event = request("POST", "/v1/things", body="{", headers={"accept-language": "en"})

    assert answer(serve(app, event, context))[1]["title"] == "The request is malformed."
