"""The one route of notices that takes no token: what is not signed, or not as agreed, moves nothing."""

import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.notices import app_receipts
from functions.notices.sent_tables import Delivery
from tests.builders import Tree, answer, request
from tests.conftest import Context
from tests.integration.notices.carrying import noticed
from tests.integration.notices.outgoing import deliver, digest, receipt, state

ONE = {"receipts": [{"receipt": "name", "state": "FAILED"}]}


@pytest.fixture(autouse=True)
def signed_with(connected: Callable[..., None]) -> None:
    connected()


def signature(channel: str, body: str) -> str:
    return "sha256=" + hmac.new(b"secret of receipts", f"{channel}.{body}".encode(), "sha256").hexdigest()


def post(body: str, signed: str | None, channel: str = "sms") -> tuple[int, Any]:
    event = request("POST", f"/v1/public/receipts/{channel}", headers={"x-signature": signed} if signed else {})
    event["body"] = body
    return answer(app_receipts.lambda_handler(event, Context()))


def test_what_is_signed_is_taken_and_again_too() -> None:
    body = json.dumps(ONE)

    assert [post(body, signature("sms", body)) for _ in range(2)] == [(200, {"received": 1, "moved": 0})] * 2


@pytest.mark.parametrize(
    "signed",
    [None, "sha256=", "sha256=" + "0" * 64, "é" * 64, signature("email", json.dumps(ONE)), signature("sms", "{}")],
    ids=["none", "empty", "made up", "no ASCII", "another channel's", "another body's"],
)
def test_what_is_not_signed_is_refused(signed: str | None) -> None:
    assert post(json.dumps(ONE), signed)[0] == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"receipts": []},
        {"receipts": ONE["receipts"] * 26},
        {"receipts": [{"receipt": "", "state": "FAILED"}]},
        {"receipts": [{"receipt": "x" * 129, "state": "FAILED"}]},
        {"receipts": [{"receipt": 7, "state": "FAILED"}]},
        {"receipts": [{"receipt": "name", "state": "SENT"}]},
        {"receipts": [{"receipt": "name", "state": "FAILED", "member": "x"}]},
        {"receipts": [{"receipt": "name"}]},
    ],
)
def test_what_is_signed_but_not_as_agreed_is_refused(body: dict[str, Any]) -> None:
    text = json.dumps(body)

    status, problem = post(text, signature("sms", text))

    assert (status, problem["code"]) == (422, "invalid")


def test_a_name_in_any_script_is_nobodys() -> None:
    text = json.dumps({"receipts": [{"receipt": "𠮷🀄", "state": "FAILED"}] * 2}, ensure_ascii=False)

    assert post(text, signature("sms", text)) == (200, {"received": 2, "moved": 0})


def test_a_channel_that_is_none_is_refused() -> None:
    assert post(json.dumps(ONE), signature("fax", json.dumps(ONE)), "fax")[0] == 422


def test_where_nobody_is_to_sign_nobody_is_heard(connected: Callable[..., None]) -> None:
    connected(receipts_secret="")
    body = json.dumps(ONE)

    assert post(body, signature("sms", body))[1]["code"] == "channel_not_connected"


def test_receipts_move_a_message_forward_and_late_ones_do_nothing(tree: Tree, member_id: str) -> None:
    noticed(tree, member_id)
    deliver(digest(tree, member_id))
    (sent,) = Delivery.query(Delivery.partition(member_id))

    assert receipt("sms", (sent.receipt, "OPENED")) == (200, {"received": 1, "moved": 1})
    late = receipt("sms", (sent.receipt, "DELIVERED"), (sent.receipt, "FAILED"), ("nobody's", "DELIVERED"))
    assert late == (200, {"received": 3, "moved": 0})
    assert receipt("email", (sent.receipt, "OPENED")) == (200, {"received": 1, "moved": 0})
    assert state(member_id) == ["OPENED"]
